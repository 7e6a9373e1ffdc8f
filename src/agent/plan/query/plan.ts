import { words } from "../../../files/index.ts";
import type { Mention } from "../gather/index.ts";
import type { Term } from "../request/index.ts";
import type { PlanContext } from "../types.ts";
import { absenceConditions } from "./absence.ts";
import { askedColumns } from "./columns.ts";
import { gatherConditions, type ConditionGroup } from "./conditions.ts";
import { documentConditions } from "./document.ts";
import { runQuery } from "./evaluate.ts";
import { liftToGroups } from "./groups.ts";
import { columnsOf, gatherMeasures, type Measure } from "./measures.ts";
import { groupColumn } from "./superlative.ts";
import type { Part } from "./part.ts";
import { linkTerm, namesPart } from "./link.ts";
import { describeFrame, rankSources, type ScoredFrame } from "./sources.ts";
import { showCondition, showFrame, showSelection } from "./show.ts";
import { statusConditions, withoutVoid } from "./status.ts";
import type { Condition, Frame, Query } from "./types.ts";

/** A margin below which two readings are too close for code to decide. */
const SURE = 0.14;
const CLOSE = 0.3;

export interface PlannedQuery {
  frame: Frame;
  query: Query;
  /** Share of the content words that the query explains. */
  coverage: number;
}

const COUNTS = /(?<!\p{L})(?:how (?:many|much)|wie\s?viele?|add up|zähl\p{L}*)(?!\p{L})/iu;

/** The table that the clause is about; null when none explains enough of its words. */
export async function chooseFrame(part: Part, ctx: PlanContext, mentions: Mention[]): Promise<ScoredFrame | null> {
  const ranked = rankSources(ctx.request, part, mentions, ctx.catalogue, 4);
  const best = ranked[0];
  if (!best || best.score < 0.8) return null;
  // A long request says much beside what it wants counted: what is explained well may be a small part of it.
  if (best.coverage < 0.3 && !(best.score >= 2.5 && COUNTS.test(part.text))) return null;
  // What leads to the best one, or explains clearly less than it, is no rival.
  const close = ranked.filter(
    (entry) =>
      entry === best ||
      (entry.score >= best.score * 0.8 &&
        entry.coverage >= best.coverage - 0.2 &&
        (entry.coverage > best.coverage || !entry.frame.tables.includes(best.frame.base))),
  );
  if (close.length === 1) return best;
  const chosen = await ctx.fill.choose({
    question: `Request: ${part.text}\nWhich table has the rows that the request is about?`,
    options: close.map((entry) => ({ label: entry.frame.label, about: describeFrame(entry.frame) })),
  });
  return close[chosen ?? 0] ?? best;
}

/** Conditions, measure, groups and order of a clause over a frame. */
export async function planQuery(
  part: Part,
  ctx: PlanContext,
  mentions: Mention[],
  scored: ScoredFrame,
): Promise<PlannedQuery | null> {
  const { frame } = scored;
  if (asksForSomethingElse(frame, part, mentions, ctx)) return null;
  const absent = absenceConditions(frame, part, ctx.catalogue);
  const found = [...gatherConditions(frame, part, ctx.request, mentions), ...documentConditions(frame, part, ctx)];
  const groups = withoutEmpty([...absent, ...withoutNames(found, absent, frame)]);
  const certain = groups.flatMap((group) => (isSettled(group) ? (group.alternatives[0]?.conditions ?? []) : []));
  const open = unexplained(part.terms, groups, frame);
  const status = await statusConditions(frame, part, certain, open, ctx.fill);
  const measures = gatherMeasures(
    frame,
    part,
    // What stands in one table only is what is asked for, by its number.
    [...certain, ...status].filter((condition) => !absent.some((group) => isAbout(group, [condition]))),
  );
  if (measures.length === 0) return null;
  // "Halle" is read once: what a set of values settled is no open question any more.
  const asked = groups.filter((group) => !group.optional || !isAbout(group, status));
  const { where, measure } = await settle(part, ctx, frame, asked, measures, [...certain, ...status]);
  const adds = measure.select.some((selection) => selection.fn !== "none");
  const query = await build(part, ctx, frame, measure, adds ? [...where, ...withoutVoid(frame, part)] : where);
  if (!query || saysNothing(query) || (query.where.length === 0 && ignoresWords(query, part, frame, open))) return null;
  return { frame, query: toShape(frame, relax(frame, query, groups)), coverage: scored.coverage };
}

