import { fold, words } from "../../../files/index.ts";
import { concepts, directConcepts, related } from "../lexicon/index.ts";
import type { Term } from "../request/index.ts";
import { aggregates, differences, products } from "./amounts.ts";
import { numericPairs } from "./pairs.ts";
import { negatedAt } from "./negation.ts";
import type { Part } from "./part.ts";
import { groupColumn, superlative } from "./superlative.ts";
import { isNumeric, linkTerm, namesPart } from "./link.ts";
import type { Condition, Frame, FrameColumn, Query, Selection } from "./types.ts";

/** One way to read what the asker wants to know of the rows. */
export interface Measure {
  select: Selection[];
  group: string[];
  having: Condition[];
  order: Query["order"];
  limit: number | null;
  shape: Query["shape"];
  score: number;
}

const COUNT =
  /(?<![\p{L}\p{N}_])(?:how many|wie\s?viele|(?<=(?:the|total|what|a) )number of|anzahl|count|zähl[\p{L}\p{N}]*|headcount)(?![\p{L}\p{N}_])/iu;
const SUM =
  /(?<![\p{L}\p{N}_])(?:sum|totals?|altogether|in all|add(?:ed)? up|\p{L}*summe|summier[\p{L}\p{N}]*|gesamt[\p{L}\p{N}]*|insgesamt|zusammen|alles in allem|addier[\p{L}\p{N}]*|how much|wie viel|wieviel|worth|wert|owe[sd]?|schulde[\p{L}\p{N}]*|turnover|umsatz|revenue|spent|spend|ausgegeben|earned|verdient|eingenommen|rechne|work out|calculate|berechne)(?![\p{L}\p{N}_])/iu;
const AVERAGE =
  /(?<![\p{L}\p{N}_])(?:average|mean|durchschnitt[\p{L}\p{N}]*|im mittel|mittelwert|im schnitt)(?![\p{L}\p{N}_])/iu;
const PLURAL =
  /(?<![\p{L}\p{N}_])(?:which|what)\s+(?!(?:is|was|does|has|are)(?![\p{L}\p{N}_]))(?:[\p{L}\p{N}]+\s+){0,2}?(?!(?:is|was|does|has|this|his|us)(?![\p{L}\p{N}_]))[\p{L}\p{N}]+(?:(?<!s)s|ies|people|men|women|children)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])what are(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])which of(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:welche|was für)\s+(?:\S+\s+){1,6}?(?:sind|haben|wurden|stehen|liegen|laufen|müssen|fehlen|gibt|gab|kamen|waren|hatten|können|kosten|weichen|gehören)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])bei welchen(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])von welchen(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])mit welchen(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])an welchen(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:list|liste|nenn[\p{L}\p{N}]*|all|alle|names|namen|nummern|numbers)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])wer (?:alles|sind)(?![\p{L}\p{N}_])/iu;

/** Readings of the question, best first. `conditions` are the columns that conditions already use. */
export function gatherMeasures(frame: Frame, part: Part, conditions: Condition[]): Measure[] {
  const used = new Set(conditions.flatMap(columnsOf));
  const isList = PLURAL.test(part.text) || part.columns.length > 0;
  const both =
    isList &&
    /(?:altogether|in total|zusammen|insgesamt|in all)/iu.test(part.text) &&
    /^(?:[^?]*?)(?:which|welche)/iu.test(part.text);
  const tops = superlative(frame, part, identity(frame, part));
  const found: Measure[] = [
    ...rises(frame, part),
    ...counts(frame, part),
    ...(both ? [] : sums(frame, part)),
    ...tops,
    ...lists(frame, part, used, isList, tops),
  ];
  const group = groupColumn(frame, part);
  if (group && !used.has(group.name)) for (const reading of found) withGroup(reading, group);
  return found.toSorted((a, b) => b.score - a.score).slice(0, 6);
}

/** Names of the columns that a condition reads. */
export function columnsOf(condition: Condition): string[] {
  const names: string[] = [];
  for (const expr of [condition.left, condition.right]) {
    if (!expr || "value" in expr) continue;
    if ("column" in expr) names.push(expr.column);
    else for (const side of [expr.left, expr.right]) if ("column" in side) names.push(side.column);
  }
  return names;
}

function withGroup(reading: Measure, group: FrameColumn): void {
  const aggregated = reading.select.some((selection) => selection.fn !== "none");
  if (!aggregated || reading.group.length > 0) return;
  reading.select = [{ fn: "none", expr: { column: group.name }, as: group.header }, ...reading.select];
  reading.group = [group.name];
  reading.shape = "table";
  reading.score += 0.2;
}

function measure(select: Selection[], shape: Query["shape"], score: number): Measure {
  return { select, shape, score, group: [], having: [], order: [], limit: null };
}

