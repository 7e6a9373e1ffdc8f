import { findPeriods, words } from "../../../files/index.ts";
import type { Catalogue, Mention, SourceTable } from "../gather/index.ts";
import { related } from "../lexicon/index.ts";
import type { Request, Term } from "../request/index.ts";
import { buildFrame } from "./frame.ts";
import { isNumeric, linkTerm, namesPart } from "./link.ts";
import { asksForPayment, dueConditions } from "./due.ts";
import { pairConditions } from "./pairs.ts";
import type { Part } from "./part.ts";
import { saysValue } from "./status.ts";
import type { Condition, Frame } from "./types.ts";

export interface ScoredFrame {
  frame: Frame;
  score: number;
  /** Share of the content terms that something in the frame explains, 0..1. */
  coverage: number;
}

/** Sources that could answer, best first: at most `n`. */
export function rankSources(
  request: Request,
  part: Part,
  mentions: Mention[],
  catalogue: Catalogue,
  n: number,
): ScoredFrame[] {
  // Numbers of the request are conditions, they name nothing.
  const terms = part.terms.filter(
    (term) => !request.numbers.some((at) => at.start <= term.start && term.end <= at.end && at.unit !== null),
  );
  const comparing = COMPARING.test(part.text);
  const frames: ScoredFrame[] = [];
  const seenSeries = new Set<string>();
  const seenFamilies = new Set<string>();
  const pivoted = new Set<string>();
  for (const table of catalogue.tables) {
    if (table.rows.length === 0 || table.columns.length < 2) continue;
    if (table.series && !seenSeries.has(table.series)) {
      seenSeries.add(table.series);
      const named = catalogue.tables.filter((other) => other.series === table.series && namesVariant(request, other));
      if (named.length !== 1) add({ type: "union", series: table.series }, 0.3);
    }
    // One part of a series answers alone only when it is the one part that the request names.
    if (table.series && catalogue.union(table.series)) {
      const named = catalogue.tables.filter((other) => other.series === table.series && namesVariant(request, other));
      if (named.length !== 1 || named[0] !== table) continue;
    }
    if (table.family && comparing && !seenFamilies.has(table.family)) {
      seenFamilies.add(table.family);
      const versions = catalogue.tables.filter((other) => other.family === table.family);
      const newer = versions.find((version) => version.supersededBy === null);
      const older = newer && versions.findLast((version) => version.supersededBy === newer.id);
      if (older && newer && add({ type: "pivot", older: older.id, newer: newer.id }, 2)) pivoted.add(table.family);
    }
    if (table.family && pivoted.has(table.family)) continue;
    const variant = table.variant !== null && namesVariant(request, table);
    if (table.supersededBy !== null && !variant) continue;
    add(
      { type: "table", id: table.id },
      (variant && (table.series ?? table.supersededBy) !== null ? 0.9 : 0) - KIND_COST[table.kind],
      table,
    );
  }
  return frames.toSorted((a, b) => b.score - a.score).slice(0, n);

  function add(source: Frame["source"], bonus: number, table?: SourceTable): boolean {
    const frame = buildFrameOrNull(catalogue, source);
    if (!frame) return false;
    const { score, coverage } = scoreFrame(frame, request, terms, mentions, catalogue);
    const path = table?.path;
    const named =
      path !== undefined &&
      request.paths.some(
        (mention) =>
          mention.exists && (mention.path === path || (mention.folder && path.startsWith(`${mention.path}/`))),
      );
    // "more hours booked than planned": a table in which both stand side by side.
    const pair = pairConditions(frame, part)[0]?.alternatives[0];
    const compared =
      !pair || pair.score < 0.55
        ? DIFFERS.test(part.text) || THAN.test(part.text)
          ? -1.5
          : 0
        : sidesAreOwn(frame, pair.conditions)
          ? 1.8
          : 1;
    // "not paid yet": a table that tells what is paid.
    const paid = asksForPayment(part) ? (dueConditions(frame, part, request).length > 0 ? 1.2 : -0.8) : 0;
    frames.push({ frame, coverage, score: score + bonus + compared + paid + (named ? 3 : 0) });
    return true;
  }
}