const GENERIC =
  /^(?:number|nummer|nr|no|name|date|datum|amount|betrag|anzahl|count|tage?n?|days?|prozent|percent|value|wert|total|summe|file|datei|pfad|path|euro|pounds?|sum|geld|money|list|liste|table|tabelle|entries|einträge|rows|zeilen|column|spalte|overall|one|ones|many|much)$/iu;
const FOCUS =
  /(?:how many(?: of)?|how much|what(?:'s| is| are| was| were)?|which|wie ?viele?|welche[rnsm]?|wie lautet|wie ist|i need|need|brauche|give me|tell me|nenn\p{L}* mir|what)\s+((?:(?!(?:is|are|was|were|has|have|do|does|did|hat|haben|ist|sind|war|waren|of|von|vom|für|for|in|im|an|am|on|at|bei|kostet|cost)(?![\p{L}]))[\p{L}\p{N}&'’.-]+\s*){1,4})/giu;

/** The attribute that is asked for ("VAT number", "microchip number") is nowhere in the table: another planner, or nobody, knows. */
export function asksForSomethingElse(frame: Frame, part: Part, mentions: Mention[], ctx: PlanContext): boolean {
  const table = ctx.catalogue.table(frame.base);
  const names = words(`${frame.label} ${table?.path.replaceAll("/", " ") ?? ""} ${frame.tables.join(" ")}`);
  for (const match of part.text.matchAll(FOCUS)) {
    const start = part.start + match.index + match[0].length - (match[1]?.length ?? 0);
    const focus = part.terms.filter(
      (term) => term.start >= start && term.end <= start + (match[1]?.length ?? 0) && !GENERIC.test(term.text),
    );
    // "VAT number": an identifier, not the amount in the column "VAT".
    const columns = /(?:number|nummer|nr\.?)(?![\p{L}])/iu.test(match[1] ?? "")
      ? frame.columns.filter((column) => column.type === "text")
      : frame.columns;
    const missing = focus.filter(
      (term) =>
        (linkTerm(term, columns)[0]?.score ?? 0) < 0.6 &&
        !names.some((word) => namesPart(term.word, word.word) >= 0.6) &&
        !mentions.some(
          (mention) => mention.start <= term.start && term.end <= mention.end && frame.tables.includes(mention.table),
        ),
    );
    // Only the first question counts; "I just need the numbers" after it is about the form.
    if (focus.length > 0) return missing.length === focus.length;
  }
  return false;
}

/** One value of one column, of no row in particular: no reading of a question about tables. */
function saysNothing(query: Query): boolean {
  return (
    query.shape === "value" &&
    query.where.length === 0 &&
    query.limit === null &&
    query.group.length === 0 &&
    query.select.every((selection) => selection.fn === "none")
  );
}

/** A count of all rows, though the request speaks of some ("only the provisional ones"), is no answer to it. */
function ignoresWords(query: Query, part: Part, frame: Frame, open: Term[]): boolean {
  const cue = COUNTS.exec(part.text);
  if (!cue || query.group.length > 0 || query.select.some((selection) => selection.fn !== "count")) return false;
  const from = cue.index + cue[0].length;
  const sentence = /^[^.?!]*/u.exec(part.text.slice(from))?.[0] ?? "";
  const names = words(`${frame.label} ${frame.origin(0).path.replaceAll("/", " ")}`);
  return open
    .filter((term) => term.start >= part.start + from && term.end <= part.start + from + sentence.length)
    .slice(1)
    .some((term) => !GENERIC.test(term.text) && !names.some(({ word }) => namesPart(term.word, word) >= 0.6));
}

function isAbout(group: ConditionGroup, conditions: Condition[]): boolean {
  const columns = new Set(conditions.flatMap(columnsOf));
  return group.alternatives.every((entry) => entry.conditions.flatMap(columnsOf).some((name) => columns.has(name)));
}

