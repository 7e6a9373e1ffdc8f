import { daysBetween, findDates, findPeriods, fold, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { aboutness, dateOf, isShort, readableDocs, titleOf } from "../text/docs.ts";
import type { Hit, Matcher } from "../text/matcher.ts";
import { isYear } from "./years.ts";
import { isPaper, type Need } from "../text/needs.ts";
import { unitsOf, type Unit } from "../text/units.ts";
import type { Asked } from "./asked.ts";
import { valuesIn, type TypedValue } from "./values.ts";
import type { Candidate } from "./types.ts";

const MAX_UNITS = 30;

export interface TextSearch {
  needs: Need[];
  asked: Asked;
  aliases: ReadonlyMap<Need, string[]>;
  matcher: Matcher;
  names: ReadonlySet<string>;
  query: string;
  /** The whole years that the question names. */
  years: readonly number[];
  /** The question is about what was before. */
  isPast: boolean;
  /** The question itself says without what. */
  isWithout: boolean;
}

/** A sentence with how well it meets the needs. */
export interface ScoredUnit {
  unit: Unit;
  /** Share of the needs' weight that sentence, heading and document meet together. */
  score: number;
  /** The same over plain words only, in the sentence and its headings. */
  attribute: number;
  /** Every required name is met. */
  complete: boolean;
  /** Every day that the question names is met. */
  day: boolean;
  /** How surely it speaks of what is asked of the subject; null when the question does not tell. */
  head: number | null;
  hits: (Hit & { key: boolean })[];
  /** Names that only the document as a whole is about, not this sentence. */
  byDocument: Need[];
}

/** Values of the asked type in sentences that speak of everything that is required, best first. */
export function textCandidates(search: TextSearch, ctx: PlanContext): Candidate[] {
  const units = scoreUnits(search, ctx);
  const complete = units
    .filter((entry) => entry.complete && entry.score > 0.15 && !isLater(entry.unit, search.years))
    .slice(0, MAX_UNITS);
  return complete
    .flatMap((entry) => {
      const today = dateOf(entry.unit.doc, ctx.request.today) || ctx.request.today;
      const values = valuesIn(entry.unit, search.asked, { names: search.names, today });
      return values.map((value) => toCandidate(entry, value, values, search, ctx));
    })
    .filter((candidate) => candidate !== null)
    .toSorted((a, b) => b.score - a.score);
}

/** "at the concert of 17 October 2026" says nothing of the year 2025 that is asked for. */
function isLater({ text }: Unit, years: readonly number[]): boolean {
  if (years.length === 0) return false;
  const own = [...text.matchAll(/(?<![\d.,-])20\d\d(?!\d|[.,]\d)/gu)].map((match) => Number(match[0]));
  return own.length > 0 && own.every((year) => year > Math.max(...years));
}

/** Of two texts that say the same about the same thing the later one holds. */
function recency(doc: Doc, ctx: PlanContext): number {
  const date = dateOf(doc, ctx.request.today);
  const age = date === "" ? 1000 : Math.abs(daysBetween(date, ctx.request.today));
  return 0.04 * (1 - Math.min(age, 1000) / 1000);
}

/** Sentences of all readable documents, those that meet most first. */
export function scoreUnits(search: TextSearch, ctx: PlanContext): ScoredUnit[] {
  return readableDocs(ctx, search.query)
    .filter((doc) => doc.kind !== "calendar")
    .flatMap((doc) => scoreDoc(doc, search, ctx))
    .toSorted((a, b) => b.score - a.score);
}

function scoreDoc(doc: Doc, search: TextSearch, ctx: PlanContext): ScoredUnit[] {
  const { needs, aliases, matcher } = search;
  const about = new Map(needs.map((need) => [need, aboutness(doc, need, aliases, matcher)]));
  const title = `${doc.path.replaceAll(/[/_.]/gu, " ")} ${/[:.,;]/u.test(titleOf(doc)) ? "" : titleOf(doc)}`;
  const isOld = ctx.catalogue.supersededDocs.has(doc.path) || (!search.isPast && isOver(doc, ctx.request.today));
  const lowered = isOld ? 0.35 : 0;
  return unitsOf(doc).map((unit) => {
    const hits: ScoredUnit["hits"] = [];
    const byDocument: Need[] = [];
    let [met, total, words, wordTotal] = [0, 0, 0, 0];
    const pronoun = unit.text.length < 70 && PRONOUN.test(unit.text);
    let complete = true;
    let day = true;
    let key: number | null = null;
    let head: number | null = null;
    for (const need of needs) {
      const own = matcher.find(need, unit.text);
      const heading = matcher.find(need, unit.heading)?.strength ?? 0;
      const whole = about.get(need)?.strength ?? 0;
      const body = isShort(doc) && need.role === "word" ? (matcher.find(need, doc.text)?.strength ?? 0) : 0;
      const beside = unit.block === "" ? 0 : (matcher.find(need, unit.block)?.strength ?? 0);
      const before = (matcher.find(need, unit.before)?.strength ?? 0) * (pronoun ? 1.7 : 1);
      const near = Math.max(before, matcher.find(need, unit.after)?.strength ?? 0);
      if (own) hits.push({ ...own, key: need.key });
      const here = Math.max(own?.strength ?? 0, heading * 0.9);
      const anywhere = Math.max(
        here,
        whole * (need.role === "name" ? 0.95 : 0.7),
        need.role === "name" ? 0 : near * 0.5,
        need.role === "name" ? 0 : beside * 0.65,
        body * 0.5,
      );
      met += need.weight * anywhere;
      total += need.weight;
      if (need.key) key = here;
      if (need.head)
        head = Math.max(
          here,
          pronoun ? before * 0.5 : 0,
          beside * 0.6,
          body * 0.4,
          isPaper(need) ? whole : 0,
          (matcher.find(need, title)?.strength ?? 0) * 0.5,
        );
      if (need.role === "word" && !need.required) {
        words += need.weight * Math.max(here, whole * 0.4, near * 0.35, beside * 0.5);
        wordTotal += need.weight;
      }
      if (need.required && anywhere < 0.6) complete = false;
      if (need.role === "day" && anywhere < 0.6) day = false;
      if (need.required && here < 0.6) byDocument.push(need);
    }
    const score = total === 0 ? 0 : met / total;
    // What somebody asks in a mail is no answer.
    const asks = /\?["”»)]*\s*$/u.test(unit.text) ? 0.4 : 0;
    return {
      unit,
      score: score - lowered - asks - (isOutdated(unit) ? 0.35 : 0),
      attribute: key ?? (wordTotal === 0 ? (total === 0 ? 0 : score) : words / wordTotal),
      complete,
      day,
      head,
      hits,
      byDocument,
    };
  });
}

/** A policy or a plan whose year, as its head states it, has run out. */
function isOver(doc: Doc, today: string): boolean {
  // A contract that renews itself goes on behind its first term.
  if (doc.kind === "mail" || /(?<!\p{L})(?:verläng|renew|extend)/iu.test(doc.text)) return false;
  const head = findPeriods(doc.text.slice(0, 300), { today }).filter(isYear);
  return head.length > 0 && head.every(({ to }) => to !== null && to < today);
}

/** What the text itself calls past: "(out of date, the rates are now in …)", "überholt, es gilt die Mail vom …". */
const OUTDATED =
  /(?<!\p{L})(?:out of date|outdated|superseded|no longer (?:valid|holds|in force|applies)|überholt|veraltet|gilt nicht mehr|nicht mehr gültig|ersetzt durch)(?!\p{L})/iu;

function isOutdated(unit: Unit): boolean {
  if (OUTDATED.test(unit.text)) return true;
  return (
    /^\W*[([*_]*/u.test(unit.after) &&
    /^[\s(*_[]*(?:out of date|outdated|superseded|überholt|veraltet)/iu.test(unit.after)
  );
}

/** A short sentence with one of these goes on about what the sentence before said. */
const PRONOUN = /\b(?:it|this|that|them|they|he|she|das|es|dies|ihn|sie|er|dafür|damit|dazu)\b/iu;
const REPEATABLE = new Set(["person", "place", "id", "number", "amount", "date", "year"]);
/** Types whose value identifies someone: a letterhead has them too, and they are then not the addressee's. */
const IDENTIFYING = new Set(["iban", "phone", "email", "url", "id", "place"]);

function toCandidate(
  entry: ScoredUnit,
  value: TypedValue,
  values: TypedValue[],
  search: TextSearch,
  ctx: PlanContext,
): Candidate | null {
  const { unit } = entry;
  if (
    entry.byDocument.length > 0 &&
    IDENTIFYING.has(search.asked.type) &&
    isLetterhead(unit, entry.byDocument, search, ctx)
  )
    return null;
  // What the question itself names is not what it asks for.
  if (REPEATABLE.has(search.asked.type) && entry.hits.some((hit) => hit.start < value.end && value.start < hit.end))
    return null;
  const near = nearness(value, entry, Math.min(...values.map((other) => other.start)));
  const former = FORMER.test(unit.text.slice(Math.max(0, value.start - 26), value.start)) && !search.isPast ? 0.2 : 0;
  const denied = values.length > 1 && isDenied(value, values, unit, search) ? 0.3 : 0;
  const lead = unit.text.slice(Math.max(0, value.start - 24), value.start);
  // "all bookings from 1 February" tells no last day.
  const begins = [RELATIONS.from, RELATIONS.since].some((pattern) => pattern?.test(lead));
  if (search.asked.relation === "until" && value.kind === "date" && begins) return null;
  const relation = RELATIONS[search.asked.relation]?.test(lead) ? 0.15 : 0;
  const label =
    unit.pair &&
    search.needs.some(
      (need) =>
        need.role === "word" &&
        need.weight >= 1 &&
        (search.matcher.find(need, unit.pair?.label ?? "")?.strength ?? 0) >= 0.8,
    )
      ? 0.1
      : 0;
  return {
    value: value.value,
    kind: value.kind,
    shown: value.text,
    path: unit.doc.path,
    quote: unit.text.slice(0, 300),
    score:
      entry.score +
      near * 0.2 +
      entry.attribute * 0.1 +
      relation +
      label +
      value.bonus +
      recency(unit.doc, ctx) +
      (isChange(unit, search, ctx) ? 0.2 : 0) -
      former -
      denied,
    attribute: entry.head !== null && entry.head < 0.35 ? 0 : Math.max(entry.attribute, relation > 0 ? 0.5 : 0),
    about: values.length > 1 ? around(unit, value) : describe(unit),
    unit: null,
    day: entry.day,
    source: "text",
    slot: `${unit.doc.path} ${unit.start}`,
  };
}

const WITHOUT = /(?<!\p{L})(?:without|no|not|ohne|nicht|kein\p{L}*)\s+(?:\p{L}+\s+)?$/iu;

/** Of several values the one for the other case: "without cream 4 days, with cream 2 days", where cream was asked about. */
function isDenied(value: TypedValue, values: TypedValue[], { text }: Unit, { needs, matcher, isWithout }: TextSearch) {
  const from = Math.max(0, ...values.filter(({ end }) => end <= value.start).map(({ end }) => end));
  const part = text.slice(from, value.start);
  const denies = needs.some((need) => {
    const hit = need.role === "day" ? null : matcher.find(need, part);
    return hit !== null && hit.strength >= 0.8 && WITHOUT.test(part.slice(0, hit.start));
  });
  return denies && !isWithout;
}

const CHANGED =
  /(?<!\p{L})(?:no longer|from now on|with effect from|supersedes?|replaces|effective|(?:now|jetzt) (?:gives?|needs?|pays?|costs?|gilt|gelten)|ab sofort|künftig|mit wirkung|nicht mehr|ersetzt|gilt (?:jetzt|nun|neu)|(?:as of|from|since|ab|seit)(?: dem)? (?:\d|\p{L}+ \d{1,2}[, ]|(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember) \d))/iu;

/** A notice that changes a rule, in force by now: it holds over the paper that stated the rule before. */
function isChange(unit: Unit, search: TextSearch, ctx: PlanContext): boolean {
  const said = `${unit.heading}. ${unit.before} ${unit.text}`;
  if (search.isPast || !CHANGED.test(said)) return false;
  const days = findDates(`${unit.heading}. ${unit.text}`, { today: ctx.request.today });
  return days.length > 0 && days.every(({ iso }) => iso <= ctx.request.today);
}

/** "86 Euro statt bisher 74 Euro": what stands behind is no longer so. */
const FORMER =
  /(?<!\p{L})(?:statt(?: wie)?(?: bisher)?|anstelle von|bisher(?:ige\p{L}*)?|zuvor|vorher|früher|ehemals|instead of|previously|formerly|rather than|used to be|up from|down from)\W{0,3}$/iu;

const RELATIONS: Partial<Record<Asked["relation"], RegExp>> = {
  until:
    /(?:\bbis(?: zum| zu| einschließlich)?|\buntil|\bby|\btill|\bspätestens|\bno later than|\bfällig(?: am)?|\bbefore|\bdue(?: by| on)?|\bexpires(?: on)?|\bdeadline)\W*(?:(?:the|den|dem|am|on)\s)?$/iu,
  since: /(?:\bseit(?: dem)?|\bsince|\bstarts? on|\bstand)\W*$/iu,
  from: /(?:\bab(?: dem)?|\bfrom|\bvom|\bbeginn|\bas of|\bstarts? on)\W*$/iu,
};

/**
 * 1 = a word of the question stands right beside the value. What stands before all values of the sentence holds for each of
 * them ("Deposit: 50 pounds a bike, 150 pounds for an e-bike"); the words between and behind them tell one from the other.
 */
function nearness(value: TypedValue, entry: ScoredUnit, first: number): number {
  const own = entry.hits.filter((hit) => hit.end > first && !(hit.start < value.end && value.start < hit.end));
  const keys = entry.hits.filter((hit) => hit.key);
  // What a number is called stands before it more often than behind it.
  const distances = (keys.length > 0 ? keys : own.length > 0 ? own : entry.hits).map((hit) => {
    const isBefore = hit.end <= value.start;
    const between = isBefore
      ? entry.unit.text.slice(hit.end, value.start)
      : entry.unit.text.slice(value.end, hit.start);
    const apart = /[,;]\s|\s(?:und|and|sowie)\s/iu.test(between) ? 12 : 0;
    return between.length + apart + (!isBefore && hit.key ? 15 : 0);
  });
  return distances.length === 0 ? 0 : 1 / (1 + Math.min(...distances) / 10);
}

/** Whether the same line stands in documents about others too. */
function isLetterhead(unit: Unit, names: Need[], search: TextSearch, ctx: PlanContext): boolean {
  const line = fold(unit.text).replaceAll(/\s+/gu, " ");
  return ctx.catalogue.docs.some(
    (doc) =>
      doc.path !== unit.doc.path &&
      fold(doc.text).replaceAll(/\s+/gu, " ").includes(line) &&
      names.some((need) => (aboutness(doc, need, search.aliases, search.matcher)?.strength ?? 0) < 0.6),
  );
}

/** The words right around one of several values of a sentence. */
function around(unit: Unit, value: TypedValue): string {
  const before = unit.text.slice(Math.max(0, value.start - 60), value.start).replace(/^\S*\s/u, "");
  const after = unit.text.slice(value.end, value.end + 40).replace(/\s\S*$/u, "");
  return `… ${before}>>${value.text}<<${after} …`.replaceAll(/\s+/gu, " ");
}

function describe(unit: Unit): string {
  const own = unit.text.replaceAll(/\s+/gu, " ");
  const text = own.length < 45 && unit.before.length < 140 ? `${unit.before.replaceAll(/\s+/gu, " ")} ${own}` : own;
  const name = unit.doc.path.slice(unit.doc.path.lastIndexOf("/") + 1);
  const head = unit.heading ? `${unit.heading}: ` : "";
  return `${head}${text.length > 190 ? `${text.slice(0, 190)}…` : text} (${name})`;
}