/** Asks where two sources do not say the same: needs a table that shows both. */
const DIFFERS = /(?<![\p{L}])(?:differ|deviat|mismatch|abweich|weich|unterscheid|nicht überein|discrepan)\p{L}*/iu;

/** "more hours than planned": a comparison of two columns, not with a number. */
const THAN =
  /(?<![\p{L}])(?:mehr|weniger|more|less|fewer|higher|lower|höher|niedriger|größer|kleiner)(?![\p{L}])(?:(?!\d)[^.?!]){0,50}(?<![\p{L}])(?:als|than)\s+(?!\d|[€$£])/iu;

const COMPARING =
  /(?<![\p{L}\p{N}_])(?:compar[\p{L}\p{N}]+|vergleich[\p{L}\p{N}]*|gegenüber|teurer|billiger|günstiger|dearer|more expensive|cheaper|increase[ds]?|increased|raised?|went up|g(?:o|oes|one) up|rise[ns]?|rose|erhöh[\p{L}\p{N}]*|gestiegen|gesenkt|reduced|dropped|changed?|geändert|difference|unterschied|alte[nrs]? (?:und|preis)|old and new|previous|than (?:last|before)|als (?:vorher|früher|letztes)|up on)(?![\p{L}\p{N}_])/iu;

const KIND_COST: Record<SourceTable["kind"], number> = {
  table: 0,
  list: 0.25,
  records: 0.15,
  files: 0.9,
  mails: 0.5,
  events: 0.1,
};

/** At least one side stands in the row itself. */
function sidesAreOwn(frame: Frame, conditions: Condition[]): boolean {
  const names = conditions.flatMap(({ left, right }) =>
    [left, right].flatMap((expr) => (expr && "column" in expr ? [expr.column] : [])),
  );
  return frame.columns.some((column) => column.depth === 0 && names.includes(column.name));
}

const MONTHS = [
  "jan",
  "feb",
  "mar|maer|mrz",
  "apr",
  "may|mai",
  "jun",
  "jul",
  "aug",
  "sep",
  "oct|okt",
  "nov",
  "dec|dez",
];

function monthOf(word: string): number {
  return MONTHS.findIndex((names) => names.split("|").some((name) => word.startsWith(name))) + 1;
}

function namesVariant(request: Request, table: SourceTable): boolean {
  if (!table.variant) return false;
  const months = words(table.variant)
    .map((word) => monthOf(word.word))
    .filter((month) => month > 0);
  const asked = request.periods.map((part) =>
    part.from === null || part.to === null || part.from.slice(0, 7) !== part.to.slice(0, 7)
      ? 0
      : Number(part.from.slice(5, 7)),
  );
  if (months.some((month) => asked.includes(month))) return true;
  const period = findPeriods(table.variant, { today: request.today })[0];
  const inside = (part: { from: string | null; to: string | null }) =>
    (part.from ?? "") <= (period?.to ?? "") && (part.to ?? "9999") >= (period?.from ?? "9999");
  if (period && request.periods.some((part) => part.from !== null && part.to !== null && inside(part))) return true;
  const wanted = words(table.variant).map((word) => word.word);
  const text = new Set(words(request.text).map((word) => word.word));
  if (wanted.every((word) => text.has(word))) return true;
  return wanted.some(
    (word) =>
      word.length > 3 &&
      !/^\d/u.test(word) &&
      request.terms.some((term) => related(term.word, word) >= 0.8 || term.word.startsWith(word.slice(0, 6))),
  );
}

