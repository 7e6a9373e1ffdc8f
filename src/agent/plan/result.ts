import type { Lang } from "../../files/index.ts";
import type { Json, Request, ResultTable, Val } from "./types.ts";

/** The bare result for programs: numbers as JSON numbers, a single column as a list unless columns were asked for. */
export function toJson(val: Val, request: Request): Json {
  switch (val.type) {
    case "value":
      return scalar(val.value, val.kind === "absent" ? "text" : val.kind);
    case "files":
      return val.paths.length === 1 && !asksMany(request) ? (val.paths[0] ?? null) : val.paths;
    case "table": {
      const { columns, rows } = val.table;
      if (columns.length === 1 && request.columns.length === 0)
        return rows.map((row) => scalar(row[0] ?? null, columns[0]?.kind ?? "text"));
      return rows.map((row) =>
        Object.fromEntries(columns.map((column, at) => [column.name, scalar(row[at] ?? null, column.kind)])),
      );
    }
    case "text":
      return val.text;
    case "done":
      return null;
  }
}

function asksMany(request: Request): boolean {
  return /(?<![\p{L}\p{N}_])(?:which (?:[\p{L}\p{N}]+ )?(?:files|mails|invoices|documents|letters)|welche (?:[\p{L}\p{N}]+ )?(?:dateien|mails|rechnungen|dokumente|briefe)|all (?:files|the files)|alle (?:dateien|mails))(?![\p{L}\p{N}_])/iu.test(
    request.text,
  );
}

function scalar(value: string | null, kind: string): Json {
  if (value === null || value === "") return null;
  if (kind === "number") {
    const number = Number(value);
    // Beyond 2^53 a JSON number would lie; the decimal string does not.
    return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
  }
  if (kind === "boolean") return value === "true";
  return value;
}

/** A value as a person of that language writes it. */
export function showValue(value: string, kind: string, lang: Lang, unit: string | null = null): string {
  const suffix = unit ? ` ${unit}` : "";
  if (kind === "number" && /^-?\d+(?:\.\d+)?$/u.test(value)) {
    const [whole = "", fraction = ""] = value.split(".");
    const grouped = whole.replaceAll(/\B(?=(?:\d{3})+(?!\d))/gu, lang === "de" ? "." : ",");
    const padded = fraction.length === 1 ? `${fraction}0` : fraction;
    return `${grouped}${padded ? (lang === "de" ? "," : ".") + padded : ""}${suffix}`;
  }
  if (kind === "date" && /^\d{4}-\d\d-\d\d$/u.test(value))
    return lang === "de" ? value.split("-").toReversed().join(".") : value;
  return `${value}${suffix}`;
}

const MAX_ROWS = 50;

/** What a person reads: one sentence, a list, or a table in Markdown. */
export function toAnswer(val: Val, request: Request): string {
  const { lang } = request;
  const german = lang === "de";
  if (val.say) return val.say;
  switch (val.type) {
    case "value":
      if (val.value === null) return german ? "Das steht nicht in den Dateien." : "That is not in the files.";
      return showValue(val.value, val.kind, lang);
    case "files":
      if (val.paths.length === 0) return german ? "Keine passende Datei gefunden." : "No such file was found.";
      return val.paths.join("\n");
    case "text":
      return val.text;
    case "table":
      return showTable(val.table, lang);
    case "done":
      return val.changes.map((change) => showChange(change, german)).join("\n");
  }
}

function showChange(change: { path: string; kind: string; from?: string }, german: boolean): string {
  const words: Record<string, [string, string]> = {
    created: ["angelegt", "created"],
    edited: ["geändert", "changed"],
    renamed: ["umbenannt", "renamed"],
    deleted: ["gelöscht", "deleted"],
  };
  const word = words[change.kind]?.[german ? 0 : 1] ?? change.kind;
  return change.from ? `${change.from} → ${change.path} (${word})` : `${change.path} (${word})`;
}

function showTable(table: ResultTable, lang: Lang): string {
  const german = lang === "de";
  if (table.rows.length === 0) return german ? "Nichts trifft zu." : "Nothing matches.";
  const rows = table.rows
    .slice(0, MAX_ROWS)
    .map((row) => table.columns.map((column, at) => (row[at] ? showValue(row[at], column.kind, lang, null) : "")));
  const more = table.rows.length - rows.length;
  const rest = more > 0 ? `\n… ${more} ${german ? "weitere" : "more"}` : "";
  if (table.columns.length === 1) return rows.map((row) => row[0] ?? "").join("\n") + rest;
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return (
    [line(table.columns.map((column) => column.name)), line(table.columns.map(() => "---")), ...rows.map(line)].join(
      "\n",
    ) + rest
  );
}
