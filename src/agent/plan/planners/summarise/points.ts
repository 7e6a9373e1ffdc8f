import {
  findDates,
  findNumbers,
  findPeriods,
  fold,
  words,
  type Doc,
  type PeriodSpan,
} from "../../../../files/index.ts";
import { concepts, isStopWord } from "../../lexicon/index.ts";
import { createMatcher } from "../text/matcher.ts";
import { countWords, namesDate, namesNumber } from "../text/values.ts";
import type { Need } from "../text/needs.ts";
import { unitsOf, type Unit } from "../text/units.ts";

/** Something of a sentence that a summary must not lose. */
export interface Fact {
  kind: "date" | "month" | "number" | "id" | "name";
  /** As it stands. */
  text: string;
  /** Dates ISO, numbers decimal, ids and names folded. */
  value: string;
}

/** A sentence that carries facts, with how much it matters. */
export interface Point {
  unit: Unit;
  text: string;
  facts: Fact[];
  score: number;
  /** Which block of the text it stands in. */
  paragraph: number;
}

const GREETING =
  /^(?:(?:sehr )?geehrte[rn]?|liebe[rsn]?|hallo|guten (?:tag|morgen|abend)|hi|hey|dear|hello|good (?:morning|afternoon|evening)|moin|servus|grüß gott|to whom)\b[^.!?\n]{0,60}[,!.]?$/iu;
const CLOSING =
  /^(?:mit (?:freundlichen|besten|herzlichen|lieben) grüßen|(?:viele|beste|liebe|herzliche|schöne|freundliche) grüße?n?|gruß|grüße|mfg|vg|lg|(?:kind|best|warm|many) (?:regards|wishes)|regards|yours|sincerely|cheers|best|thanks|thank you|danke|servus|herzlich|ihr team|all the best)\b[^.!?]{0,60}[.,!]?$/iu;
/** Decisions, tasks, offers, problems, changes. */
const CUE =
  /\b(?:agree\w*|decid\w*|decision|must|need\w*|will|please|ask\w*|from now|until|by|deadline|offer\w*|order\w*|pay\w*|unpaid|paid|fail\w*|broken|out of order|leav\w*|start\w*|stop\w*|cancel\w*|postpone\w*|move\w*|chang\w*|increase\w*|raise\w*|rise\w*|rose|went up|price\w*|new|hire|looking for|look for|sends?|call\w*|prepar\w*|writ\w*|launch\w*|delighted|complain\w*|beschlossen|beschließen|entscheid\w*|entschied\w*|vereinbar\w*|muss|müssen|soll\w*|bitte\w*|ab|bis|frist|angebot\w*|biet\w*|bestell\w*|bezahl\w*|zahl\w*|fällig|erhöh\w*|gestiegen|steig\w*|senk\w*|neu|neue\w*|urlaub|fehlt|fehlen|defekt|kaputt|ausfall|verlässt|kündig\w*|beginn\w*|endet|verschoben|verschieb\w*|abgesagt|liefer\w*|gewartet|wartung|suchen|schreib\w*|übernimm\w*|kümmer\w*|bereit\w*|zusage\w*|reklam\w*|mangel|mängel)\b/giu;

/** The sentences of some documents that carry facts, in order; greetings, signatures and small talk are left out. */
export function pointsOf(docs: Doc[], needs: Need[], names: ReadonlySet<string>, today: string): Point[] {
  const matcher = createMatcher(today);
  const points: Point[] = [];
  let paragraph = 0;
  for (const doc of docs) {
    const units = withoutLetterParts(unitsOf(doc), doc);
    for (const [at, unit] of units.entries()) {
      const gap = doc.text.slice(units[at - 1]?.end ?? 0, unit.start);
      if (at === 0 || gap.includes("\n")) paragraph += 1;
      const text = clean(unit.text);
      const facts = factsOf(text, names, today);
      const relevance = needs.reduce((sum, need) => sum + (matcher.find(need, text)?.strength ?? 0) * need.weight, 0);
      points.push({
        unit,
        text,
        facts,
        paragraph,
        score: weigh(text, facts) + Math.min(1.5, relevance * 0.5) + (points.at(-1)?.paragraph === paragraph ? 0 : 0.4),
      });
    }
  }
  for (const [at, point] of points.entries()) {
    if (!IDLE.test(point.text)) continue;
    point.score -= 2;
    const before = points[at - 1];
    if (before && point.text.length < 40 && before.unit.doc === point.unit.doc) before.score -= 1.5;
  }
  return points;
}

/** Said and dropped again. */
const IDLE =
  /(?<!\p{L})(?:no decision|decided nothing|nothing (?:was )?decided|not decided|keine entscheidung|nichts (?:beschlossen|entschieden)|ohne (?:ergebnis|beschluss)|vertagt)(?!\p{L})/iu;

function weigh(text: string, facts: Fact[]): number {
  const count = (kind: Fact["kind"]) => facts.filter((fact) => fact.kind === kind).length;
  const cues = new Set([...text.matchAll(CUE)].map((match) => match[0].toLowerCase())).size;
  return (
    Math.min(3, count("date") * 2 + count("month")) +
    Math.min(3, count("number") * 1.5) +
    Math.min(1, count("id")) +
    Math.min(1.2, count("name") * 0.6) +
    Math.min(1.8, cues * 0.6)
  );
}

