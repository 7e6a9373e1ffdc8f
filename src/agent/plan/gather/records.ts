import { fold, guessLanguage, labelled, typeColumns, type Doc, startsLikeTotal } from "../../../files/index.ts";
import { bodyOf, docNumber, docTitle, docWord, isPaper } from "./fileTables.ts";
import { folderOf } from "./names.ts";
import { fromRecords, keyValue, textCell, textColumn } from "./sourceTables.ts";
import type { SourceTable } from "./types.ts";

type GiveId = (wanted: string, folder: string) => string;

interface Sheet {
  doc: Doc;
  /** Folded label -> label and value as they stand; the first of a label counts. */
  fields: Map<string, { label: string; value: string }>;
}

const MIN_SHARED = 3;

/**
 * One table per group of documents that share at least three labels (invoices, lab reports): a row per document, a column
 * per label that most of them have, after `file`, `title` and `number`. `known` gives the names in other tables; a line of
 * the head that is one of them becomes a column, since addresses have no label.
 */
export function recordTables(docs: Doc[], known: SourceTable[], giveId: GiveId): SourceTable[] {
  const sheets = docs
    .filter((doc) => ["text", "pdf", "mail"].includes(doc.kind))
    .map((doc) => toSheet(doc, rowLines(doc, known)));
  return cluster(sheets)
    .filter((group) => group.length >= 2)
    .map((group) => toTable(group, known, giveId))
    .filter((table) => table !== null);
}

/** Lines of tables inside the document, with their heads: what stands there are cells, not labelled values. */
function rowLines(doc: Doc, known: SourceTable[]): Set<number> {
  const lines = new Set<number>();
  for (const table of known) {
    if (table.path !== doc.path || table.kind !== "list") continue;
    for (const line of [(table.lines[0] ?? 0) - 1, ...table.lines]) lines.add(line);
  }
  return lines;
}

function toSheet(doc: Doc, skip: Set<number>): Sheet {
  const fields = new Map<string, { label: string; value: string }>();
  const body = bodyOf(doc);
  for (const { label, value, span } of labelled(withoutStops(body.text.slice(0, 40_000)))) {
    if (skip.size > 0 && skip.has(lineOf(doc.text, body.start + span.start))) continue;
    const key = labelKey(label);
    if (key !== "" && !fields.has(key) && value.length <= 200 && !/\S {2,}\S/.test(value))
      fields.set(key, { label, value: tidy(value) });
  }
  return { doc, fields };
}

/** 1-based. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** "Zahlbar bis 12.10.2026." and "The total is 20.00." end with a value too; offsets stay. */
function withoutStops(text: string): string {
  return text.replaceAll(/(?<=\d)\.(?=[ \t]*(?:\n|$))/g, " ");
}

/** "bis 12.10.2026." ends a sentence; the point is none of the date. */
function tidy(value: string): string {
  return value.replace(/(?<=\d)[.,;]$/, "");
}

/** "zzgl. 19 % MwSt." and "zzgl. 7 % MwSt." are one label. */
function labelKey(label: string): string {
  return fold(label)
    .replaceAll(/[^\p{L}]+/gu, " ")
    .trim();
}

/** Groups whose members share at least three labels, and at least half of the smaller one's. */
function cluster(sheets: Sheet[]): Sheet[][] {
  const groups: Sheet[][] = [];
  for (const sheet of sheets) {
    if (sheet.fields.size < MIN_SHARED) continue;
    let best: Sheet[] | null = null;
    let bestShared = 0;
    for (const group of groups) {
      const shared = Math.max(...group.slice(0, 5).map((other) => overlap(sheet, other)));
      if (shared > bestShared) [best, bestShared] = [group, shared];
    }
    if (best) best.push(sheet);
    else groups.push([sheet]);
  }
  return groups;
}

/** Share of common labels, 0 when they are no documents of one kind. */
function overlap(a: Sheet, b: Sheet): number {
  const common = [...a.fields.keys()].filter((key) => b.fields.has(key)).length;
  if (common < MIN_SHARED) return 0;
  const share = common / Math.min(a.fields.size, b.fields.size);
  const together = folderOf(a.doc.path) === folderOf(b.doc.path);
  return share >= (together ? 0.35 : 0.5) ? share : 0;
}

