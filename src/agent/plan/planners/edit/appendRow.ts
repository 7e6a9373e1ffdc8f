import { findNumbers, type Column } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { directConcepts, linkColumns, related } from "../../lexicon/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { categoryValues, columnKind, findValue, yesNo, type ColumnKind } from "./kinds.ts";
import { isNewEntry } from "./shape.ts";
import { nextId } from "./nextId.ts";
import { rankTables } from "./target.ts";
import { valuesFor } from "./values.ts";
import { words } from "../../../../files/index.ts";

const FIRM_SUFFIX = /(?<!\p{L})(?:GmbH|AG|KG|OHG|UG|e\.\s?V\.|Ltd|Limited|LLC|Inc|PLC)(?!\p{L})/u;

/** Adds a row to a table with the values that the clause gives; what it does not give stays empty, a numbered key goes on. */
export async function planAppendRow(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const best = bestTable(reading, ctx);
  if (!best) return null;
  // A key that is there already means that row, not a new one.
  const known = reading.mentions.some(
    (mention) =>
      mention.table === best.id &&
      best.keys.includes(mention.column) &&
      mention.score >= 0.95 &&
      /\d/u.test(mention.value),
  );
  if (known && !isNewEntry(reading.text)) return null;
  const values = await fillRow(best, reading, ctx);
  const given = best.columns.filter((column, at) => values[column.name] && columnKind(best, at) !== "id").length;
  if (given < 2) return null;
  return [
    {
      op: "editTable",
      why: `Add a row to ${best.path}`,
      args: { path: best.path, sheet: best.sheet, edits: [{ type: "append", values }] },
    },
  ];
}

const NEW_THING =
  /(?<!\p{L})(?:new|neue[nrsm]?|weitere[nrsm]?|another|additional)\s+(?:(?:row|entry|line|zeile|eintrag|record)\s+(?:for|für)\s+)?(\p{L}[\p{L}-]*)|(?<!\p{L})(?:add|register|book|enter|trag\p{L}*|füg\p{L}*|leg\p{L}*|nimm|buch\p{L}*)\s+(?:bitte\s+|please\s+)?(?:an?|the|eine[nr]?|den|die|das)\s+(?!new|neue)(\p{L}[\p{L}-]*)/giu;

/** The table is named by what is new ("new customer", "neuer Termin") or as the list it goes into. */
function bestTable(reading: Reading, ctx: PlanContext): SourceTable | null {
  const things = [...reading.text.matchAll(NEW_THING)].flatMap((match) => match[1] ?? match[2] ?? []);
  const ranked = rankTables(reading, ctx).slice(0, 8);
  let best: { table: SourceTable; score: number } | null = null;
  for (const { table, named } of ranked) {
    const own = words(table.id).map(({ word }) => word);
    const isThing = Math.max(0, ...things.flatMap((thing) => own.map((word) => related(thing, word))));
    const intoList =
      /(?<!\p{L})(?:to|into|in|zu|auf|on)\s+(?:the|our|die|der|den|das|dem|unsere[rn]?|meine[rn]?)?\s*\S*(?:list\p{L}*|table|tabelle|sheet|file|datei|plan|kalender|calendar|ledger|book|buch|register)(?!\p{L})/iu.test(
        reading.text,
      );
    const fits = table.columns.filter((_, at) =>
      valuesFor(table, at, columnKind(table, at), reading).some(({ fit }) => fit >= 0.6),
    ).length;
    const score =
      (isThing >= 0.8 ? 1 : 0) +
      (named >= 0.8 ? (intoList ? 1 : 0.4) : 0) +
      (named >= 2 ? 1 : 0) +
      Math.min(1, fits * 0.2);
    if (!best || score > best.score) best = { table, score };
  }
  return best && best.score >= 1.4 ? best.table : null;
}