/** The thing counted: the first content word after "how many". */
function countedNoun(part: Part): Term | null {
  const cue = COUNT.exec(part.text);
  if (!cue) return null;
  const from = part.start + cue.index + cue[0].length;
  return part.terms.find((term) => term.start >= from) ?? null;
}

function counts(frame: Frame, part: Part): Measure[] {
  if (!COUNT.test(part.text)) return [];
  const noun = countedNoun(part);
  const rows = measure([{ fn: "count", expr: null, as: "count" }], "value", 0.8);
  if (!noun) return [rows];
  const numeric = linkTerm(noun, frame.columns.filter(isNumeric))[0];
  const own = Math.max(0, ...words(frame.label).map((word) => related(noun.word, word.word)));
  const found = [rows];
  if (numeric && numeric.score >= 0.65) {
    const sum = measure(
      [{ fn: "sum", expr: { column: numeric.column.name }, as: numeric.column.header }],
      "value",
      numeric.score > own ? 0.75 + numeric.score * 0.2 : 0.7,
    );
    if (numeric.score > own) rows.score = 0.6;
    found.push(sum, {
      ...sum,
      select: [{ fn: "none", expr: { column: numeric.column.name }, as: numeric.column.header }],
      score: sum.score - 0.15,
    });
  }
  const entity = entityKey(frame, noun);
  const amount = entity && frame.columns.find((column) => column.depth === 0 && countsThings(column));
  // A book of issues with "3 keys" in a row: the keys are counted, not the rows.
  if (amount && own < 0.9)
    found.push(measure([{ fn: "sum", expr: { column: amount.name }, as: amount.header }], "value", 0.83));
  if (entity && own < 0.6)
    found.push(measure([{ fn: "distinct", expr: { column: entity.name }, as: "count" }], "value", 0.78));
  return found;
}

function countsThings(column: FrameColumn): boolean {
  return isNumeric(column) && words(column.header).length === 1 && directConcepts(column.header).includes("quantity");
}

/** The column that names a looked-up thing ("customers" in a table of orders). */
function entityKey(frame: Frame, noun: Term): FrameColumn | null {
  const own = linkTerm(
    noun,
    frame.columns.filter((column) => column.depth === 0 && column.type === "text"),
  )[0];
  return own && own.score >= 0.7 && !own.column.key ? own.column : null;
}

/** "By how much has it become dearer?": new less old, or in percent. */
function rises(frame: Frame, part: Part): Measure[] {
  const cue =
    /(?<!\p{L})(?:um wie ?viel|by how (?:much|many)|how much (?:more|less|dearer|cheaper)|wie ?viel (?:mehr|weniger|teurer|billiger)|what percent\p{L}*)(?!\p{L})/iu;
  if (!cue.test(part.text)) return sideBySide(frame, part);
  const op = /prozent|percent|%/iu.test(part.text) ? "percent" : "-";
  return numericPairs(frame).map(({ newer, older }) =>
    measure(
      [
        {
          fn: "none",
          expr: { op, left: { column: newer }, right: { column: older } },
          as: op === "-" ? "difference" : "percent",
        },
      ],
      "value",
      1.2,
    ),
  );
}

/** "Which prices went up?": the thing with its old and its new value. */
function sideBySide(frame: Frame, part: Part): Measure[] {
  const id = identity(frame, part);
  if (!id || !PLURAL.test(part.text)) return [];
  return numericPairs(frame).map(({ newer, older }) => {
    const names = [id.name, older, newer];
    return measure(
      names.map((name): Selection => ({ fn: "none", expr: { column: name }, as: name })),
      "table",
      1.15,
    );
  });
}

function sums(frame: Frame, part: Part): Measure[] {
  const average = AVERAGE.test(part.text);
  if (!SUM.test(part.text) && !average) return costs(frame, part);
  const found = aggregates(frame, part).map(({ expr, header, score }) =>
    measure([{ fn: average ? "avg" : "sum", expr, as: header }], "value", score),
  );
  found.push(
    ...differences(frame, part).map(({ expr, header, score }) =>
      measure([{ fn: "sum", expr, as: header }], "value", score),
    ),
  );
  found.push(
    ...products(frame, part).map(({ expr, score }) =>
      measure([{ fn: average ? "avg" : "sum", expr, as: "total" }], "value", score),
    ),
  );
  return found;
}

const NAME =
  /(?<![\p{L}\p{N}_])(?:name|titel|title|bezeichnung|beschreibung|description|leistung|service|item|artikel|product|wein|firma|company)(?![\p{L}\p{N}_])/iu;
const COSTS =
  /(?<!\p{L})(?:was koste[nt]{1,2}|(?:was (?:hat|haben)|what (?:do|does|did|will|would))(?!\p{L})[^.?!]*(?:kost\p{L}*|cost))(?!\p{L})/iu;

