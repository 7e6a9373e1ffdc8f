import type { Doc } from "../../../../files/index.ts";
import { daysBetween, findPeriods, weekday } from "../../../../files/index.ts";
import { expand } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { aboutness, dateOf, isReadable } from "../text/docs.ts";
import { createMatcher, type Matcher } from "../text/matcher.ts";
import { isPaper, readNeeds, type Need } from "../text/needs.ts";
import { aliasesOf, rowHits } from "../text/rows.ts";
import { unitsOf } from "../text/units.ts";
import { wantedKind } from "./kinds.ts";

export interface RankedDoc {
  doc: Doc;
  /** About 0..1.4; comparable within one request. */
  score: number;
  /** Every name of the request is met. */
  complete: boolean;
  /** Share of the words that are met somewhere in the file. */
  covered: number;
  /** Share of the words that name or title of the file have. */
  titled: number;
  /** The sentences that fit best, best first. */
  sentences: string[];
  /** ISO date, "" when none. */
  date: string;
}

export interface Ranking {
  docs: RankedDoc[];
  needs: Need[];
  /** "latest", "letzte": the newest of those that fit is meant. */
  newest: boolean;
  /** A sort of file was named: only those are in. */
  ofKind: boolean;
}

export interface RankOptions {
  /** Stretches that say nothing of the subject. */
  skip?: { start: number; end: number }[];
  /** Only files with text that can be read. */
  readable?: boolean;
}

const LATEST =
  /\b(?:latest|last|most recent|newest|letzte[rnsm]?|neueste[rnsm]?|jüngste[rnsm]?|aktuellste[rnsm]?|aktuelle[rnsm]?)\b/giu;
/** Somebody told us something: most likely by mail. */
const WROTE =
  /(?<!\p{L})(?:beschwert|bedankt|gemeldet|geschrieben|gefragt|angefragt|entschuldigt|angekündigt|schreibt|wrote|written|complain\p{L}*|thank\p{L}*|asked us|apologi[sz]ed?|contacted us|got in touch)(?!\p{L})/iu;
const FILE_WORDS =
  /\b(?:files?|paths?|folders?|documents?|dateien?|dateiname\w*|pfade?|ordner|dokumente?n?|name of the file|file ?name|where|wo|liegt|which|welche[rnsm]?|just|tell|nur|sag|zeig|find\w*|such\w*|irgendwer|irgendwo|someone|somebody|jemand|irgendjemand)\b/giu;

/** The files of the workspace, those that fit the words of a request first. */
export function rankDocs(text: string, ctx: PlanContext, options: RankOptions = {}): Ranking {
  const { catalogue, request } = ctx;
  const kind = wantedKind(text, catalogue.docs);
  const latest = spansOf(text, LATEST);
  const periods = findPeriods(text, { today: request.today });
  const skip = [
    ...(options.skip ?? []),
    ...(kind?.spans ?? []),
    ...latest,
    ...spansOf(text, FILE_WORDS),
    ...spansOf(text, DAY_ALONE),
    ...periods,
  ];
  const isWritten = kind === null && WROTE.test(text) ? 0.15 : 0;
  const needs = readNeeds(text, { catalogue, today: request.today, lang: request.lang }, skip);
  const matcher = createMatcher(request.today);
  const aliases = aliasesOf(needs, rowHits(needs, catalogue, matcher, true));
  const query = [...needs.map((need) => need.text), ...expand(needs.map((need) => need.text)).slice(0, 40)].join(" ");
  const found = new Map(catalogue.files(query, 40).map((hit, at) => [hit.id, 1 / (1 + at)]));
  const few = catalogue.docs.length <= 400;
  const docs = catalogue.docs
    .filter((doc) => (!kind || kind.fits(doc)) && (!options.readable || isReadable(doc)) && doc.kind !== "empty")
    .filter((doc) => few || found.has(doc.path) || doc.kind === "mail")
    .map((doc) => score(doc, needs, aliases, matcher, ctx))
    .map((entry) => ({
      ...entry,
      score:
        entry.score +
        (entry.doc.kind === "mail" ? isWritten : 0) +
        0.1 * (found.get(entry.doc.path) ?? 0) +
        inPeriod(entry.date, periods) +
        onWeekday(text, entry.date, request.today) +
        onDay(text, entry.date, request.today),
    }))
    .toSorted((a, b) => b.score - a.score || b.date.localeCompare(a.date));
  return { docs, needs, newest: latest.length > 0, ofKind: kind !== null || options.readable === true };
}