async function fillRow(table: SourceTable, reading: Reading, ctx: PlanContext): Promise<Record<string, string>> {
  const kinds = table.columns.map((_, at) => columnKind(table, at));
  const used: { start: number; end: number }[] = [];
  const values: Record<string, string> = {};
  const take = (at: number, value: string, spans: { start: number; end: number }[]) => {
    const name = table.columns[at]?.name;
    if (name === undefined || values[name]) return;
    values[name] = value;
    used.push(...spans);
  };
  // What a label names ("Telefon 0345 …", "discount 5 %") first, then what only its type tells.
  for (const at of table.columns.keys()) {
    if (kinds[at] === "text" || kinds[at] === "id") continue;
    labelledValue(table, at, kinds[at] ?? "text", reading, used, take);
  }
  for (const at of table.columns.keys()) saidYesNo(table, at, kinds[at] ?? "text", reading, take);
  const order: ColumnKind[] = ["email", "street", "postcode", "city", "phone", "time", "date", "category", "number"];
  for (const kind of order) {
    for (const at of table.columns.keys()) {
      if (kinds[at] !== kind) continue;
      if (kind === "number" && !unlabelledNumber(table, kinds)) continue;
      if (kind === "date" && kinds.filter((other) => other === "date").length > 1 && reading.dates.length < 2) continue;
      const value = valuesFor(table, at, kind, reading).find(
        (one) => one.fit >= 0.5 && !one.spans.some((span) => overlaps(span, used)),
      );
      if (value) take(at, value.value, value.spans);
    }
  }
  linked(table, reading, ctx, take);
  texts(table, kinds, reading, used, take);
  for (const at of table.columns.keys()) {
    const column = table.columns[at];
    if (column && !values[column.name] && table.keys.includes(at)) {
      const id = nextId(table.rows.map((row) => row[at]?.raw ?? ""));
      if (id !== null) take(at, id, []);
    }
  }
  return values;
}

type Take = (at: number, value: string, spans: { start: number; end: number }[]) => void;

function unlabelledNumber(_table: SourceTable, kinds: ColumnKind[]): boolean {
  return kinds.filter((kind) => kind === "number").length === 1;
}

function labelledValue(
  table: SourceTable,
  at: number,
  kind: ColumnKind,
  reading: Reading,
  used: { start: number; end: number }[],
  take: Take,
): void {
  for (const value of valuesFor(table, at, kind, reading)) {
    const first = value.spans[0];
    if (!first || overlaps(first, used)) continue;
    const around = reading.text.slice(Math.max(0, first.start - 30), first.start);
    const before = words(around)
      .slice(-3)
      .map(({ text }) => text);
    const behind = words(reading.text.slice(first.end, first.end + 20))
      .slice(0, 1)
      .map(({ text }) => text);
    const named = [before.slice(-1), before.slice(-2), before, kind === "number" ? behind : []].some(
      (phrase) => phrase.length > 0 && (linkColumns(phrase, [table.columns[at] as Column])[0]?.score ?? 0) >= 0.6,
    );
    if (named) {
      take(at, value.value, value.spans);
      return;
    }
  }
}

/** "no newsletter", "mit Lastschrift": a yes/no column by its name. */
function saidYesNo(table: SourceTable, at: number, kind: ColumnKind, reading: Reading, take: Take): void {
  const pair = kind === "category" ? yesNo(categoryValues(table, at)) : null;
  const name = table.columns[at]?.name;
  if (!pair || name === undefined) return;
  const tokens = words(reading.text);
  const hit = tokens.findIndex(({ text }) => related(text, name) >= 0.8);
  if (hit === -1) return;
  const lead = tokens
    .slice(Math.max(0, hit - 2), hit)
    .map(({ text }) => text)
    .join(" ");
  const span = tokens[hit] ? [{ start: tokens[hit].start, end: tokens[hit].end }] : [];
  if (/(?<!\p{L})(?:no|not|without|kein\p{L}*|ohne|nicht)(?!\p{L})/iu.test(lead)) take(at, pair.no, span);
  else if (/(?<!\p{L})(?:with|wants|gets|mit|möchte|bekommt)(?!\p{L})/iu.test(lead)) take(at, pair.yes, span);
}

/** A column that leads to another table takes the key of the row that the clause names, where only one fits. */
function linked(table: SourceTable, reading: Reading, ctx: PlanContext, take: Take): void {
  for (const link of table.links) {
    const target = ctx.catalogue.table(link.target);
    if (!target) continue;
    const hits = reading.mentions.filter((mention) => mention.table === link.target && mention.score >= 0.8);
    const longest = Math.max(0, ...hits.map(({ end, start }) => end - start));
    const rows = new Set(hits.filter(({ end, start }) => end - start === longest).flatMap((mention) => mention.rows));
    const [row] = [...rows];
    const key = row === undefined || rows.size > 1 ? undefined : target.rows[row]?.[link.targetColumn]?.raw;
    if (key) take(link.column, key, []);
  }
}