/** "What do the hours cost at the rates of now?": the quantity that the request names, times its price. */
function costs(frame: Frame, part: Part): Measure[] {
  if (!COSTS.test(part.text)) return [];
  return products(frame, part).flatMap(({ expr, score }) => {
    const name = "op" in expr && "column" in expr.left ? expr.left.column : "";
    const header = frame.columns.find((column) => column.name === name)?.header ?? "";
    const named = part.terms.some((term) => words(header).some((word) => namesPart(term.word, word.word) >= 0.6));
    return named ? [measure([{ fn: "sum", expr, as: "total" }], "value", score)] : [];
  });
}

const NUMBERED = /(?:nr|nummern?|numbers?|(?<!\p{L})(?:no|ids?|codes?))(?!\p{L})/iu;

/** The columns that name a row to a person: its name or title, else its number. */
function identity(frame: Frame, part: Part): FrameColumn | null {
  const own = frame.columns.filter((column) => column.depth === 0 && column.from !== null);
  const named = own.find((column) => column.key && column.type === "text" && NAME.test(column.header));
  const byWord = own
    .filter((column) => column.type === "text")
    .map((column) => ({
      column,
      score: Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0)),
    }));
  const linkedKey = byWord
    .filter((entry) => entry.column.key && entry.score >= 0.6)
    // "Welche Kunden" asks for their names, "welche Kundennummern" for the numbers.
    .filter((entry) => !named || NUMBERED.test(part.text) || !NUMBERED.test(entry.column.header))
    .toSorted((a, b) => b.score - a.score)[0];
  return (
    linkedKey?.column ??
    named ??
    own.find((column) => column.key && (column.type === "text" || NUMBERED.test(column.header))) ??
    own.find((column) => column.type === "text") ??
    own[0] ??
    null
  );
}

function lists(frame: Frame, part: Part, used: Set<string>, isList: boolean, tops: Measure[]): Measure[] {
  const shape: Query["shape"] = isList ? "list" : "value";
  const isWorth = /(?<!\p{L})what (?:is|are|was|were)[^.?]*(?<!\p{L})worth(?!\p{L})/iu.test(part.text);
  const asksAmount = COUNT.test(part.text) || isWorth || (SUM.test(part.text) && !isList);
  // "The dearest article": the rows in no order answer nothing.
  const base = asksAmount || tops.some((top) => top.score >= 0.8) ? 0.25 : 0.45;
  const scores = new Map<string, number>();
  for (const term of part.terms) {
    if (negatedAt(part, term)) continue;
    const focus = isFocus(part, term) ? 0.2 : 0;
    for (const { column, score } of linkTerm(term, frame.columns)) {
      const linked = base + score * 0.35 + focus - (used.has(column.name) ? 0.25 : 0);
      // "How much do the bills add up to?" asks for no word.
      const value = asksAmount ? Math.min(linked, isNumeric(column) ? 0.55 : 0.3) : linked;
      scores.set(column.name, Math.max(scores.get(column.name) ?? 0, value));
    }
  }
  const id = identity(frame, part);
  const theirs = withTheir(frame, part, id);
  const several = theirs ?? coordinated(frame, part);
  const isThing = tops.length === 0 && asksForRows(frame, part);
  const isPerson = WHO.test(part.text) && tops.length === 0 && !asksAmount;
  const people = isThing || isPerson ? fullName(frame, isThing) : [];
  const isNamed = several.length === 0 && people.length > 1;
  if (isNamed) several.push(...people);
  const thing = isThing && !NUMBERED.test(part.text) ? (nameOf(frame) ?? id) : id;
  if (thing && !asksAmount)
    scores.set(thing.name, Math.max(scores.get(thing.name) ?? 0, base + (isThing && !isNamed ? 0.75 : 0.2)));
  const rows = [...scores.entries()]
    .filter(([name]) => !WHEN.test(part.text) || isTime(frame.columns.find((column) => column.name === name)))
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([name, score]) => {
      const header = frame.columns.find((column) => column.name === name)?.header ?? name;
      const tableShape = part.columns.length > 1 ? "table" : shape;
      return measure([{ fn: "none", expr: { column: name }, as: header }], tableShape, score);
    });
  if (several.length > 1 && !COUNT.test(part.text))
    rows.push(
      measure(
        several.map((column): Selection => ({ fn: "none", expr: { column: column.name }, as: column.header })),
        "table",
        base + (theirs ? 0.95 : isNamed ? 0.75 : 0.62),
      ),
    );
  return rows;
}

/** "When does it end?" is answered by a day or a time of day, by nothing else. */
const WHEN = /^(?:\P{L}*)(?:(?:since|until|till|by|seit|bis|ab)\s+)?(?:when|wann)(?!\p{L})/iu;

function isTime(column: FrameColumn | undefined): boolean {
  return column !== undefined && (column.type === "date" || /zeit|time|uhr|beginn|start|end/iu.test(column.header));
}