/** Where two tables are held against each other, the words that name them are no values, and the number is there. */
function withoutNames(groups: ConditionGroup[], absent: ConditionGroup[], frame: Frame): ConditionGroup[] {
  if (absent.length === 0) return groups;
  const names = words(frame.label);
  return groups.filter(
    (group) =>
      !words(group.words).some(({ word }) => names.some((name) => namesPart(word, name.word) >= 0.8)) &&
      !absent.some((other) => isAbout(group, other.alternatives[0]?.conditions ?? [])),
  );
}

/** A column that must be empty ("not paid yet") is compared with nothing. */
function withoutEmpty(groups: ConditionGroup[]): ConditionGroup[] {
  const sure = groups.filter(isSettled).flatMap((group) => group.alternatives[0]?.conditions ?? []);
  const empty = new Set(sure.flatMap((condition) => (condition.op === "empty" ? columnsOf(condition) : [])));
  const fits = (condition: Condition) =>
    condition.op === "empty" || !columnsOf(condition).some((name) => empty.has(name));
  return groups
    .map((group) => ({
      ...group,
      alternatives: group.alternatives.filter((entry) => entry.conditions.every(fits)),
    }))
    .filter((group) => group.alternatives.length > 0);
}

function isSettled(group: ConditionGroup): boolean {
  const [first, second] = group.alternatives;
  return first !== undefined && !group.optional && (!second || first.score - second.score >= SURE);
}

/** Words that no condition and no column accounts for. */
function unexplained(terms: Term[], groups: ConditionGroup[], frame: Frame): Term[] {
  return terms.filter(
    (term) =>
      !groups.some((group) => group.start <= term.start && term.end <= group.end) &&
      (linkTerm(term, frame.columns)[0]?.score ?? 0) < 0.6,
  );
}

const NO_CONDITION = "(no condition)";

/** One form for everything that is still open: which column a period means, which reading of the question. */
async function settle(
  part: Part,
  ctx: PlanContext,
  frame: Frame,
  groups: ConditionGroup[],
  measures: Measure[],
  certain: Condition[],
) {
  const openGroups = groups.filter((group) => !isSettled(group));
  const best = measures[0] as Measure;
  const readings = distinctMeasures(measures.filter((measure) => best.score - measure.score < CLOSE)).slice(0, 5);
  const fields = openGroups.map((group, at) => ({
    name: `condition ${at + 1} "${group.words.slice(0, 40)}"`,
    options: [
      ...new Set([
        ...group.alternatives
          .filter((entry) => (group.alternatives[0]?.score ?? 0) - entry.score < CLOSE)
          .map((entry) => label(entry.conditions)),
        ...(group.optional ? [NO_CONDITION] : []),
      ]),
    ],
  }));
  const sure = readings.length === 1 || best.score - (readings[1]?.score ?? 0) >= SURE;
  const answers = await ctx.fill.form({
    question: `Request: ${part.text}\n${certain.length > 0 ? `Already known: ${certain.map(showCondition).join(" and ")}\n` : ""}Fill in what the request means.`,
    context: showFrame(frame, relevant(frame, part, groups, readings)),
    fields: [...fields, { name: "result", options: sure ? [labelMeasure(best)] : readings.map(labelMeasure) }],
  });
  const where = [...certain];
  openGroups.forEach((group, at) => {
    const answer = answers[fields[at]?.name ?? ""];
    where.push(...(group.alternatives.find((entry) => label(entry.conditions) === answer)?.conditions ?? []));
  });
  return { where, measure: readings.find((measure) => labelMeasure(measure) === answers["result"]) ?? best };
}

function label(conditions: Condition[]): string {
  return conditions.map(showCondition).join(" and ");
}

function labelMeasure(measure: Measure): string {
  const order = measure.order[0]
    ? `, ${measure.order[0].direction === "desc" ? "largest" : "smallest"} first, top ${measure.limit ?? "all"} by ${showSelection({ fn: "none", expr: measure.order[0].expr, as: "" })}`
    : "";
  return `${measure.select.map(showSelection).join(", ")}${measure.group.length > 0 ? ` per ${measure.group.join(", ")}` : ""}${order}`;
}