/** Names and free texts: the pieces between commas that no column has taken, in the order of the columns. */
function texts(
  table: SourceTable,
  kinds: ColumnKind[],
  reading: Reading,
  used: { start: number; end: number }[],
  take: Take,
): void {
  const open = [...table.columns.keys()].filter(
    (at) => (kinds[at] === "text" || kinds[at] === "city") && !isFree(table, at, reading, used, take),
  );
  namedPieces(table, open, reading, used, take);
  const pieces = freePieces(reading, used);
  const name = open.find((at) => isNameColumn(table.columns[at]?.name ?? ""));
  const first = pieces[0];
  if (name === undefined || !first) return;
  const last = open.find((at) => directConcepts(table.columns[at]?.name ?? "").includes("firstname"));
  const parts = first.text.split(/\s+/u);
  if (last !== undefined && parts.length === 2 && !FIRM_SUFFIX.test(first.text)) {
    take(last, parts[0] ?? "", []);
    take(
      name === last
        ? (open.find((at) => directConcepts(table.columns[at]?.name ?? "").includes("lastname")) ?? name)
        : name,
      parts[1] ?? "",
      [first],
    );
  } else take(name, first.text, [first]);
  const rest = open.filter((at) => at !== name && at !== last);
  for (const [n, piece] of pieces.slice(1, 1 + rest.length).entries()) {
    const at = rest[n];
    if (at !== undefined && pieces.length - 1 === rest.length) take(at, piece.text, [piece]);
  }
}

/** "contact Laura Pine", "Ansprechpartner Frau Lang": a piece that begins with a column's name. */
function namedPieces(
  table: SourceTable,
  open: number[],
  reading: Reading,
  used: { start: number; end: number }[],
  take: Take,
): void {
  let start = 0;
  for (const raw of reading.text.split(/(?<=[,;:])/u)) {
    const at = start;
    start += raw.length;
    const tokens = words(raw);
    const [first, second] = tokens;
    if (!first || !second) continue;
    for (const size of [1, 2]) {
      const lead = tokens.slice(0, size).map(({ text }) => text);
      const behind = tokens[size];
      const column = behind
        ? open.find((one) => (linkColumns(lead, [table.columns[one] as Column])[0]?.score ?? 0) >= 0.8)
        : undefined;
      if (column === undefined || !behind) continue;
      const value = raw
        .slice(behind.start)
        .replace(/[,;.]+\s*$/u, "")
        .trim();
      const span = { start: at, end: at + raw.length };
      if (value !== "" && !overlaps({ start: at + behind.start, end: at + behind.start + value.length }, used))
        take(column, value, [span]);
      break;
    }
  }
}

/** Values of the column that are there already ("Hughes") count also in text columns. */
function isFree(
  table: SourceTable,
  at: number,
  reading: Reading,
  used: { start: number; end: number }[],
  take: Take,
): boolean {
  for (const value of categoryValues(table, at)) {
    const hit = findValue(reading.text, value);
    if (hit?.exact && !overlaps(hit, used) && value.length >= 3) {
      take(at, value, [hit]);
      return true;
    }
  }
  return false;
}

const isNameColumn = (name: string) =>
  words(name)
    .flatMap(({ word }) => directConcepts(word))
    .some((id) =>
      [
        "name",
        "lastname",
        "fullname",
        "customer",
        "company",
        "title",
        "item",
        "product",
        "description",
        "firstname",
      ].includes(id),
    ) || /bezeichnung|beschreibung|titel|text|artikel/iu.test(name);

function freePieces(
  reading: Reading,
  used: { start: number; end: number }[],
): { start: number; end: number; text: string }[] {
  const colon = /:\s+/u.exec(reading.text);
  const start = colon
    ? colon.index + colon[0].length
    : (/(?<!\p{L})(?:customer|kunden?|kundin|client|supplier|lieferant\p{L}*|mitglied|member|artikel|item|product|entry|eintrag)\s+/iu.exec(
        reading.text,
      )?.[0].length ?? 0) +
      (/(?<!\p{L})(?:customer|kunden?|kundin|client|supplier|lieferant\p{L}*|mitglied|member|artikel|item|product|entry|eintrag)\s+/iu.exec(
        reading.text,
      )?.index ?? 0);
  const pieces: { start: number; end: number; text: string }[] = [];
  let at = start;
  for (const raw of reading.text.slice(start).split(/(?<=[,;])|(?<=\.)(?=\s|$)/u)) {
    const text = raw.replace(/[,;.]+$/u, "").trim();
    const from = reading.text.indexOf(text, at);
    at += raw.length;
    const piece = { start: from, end: from + text.length, text };
    if (
      text.length >= 2 &&
      text.split(/\s+/u).length <= 6 &&
      !overlaps(piece, used) &&
      /^[\p{Lu}\d]/u.test(text) &&
      findNumbers(text).length === 0
    )
      pieces.push(piece);
  }
  return pieces;
}
