import { words, type Column } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { linkColumns, related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { categoryValues, yesNo, type ColumnKind } from "./kinds.ts";
import { startRow, type NewRow } from "./newRow.ts";
import { nextId } from "./nextId.ts";
import { fillTexts } from "./rowTexts.ts";
import { valuesFor } from "./values.ts";

/** The values of a new row: what the clause names, then what only its type tells, keys of other tables, words, the next id. */
export function fillRow(table: SourceTable, reading: Reading, ctx: PlanContext): Record<string, string> {
  const row = startRow(table, reading);
  for (const [at, kind] of row.kinds.entries()) if (kind !== "text" && kind !== "id") fillNamed(row, at, kind);
  for (const at of row.kinds.keys()) fillYesNo(row, at);
  fillByType(row);
  fillLinks(row, ctx);
  fillTexts(row);
  for (const [at, column] of table.columns.entries()) {
    if (row.values[column.name] || !table.keys.includes(at)) continue;
    const id = nextId(table.rows.map((cells) => cells[at]?.raw ?? ""));
    if (id !== null) row.take(at, id, []);
  }
  return row.values;
}

/** A value that a label stands at: "Telefon 0345 …", "discount 5 %". */
function fillNamed(row: NewRow, at: number, kind: ColumnKind): void {
  const { table, reading, used } = row;
  const column = table.columns[at];
  if (!column) return;
  for (const value of valuesFor(table, at, kind, reading)) {
    const first = value.spans[0];
    if (!first || overlaps(first, used)) continue;
    const before = textsOf(reading.text.slice(Math.max(0, first.start - 30), first.start)).slice(-3);
    const behind = kind === "number" ? textsOf(reading.text.slice(first.end, first.end + 20)).slice(0, 1) : [];
    if (![before.slice(-1), before.slice(-2), before, behind].some((phrase) => names(phrase, column))) continue;
    row.take(at, value.value, value.spans);
    return;
  }
}

const textsOf = (text: string) => words(text).map((word) => word.text);

function names(phrase: string[], column: Column): boolean {
  return phrase.length > 0 && (linkColumns(phrase, [column])[0]?.score ?? 0) >= 0.6;
}

/** "no newsletter", "mit Lastschrift": a yes/no column by its name. */
function fillYesNo(row: NewRow, at: number): void {
  const pair = row.kinds[at] === "category" ? yesNo(categoryValues(row.table, at)) : null;
  const name = row.table.columns[at]?.name;
  if (!pair || name === undefined) return;
  const tokens = words(row.reading.text);
  const hit = tokens.findIndex(({ text }) => related(text, name) >= 0.8);
  const token = tokens[hit];
  if (!token) return;
  const lead = tokens.slice(Math.max(0, hit - 2), hit);
  const said = lead.map(({ text }) => text).join(" ");
  if (/(?<!\p{L})(?:no|not|without|kein\p{L}*|ohne|nicht)(?!\p{L})/iu.test(said)) row.take(at, pair.no, [token]);
  else if (/(?<!\p{L})(?:with|wants|gets|mit|möchte|bekommt)(?!\p{L})/iu.test(said)) row.take(at, pair.yes, [token]);
}

const BY_TYPE: readonly ColumnKind[] = [
  "email",
  "street",
  "postcode",
  "city",
  "phone",
  "time",
  "date",
  "category",
  "number",
];

/** Values that only one column can take by their type. */
function fillByType(row: NewRow): void {
  const { table, reading, kinds } = row;
  const count = (kind: ColumnKind) => kinds.filter((other) => other === kind).length;
  for (const kind of BY_TYPE) {
    if (kind === "number" && count(kind) > 1) continue;
    if (kind === "date" && count(kind) > 1 && reading.dates.length < 2) continue;
    for (const at of kinds.keys()) {
      if (kinds[at] !== kind) continue;
      const value = valuesFor(table, at, kind, reading).find(
        (one) => one.fit >= 0.5 && !one.spans.some((span) => overlaps(span, row.used)),
      );
      if (value) row.take(at, value.value, value.spans);
    }
  }
}

/** A column that leads to another table takes the key of the row that the clause names, where only one fits. */
function fillLinks(row: NewRow, ctx: PlanContext): void {
  for (const link of row.table.links) {
    const target = ctx.catalogue.table(link.target);
    if (!target) continue;
    const hits = row.reading.mentions.filter((mention) => mention.table === link.target && mention.score >= 0.8);
    const key = hits.find((mention) => mention.column === link.targetColumn)?.value;
    if (key !== undefined) {
      row.take(link.column, key, []);
      continue;
    }
    const longest = Math.max(0, ...hits.map(({ end, start }) => end - start));
    const rows = new Set(hits.filter(({ end, start }) => end - start === longest).flatMap((mention) => mention.rows));
    const [only] = [...rows];
    const found = only === undefined || rows.size > 1 ? undefined : target.rows[only]?.[link.targetColumn]?.raw;
    if (found) row.take(link.column, found, []);
  }
}