/** "Which of our clients", "welche Kunden", "wer": the rows themselves are asked for, not one of their columns. */
function asksForRows(frame: Frame, part: Part): boolean {
  const cue = /(?<!\p{L})(?:which(?: of)?|what|welche[rnsm]?|list|liste)(?!\p{L})/iu.exec(part.text);
  const noun = cue && part.terms.find((term) => term.start >= part.start + cue.index);
  // "Which prices" of a list of fees are the amounts.
  if (!noun || (linkTerm(noun, frame.columns.filter(isNumeric))[0]?.score ?? 0) >= 0.8) return false;
  const label = words(frame.label.replaceAll(/\d+/g, " "));
  return label.some((word) => related(noun.word, word.word) >= 0.8);
}

const WHO = /(?<!\p{L})(?:who|whose|wer|wem|wessen)(?!\p{L})/iu;

/** First and last name, where they stand in two columns: of the row itself, or of what it leads to. */
function fullName(frame: Frame, isOwn: boolean): FrameColumn[] {
  const own = frame.columns.filter((column) => (!isOwn || column.depth === 0) && column.type === "text");
  return ["firstname", "lastname"].flatMap(
    (name) => own.find((column) => concepts(column.header).includes(name)) ?? [],
  );
}

/** "The cats and their owners' phone numbers": what names the row, and the column that the rest names. */
function withTheir(frame: Frame, part: Part, id: FrameColumn | null): FrameColumn[] | null {
  const cue = /(?:and|und|with|mit)\s+(?:their|its|ihre[nrms]?|deren|dessen)\s+([^.?!,]+)/iu.exec(part.text);
  if (!cue || !id) return null;
  const from = part.start + cue.index + cue[0].length - (cue[1]?.length ?? 0);
  const isPlain = (term: Term) => /^(?:numbers?|nummern?|names?|namen?)$/u.test(term.word);
  const terms = part.terms.filter(
    (term) => !isPlain(term) && term.start >= from && term.end <= from + (cue[1]?.length ?? 0),
  );
  const scored = frame.columns
    .filter((column) => column !== id)
    .map((column) => ({
      column,
      // The last word is the thing, those before it tell whose.
      score: terms.reduce(
        (sum, term, at) => sum + (linkTerm(term, [column])[0]?.score ?? 0) * (at === terms.length - 1 ? 1.5 : 1),
        0,
      ),
    }))
    .toSorted((a, b) => b.score - a.score)[0];
  return scored && scored.score >= 0.6 ? [nameOf(frame) ?? id, scored.column] : null;
}

function nameOf(frame: Frame): FrameColumn | undefined {
  return frame.columns.find((column) => column.depth === 0 && column.type === "text" && NAME.test(column.header));
}

/** Columns that the request joins: "name and address", "Vor- und Nachnamen". */
function coordinated(frame: Frame, part: Part): FrameColumn[] {
  const texts = frame.columns.filter((column) => column.depth <= 1);
  const split = /(\p{L}{3,})-\s+(?:und|oder|and)\s+(\p{L}+)/u.exec(part.text);
  if (split) {
    const first = texts.find((column) => fold(column.header).startsWith(fold(split[1] ?? "")));
    const term = part.terms.find((candidate) => candidate.text === split[2]);
    const second =
      term &&
      linkTerm(
        term,
        texts.filter((column) => column !== first),
      )[0];
    if (first && second) return [first, second.column];
  }
  const pair =
    /(?:^|[\s,])(\p{L}{3,})\s+(?:und|and)\s+(?:the\s+|their\s+|die\s+|den\s+|das\s+|its\s+)?(\p{L}{3,})/u.exec(
      part.text,
    );
  if (!pair) return [];
  const columns = [pair[1], pair[2]].map((text) => {
    const term = part.terms.find((candidate) => candidate.text === text);
    const best = term && linkTerm(term, texts)[0];
    return best && best.score >= 0.7 ? best.column : null;
  });
  const [first, second] = columns;
  return first && second && first !== second ? [first, second] : [];
}

/** "which X", "give me the X", "only the X", "wie lautet die X": X is what is asked for. */
function isFocus(part: Part, term: Term): boolean {
  const before = part.text.slice(Math.max(0, term.start - part.start - 34), term.start - part.start);
  return /(?:(?<![\p{L}\p{N}_])(?:which|what(?: is| are|'s)?|give me|tell me|just|only|nur|need|brauche?|welche[nrsm]?|lautet|nenn[\p{L}\p{N}]*|sag[\p{L}\p{N}]*|list)(?![\p{L}\p{N}_]))(?:\s+(?:me|mir|the|its|their|his|her|our|die|der|das|den|unsere?n?|seine|ihre|bitte|ich|only|nur|just|of))*\s*$/iu.test(
    before,
  );
}