/** Greeting, closing and what follows it; lines of presence ("Present: …") say nothing of what was said. */
function withoutLetterParts(units: Unit[], doc: Doc): Unit[] {
  const kept: Unit[] = [];
  for (const unit of units) {
    const text = unit.text.trim();
    if (doc.kind === "mail" && CLOSING.test(text.split("\n")[0] ?? "") && kept.length > 0) break;
    const isTitle = kept.length === 0 && doc.kind !== "mail" && !/[.!?:;]/u.test(text) && countWords(text) <= 8;
    if (
      isTitle ||
      GREETING.test(text) ||
      /^(?:dabei|anwesend\w*|teilnehmer\w*|present|attendees|participants|apologies)\s*:/iu.test(text)
    )
      continue;
    kept.push(unit);
  }
  return kept;
}

function clean(text: string): string {
  return text
    .replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** Dates, numbers and names of a sentence. */
function factsOf(text: string, names: ReadonlySet<string>, today: string): Fact[] {
  const dates = findDates(text, { today });
  const numbers = findNumbers(text).filter(
    (number) => !dates.some((date) => number.start < date.end && date.start < number.end),
  );
  return [
    ...monthsOf(text, today).map((month): Fact => ({ kind: "month", text: month.text, value: month.from ?? "" })),
    ...dates.map((date): Fact => ({ kind: "date", text: date.text, value: date.iso })),
    ...numbers.map((number): Fact => ({ kind: "number", text: number.text, value: number.value })),
    ...[...text.matchAll(ID)].map((match): Fact => ({ kind: "id", text: match[0], value: fold(match[0]) })),
    ...properNames(text, names),
  ];
}

/** Months and years that a text names without a day ("im Mai 2027"). */
function monthsOf(text: string, today: string): PeriodSpan[] {
  const days = findDates(text, { today });
  return findPeriods(text, { today }).filter(
    (period) =>
      period.from?.endsWith("-01") === true &&
      /\p{L}{3,}\.? \d{4}|\p{L}{3,}$/u.test(period.text) &&
      !days.some((date) => date.start < period.end && period.start < date.end),
  );
}

const ID = /(?<![\p{L}\p{N}-])\p{Lu}{1,6}-\d[\p{L}\p{N}-]*/gu;

/** Names that the tables know, and capitalised words inside a sentence that no dictionary knows. */
function properNames(text: string, names: ReadonlySet<string>): Fact[] {
  const found: Fact[] = [];
  const german = /\b(?:der|die|das|und|ist|wir)\b/iu.test(text);
  for (const word of words(text)) {
    if (!/^\p{Lu}/u.test(word.text) || isStopWord(word.word) || word.word.length < 3) continue;
    const inner = word.start > 0 && !/[.!?:]\s*$/u.test(text.slice(0, word.start));
    const strange = concepts(word.word).length === 0 && !CALENDAR.test(word.word);
    if (names.has(word.word) || (inner && strange && !german))
      found.push({ kind: "name", text: word.text, value: word.word });
  }
  return found;
}

const CALENDAR =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|januar|februar|maerz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|christmas|weihnachten)$/u;

/** Whether a text tells a fact, in whatever spelling. */
export function tells(text: string, fact: Fact, today: string): boolean {
  if (fact.kind === "date") return namesDate(text, fact.value, today);
  if (fact.kind === "month") return monthsOf(text, today).some((month) => month.from === fact.value);
  if (fact.kind === "id") return fold(text).includes(fact.value);
  if (fact.kind === "number") return namesNumber(text, fact.value) || spelled(text, fact.value);
  return words(text).some((word) => word.word === fact.value || word.word === `${fact.value}s`);
}

const SPELLED: Record<string, RegExp> = {
  "1": /\b(?:one|ein|eine|einen|einem)\b/iu,
  "2": /\b(?:two|zwei|both|beide\w*)\b/iu,
  "3": /\b(?:three|drei)\b/iu,
  "4": /\b(?:four|vier)\b/iu,
  "5": /\b(?:five|fünf)\b/iu,
  "6": /\b(?:six|sechs)\b/iu,
  "7": /\b(?:seven|sieben)\b/iu,
  "8": /\b(?:eight|acht)\b/iu,
  "9": /\b(?:nine|neun)\b/iu,
  "10": /\b(?:ten|zehn)\b/iu,
  "12": /\b(?:twelve|zwölf)\b/iu,
};

function spelled(text: string, value: string): boolean {
  return SPELLED[value]?.test(text) ?? false;
}

/**
 * The points that a summary of `maxWords` can hold, in order of the text: whole paragraphs without a fact fall away, then the
 * weakest until what is left is at most `factor` times as long as the summary may be.
 */
export function selectPoints(points: Point[], maxWords: number, factor: number): Point[] {
  const strong = new Set(points.filter((point) => point.score >= 1.5).map((point) => point.paragraph));
  const pool = points.filter(
    (point) => (strong.size === 0 || strong.has(point.paragraph)) && (point.score >= 0.6 || strong.size === 0),
  );
  const budget = maxWords * factor;
  let length = pool.reduce((sum, point) => sum + countWords(point.text), 0);
  const dropped = new Set<Point>();
  for (const weak of pool.toSorted((a, b) => a.score - b.score)) {
    if (length <= budget || pool.length - dropped.size <= 1) break;
    dropped.add(weak);
    length -= countWords(weak.text);
  }
  return pool.filter((point) => !dropped.has(point));
}