function spansOf(text: string, pattern: RegExp): { start: number; end: number }[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function inPeriod(date: string, periods: { from: string | null; to: string | null }[]): number {
  if (date === "" || periods.length === 0) return 0;
  return periods.some(({ from, to }) => (from === null || date >= from) && (to === null || date <= to)) ? 0.35 : -0.2;
}

const WEEKDAYS = [
  "mon|montag",
  "tues|dienstag",
  "wednes|mittwoch",
  "thurs|donnerstag",
  "fri|freitag",
  "satur|samstag|sonnabend",
  "sun|sonntag",
];

/** "the meeting on Monday": a file of a day of that name in the last two weeks. */
function onWeekday(text: string, date: string, today: string): number {
  if (date === "" || Math.abs(daysBetween(date, today)) > 14) return 0;
  const names = (WEEKDAYS[weekday(date) - 1] ?? "").split("|");
  const pattern = new RegExp(
    `\\b(?:${names.map((name, at) => (at === 0 ? `${name}day` : name)).join("|")})s?\\b`,
    "iu",
  );
  return pattern.test(text) ? 0.3 : 0;
}

const DAY_ALONE = /(?<![\p{L}\d])(?:am|vom|dem|the|on)\s+(\d{1,2})(?:\.(?!\s?\d)|st|nd|rd|th)(?![\p{L}\d])/giu;

/** "the meeting on the 18th": a file of such a day in the last weeks. */
function onDay(text: string, date: string, today: string): number {
  if (date === "" || Math.abs(daysBetween(date, today)) > 31) return 0;
  return [...text.matchAll(DAY_ALONE)].some((match) => Number(match[1]) === Number(date.slice(8))) ? 0.35 : 0;
}

function score(
  doc: Doc,
  needs: Need[],
  aliases: ReadonlyMap<Need, string[]>,
  matcher: Matcher,
  ctx: PlanContext,
): RankedDoc {
  const date = dateOf(doc, ctx.request.today);
  const units = isReadable(doc) ? unitsOf(doc) : [];
  const caption = captionOf(doc, ctx);
  const total = needs.reduce((sum, need) => sum + need.weight, 0) || 1;
  const meets = needs.map((need) => {
    const about = Math.max(
      aboutness(doc, need, aliases, matcher)?.strength ?? 0,
      caption === "" ? 0 : (matcher.find(need, caption)?.strength ?? 0),
      need.iso !== null && need.iso === date ? 1 : 0,
    );
    const cells = doc.kind === "table" ? headStrength(doc, need, matcher) : 0;
    return { need, about, cells };
  });
  const strengths = units.map((unit) => needs.map((need) => matcher.find(need, unit.text)?.strength ?? 0));
  const best = needs.map((_, at) => Math.max(0, ...strengths.map((row) => row[at] ?? 0)));
  let [sum, covered] = [0, 0];
  let complete = true;
  for (const [at, { need, about, cells }] of meets.entries()) {
    const strength = Math.max(about, (best[at] ?? 0) * (isPaper(need) ? 0.45 : 0.85), cells);
    sum += need.weight * strength;
    if (strength >= 0.5) covered += need.weight;
    if (need.required && strength < 0.6) complete = false;
  }
  // Words that stand together in one sentence say more than the same words spread over a file.
  const together = strengths.map(
    (row) => row.reduce((at, strength, index) => at + strength * (needs[index]?.weight ?? 0), 0) / total,
  );
  const order = [...together.keys()].toSorted((a, b) => (together[b] ?? 0) - (together[a] ?? 0));
  const paper = meets.filter(({ need }) => isPaper(need));
  const isNone = doc.kind === "table" && paper.length > 0 && paper.every(({ about }) => about < 0.8) ? 0.3 : 0;
  const old = ctx.catalogue.supersededDocs.has(doc.path) ? 0.3 : 0;
  return {
    doc,
    date,
    complete,
    covered: covered / total,
    titled: meets.reduce((at, { need, about }) => at + (about >= 0.8 ? need.weight : 0), 0) / total,
    score: sum / total + 0.35 * Math.max(0, ...together) - old - isNone,
    sentences: order
      .slice(0, 3)
      .map((at) => units[at]?.text ?? "")
      .concat(caption === "" ? [] : [caption])
      .concat(doc.kind === "table" ? linesWith(doc, needs, matcher) : []),
  };
}

/** The head of a table and its first lines that speak of the needs. */
function linesWith(doc: Doc, needs: Need[], matcher: Matcher): string[] {
  const lines = doc.text
    .slice(0, 20_000)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const found = lines
    .slice(1)
    .filter((line) => needs.some((need) => need.required && (matcher.find(need, line)?.strength ?? 0) >= 0.9));
  return [...found.slice(0, 2), ...lines.slice(0, 1)];
}

/** Names of columns, and whole cells of the first text columns, speak for a table. */
function headStrength(doc: Doc, need: Need, matcher: Matcher): number {
  const head = doc.tables
    .map((table) => `${table.name} ${table.columns.map((column) => column.name).join(" ")}`)
    .join(" ");
  const named = (matcher.find(need, head)?.strength ?? 0) * 0.7;
  if (named >= 0.6 || need.role === "word") return named;
  return (matcher.find(need, doc.text.slice(0, 60_000))?.strength ?? 0) >= 0.95 ? 0.6 : named;
}

const IMAGE = /\.(?:jpe?g|png|gif|webp|tiff?|bmp|heic|dcm|svg)$/iu;

/** What another file says of this one by its name ("IMG_2042: unser Gewölbekeller"). */
function captionOf(doc: Doc, ctx: PlanContext): string {
  if ((isReadable(doc) && !IMAGE.test(doc.path)) || doc.kind === "table") return "";
  const file = doc.path.slice(doc.path.lastIndexOf("/") + 1);
  const name = file.replace(/\.[^.]+$/u, "");
  if (name.length < 4) return "";
  for (const other of ctx.catalogue.docs) {
    if (!isReadable(other)) continue;
    const at = other.text.indexOf(name);
    if (at === -1) continue;
    const end = other.text.indexOf("\n", at);
    return other.text
      .slice(at + name.length, end === -1 ? undefined : end)
      .replace(/^[\s:.=-]+/u, "")
      .slice(0, 160);
  }
  return "";
}