function distinctMeasures(measures: Measure[]): Measure[] {
  const seen = new Set<string>();
  return measures.filter((measure) => {
    const key = labelMeasure(measure);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Columns worth showing: those in play, linked ones, and the row's own first ones. */
function relevant(frame: Frame, part: Part, groups: ConditionGroup[], readings: Measure[]): Set<string> {
  const names = new Set<string>(
    frame.columns
      .filter((column) => column.depth === 0)
      .slice(0, 8)
      .map((column) => column.name),
  );
  const text = [
    ...groups.flatMap((group) => group.alternatives.map((entry) => label(entry.conditions))),
    ...readings.map(labelMeasure),
  ].join(" ");
  for (const column of frame.columns) {
    const linked = part.terms.some((term) => (linkTerm(term, [column])[0]?.score ?? 0) >= 0.6);
    if (linked || text.includes(column.name)) names.add(column.name);
    if (names.size >= 14) break;
  }
  return names;
}

async function build(
  part: Part,
  ctx: PlanContext,
  frame: Frame,
  measure: Measure,
  where: Condition[],
): Promise<Query | null> {
  const base: Query = {
    source: frame.source,
    where,
    select: measure.select,
    group: measure.group,
    having: measure.having,
    order: measure.order,
    limit: measure.limit,
    shape: measure.shape,
  };
  const lifted = liftToGroups(frame, base, ctx.catalogue);
  if (part.columns.length === 0) return withOrder(lifted, part, frame);
  const group = lifted.group.length > 0 ? lifted.group : groupOf(frame, part);
  const select = await askedColumns(part.columns, frame, part, where, group, ctx.fill);
  if (!select) return null;
  const hidden = lifted.select.filter((selection) => selection.as === "#sum");
  return withOrder({ ...lifted, select: [...select, ...hidden], group, shape: "table" }, part, frame);
}

function groupOf(frame: Frame, part: Part): string[] {
  const column = groupColumn(frame, part);
  return column ? [column.name] : [];
}

function withOrder(query: Query, part: Part, frame: Frame): Query {
  const { order, top } = part;
  if (!order || query.order.length > 0) return query;
  const named = order.by
    ? query.select.find((selection) =>
        selection.as.toLowerCase().startsWith((order.by ?? "").toLowerCase().slice(0, 5)),
      )
    : undefined;
  const numbers = query.select.findLast(
    (selection) => selection.fn !== "none" || typeOf(frame, selection.expr) !== "text",
  );
  const target = named ?? numbers ?? query.select[0];
  if (!target) return query;
  const aggregated = query.group.length > 0 || query.select.some((selection) => selection.fn !== "none");
  const expr = aggregated ? { column: target.as } : target.expr;
  return expr ? { ...query, order: [{ expr, direction: order.direction }], limit: query.limit ?? top } : query;
}

function typeOf(frame: Frame, expr: Query["select"][number]["expr"]): string {
  if (!expr || !("column" in expr)) return "number";
  return frame.columns.find((column) => column.name === expr.column)?.type ?? "text";
}

/** A list that conditions on a key narrow down to one row is one value. */
export function toShape(frame: Frame, query: Query): Query {
  if (query.shape !== "list" || query.group.length > 0) return query;
  const pinned = query.where.some(
    (condition) => condition.op === "=" && "column" in condition.left && isKey(frame, condition.left.column),
  );
  return pinned ? { ...query, shape: "value" } : query;
}

function isKey(frame: Frame, name: string): boolean {
  return frame.columns.some((column) => column.name === name && column.key && column.depth === 0);
}

/** No row fulfils everything: other readings of single conditions are tried, the least sure first. */
function relax(frame: Frame, query: Query, groups: ConditionGroup[]): Query {
  if (runQuery(frame, { ...query, having: [], limit: null }).used.length > 0) return query;
  for (const group of groups.toReversed()) {
    const texts = new Set(group.alternatives.map((entry) => label(entry.conditions)));
    const current = group.alternatives.find((entry) =>
      entry.conditions.every((condition) => query.where.includes(condition)),
    );
    if (!current) continue;
    for (const other of group.alternatives) {
      if (other === current || !texts.has(label(other.conditions))) continue;
      const where = [
        ...query.where.filter((condition) => !current.conditions.includes(condition)),
        ...other.conditions,
      ];
      if (runQuery(frame, { ...query, where, having: [], limit: null }).used.length > 0) return { ...query, where };
    }
  }
  return query;
}