function buildFrameOrNull(catalogue: Catalogue, source: Frame["source"]): Frame | null {
  if (source.type === "union" && !catalogue.union(source.series)) return null;
  if (source.type === "pivot") {
    const [older, newer] = [catalogue.table(source.older), catalogue.table(source.newer)];
    if (!older || !newer || !catalogue.pivot(older, newer)) return null;
  }
  return buildFrame(catalogue, source);
}

function scoreFrame(
  frame: Frame,
  request: Request,
  terms: Term[],
  mentions: Mention[],
  catalogue: Catalogue,
): { score: number; coverage: number } {
  const base = catalogue.table(frame.base);
  const label = words(`${frame.label} ${base?.path.replaceAll("/", " ") ?? ""}`).map((word) => word.word);
  const heads = headNouns(request, terms);
  let score = 0;
  let covered = 0;
  for (const term of terms) {
    const byColumn = linkTerm(term, frame.columns)[0];
    const byLabel = Math.max(0, ...label.map((word) => namesPart(term.word, word)));
    const byValue = Math.max(
      0,
      ...mentions
        .filter((mention) => mention.start <= term.start && term.end <= mention.end)
        .map((mention) =>
          mention.table === frame.base
            ? mention.score
            : frame.tables.includes(mention.table)
              ? mention.score * 0.85
              : 0,
        ),
    );
    const bySmallSet =
      base?.kind !== "files" && frame.columns.some((column) => saysValue(frame, column, term)) ? 0.8 : 0;
    const best = Math.max(
      bySmallSet,
      (byColumn?.score ?? 0) * (byColumn && byColumn.column.depth > 0 ? 0.8 : 1),
      byLabel * 0.95,
      byValue,
    );
    if (best >= 0.45) covered += 1;
    score += best >= 0.45 ? best * (term.name ? 1.3 : 1) : 0;
  }
  const dates = frame.columns.filter((column) => column.type === "date" && column.depth === 0).length;
  if ((request.periods.length > 0 || request.dates.length > 0) && dates > 0) score += 0.5;
  if (NUMERIC.test(request.text))
    score += frame.columns.some((column) => isNumeric(column) && column.depth === 0) ? 0.3 : -0.8;
  // Of the sheets of one workbook, the one that the request names.
  const isSheet = catalogue.tables.some((other) => other !== base && other.path === base?.path);
  if (isSheet && terms.some((term) => related(term.word, base?.name ?? "") >= 0.8)) score += 0.5;
  const head = heads.findIndex((term) => label.some((word) => related(term.word, word) >= 0.8));
  if (head !== -1) score += 0.9 - 0.2 * head;
  return { score, coverage: terms.length === 0 ? 0 : covered / terms.length };
}

/** What is counted, listed or asked for: the first content words after the question word ("most expensive project"). */
function headNouns(request: Request, terms: Term[]): Term[] {
  const cue =
    /(?<![\p{L}\p{N}_])(?:how many(?: of)?|which|what|wie ?viele|welche[rnsm]?|anzahl (?:der|unserer)?|number of|list|liste|count)(?![\p{L}\p{N}_])/iu.exec(
      request.text,
    );
  return cue ? terms.filter((term) => term.start >= cue.index).slice(0, 2) : [];
}

const NUMERIC =
  /(?<![\p{L}\p{N}_])(?:how much|wie viel|wieviel|sum|total|summe|insgesamt|average|durchschnitt[\p{L}\p{N}]*|worth|wert|owe[sd]?|schulde[\p{L}\p{N}]*|kosten|cost|hours|stunden)(?![\p{L}\p{N}_])/iu;

/** A frame in one line, for the model that has to choose among several. */
export function describeFrame(frame: Frame): string {
  const own = frame.columns
    .filter((column) => column.depth === 0)
    .slice(0, 9)
    .map((column) =>
      column.type === "text" && column.values && column.values.length <= 5
        ? `${column.header} (${column.values.join("/")})`
        : column.header,
    );
  return `${frame.rows.length} rows with ${own.join(", ")}`;
}