function toTable(group: Sheet[], known: SourceTable[], giveId: GiveId): SourceTable | null {
  const docs = group.map((sheet) => sheet.doc);
  const numbers = docs.map(docNumber);
  const all = sharedLabels(group);
  // "Rechnung RE-2026-104" is read as a label too: it names the number.
  const titled = all.find((label) => group.every((sheet, at) => sheet.fields.get(label.key)?.value === numbers[at]));
  const labels = all.filter((label) => label !== titled);
  if (labels.length === 0) return null;
  const typed = typeColumns(
    labels.map((label) => label.name),
    group.map((sheet) => labels.map((label) => sheet.fields.get(label.key)?.value ?? "")),
  );
  const names = nameColumns(docs, known, new Set(labels.map((label) => label.key)));
  const suffix = guessLanguage(docs[0]?.text ?? "") === "de" ? "Nr" : "no";
  const numberName = titled ? `${titled.name} ${suffix}` : "number";
  const own = [
    { name: "file", values: docs.map((doc) => doc.path) },
    { name: "title", values: docs.map(docTitle) },
    ...(numbers.some((number) => number !== "") ? [{ name: numberName, values: numbers }] : []),
    ...names,
  ];
  const columns = [...own.map((column) => textColumn(column.name)), ...typed.columns];
  const rows = typed.rows.map((row, at) => [...own.map((column) => textCell(column.values[at] ?? "")), ...row]);
  const { wanted, folder } = nameOf(docs);
  const paths = docs.map((doc) => doc.path);
  return fromRecords(wanted, folder, columns, rows, paths, { kind: "records", id: giveId(wanted, folder) });
}

function sharedLabels(group: Sheet[]): { key: string; name: string }[] {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { fields } of group) {
    for (const [key, { label }] of fields) {
      const entry = counts.get(key) ?? { name: label, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    }
  }
  const taken = new Set(["file", "title", "number"]);
  // What every document says in the same words (the head of a table, a greeting) tells nothing of one.
  const constant = (key: string) =>
    group.length > 2 && new Set(group.map((sheet) => sheet.fields.get(key)?.value ?? "")).size === 1;
  return [...counts]
    .filter(([key, { count }]) => count >= Math.max(2, group.length * 0.6) && !taken.has(key) && !constant(key))
    .map(([key, { name }]) => ({ key, name: startsLikeTotal(name) ? name : name.replace(/\s+\d+$/, "") }));
}

/** A folder's name when most of the group lie there, else the word of their titles. */
function nameOf(docs: Doc[]): { wanted: string; folder: string } {
  const counts = new Map<string, number>();
  for (const doc of docs) counts.set(folderOf(doc.path), (counts.get(folderOf(doc.path)) ?? 0) + 1);
  const [folder = "", count = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const first = docs[0];
  const word = first ? docWord(first) : "";
  const segments = folder.split("/");
  const segment = segments.findLast((part) => isPaper(part)) ?? segments.at(-1) ?? "";
  const useFolder = segment !== "" && count > docs.length / 2;
  return { wanted: useFolder ? segment : word || "records", folder: useFolder ? folder : "" };
}

/** Columns for unlabelled lines of the heads that are names in another table, one per table column that fits most documents. */
function nameColumns(docs: Doc[], known: SourceTable[], taken: Set<string>): { name: string; values: string[] }[] {
  const heads = docs.map((doc) =>
    doc.text
      .slice(0, 3000)
      .split("\n")
      .slice(0, 20)
      .map((line) => line.trim().replace(/^[\p{L}.]{2,12}:\s*/u, ""))
      .filter((line) => line !== ""),
  );
  const found: { name: string; values: string[] }[] = [];
  for (const table of known) {
    if (table.kind !== "table") continue;
    for (const [key, column] of table.columns.entries()) {
      if (column.type !== "text" || taken.has(fold(column.name))) continue;
      const names = new Set(
        table.rows
          .map((row) => keyValue(row[key]))
          .filter((value) => /\p{L}{2}.*\p{L}/u.test(value) && !/\d/.test(value)),
      );
      if (names.size < 3) continue;
      const values = heads.map((lines) => lines.find((line) => names.has(keyValue(textCell(line)))) ?? "");
      if (values.filter((value) => value !== "").length < docs.length * 0.6) continue;
      if (found.some((other) => other.values.join() === values.join())) continue;
      found.push({
        name: found.some((other) => other.name === column.name) ? `${table.id} ${column.name}` : column.name,
        values,
      });
    }
  }
  return found;
}
