import { Dec, round, type Lang } from "../../../files/index.ts";
import type { Catalogue } from "../gather/types.ts";
import type { Request } from "../request/types.ts";
import type { ResultTable, Val } from "../types.ts";

/** How the firm writes: the decimal sign in its files and the delimiter of its CSV files. */
export interface Notation {
  decimal: "." | ",";
  delimiter: string;
}

const CURRENCIES = new Set(["EUR", "USD", "GBP", "CHF"]);
const MONEY_WORD =
  /(?:€|\$|£|(?<!\p{L})(?:euros?|eur|usd|gbp|chf|pounds?|dollars?|amounts?|prices?|costs?|revenues?|turnover|money|spend|expenses?|betr[aä]g\p{L}*|preis\p{L}*|kosten|umsatz\p{L}*|einnahmen?|ausgaben?|saldo|summe|netto|brutto|net|gross)(?!\p{L}))/iu;

/**
 * The firm's own tables decide, since the new file will be opened beside them: German tables (";" and decimal comma) or
 * English ones; without any, the language of the request does.
 */
export function notation(request: Request, catalogue: Catalogue): Notation {
  const votes = { de: 0, en: 0 };
  for (const doc of catalogue.docs) {
    if (doc.kind !== "table" || !/\.csv$/iu.test(doc.path)) continue;
    const head = doc.text.slice(0, 2000).split("\n", 1)[0] ?? "";
    if (head.split(";").length > head.split(",").length) votes.de += 1;
    else if (head.includes(",")) votes.en += 1;
  }
  const lang: Lang = votes.de === votes.en ? request.lang : votes.de > votes.en ? "de" : "en";
  return lang === "de" ? { decimal: ",", delimiter: ";" } : { decimal: ".", delimiter: "," };
}

/**
 * A decimal string as a person of this language would type it into a note: no grouping, so that nothing can be misread;
 * decimal comma for German; money with two decimals (`money`, or a fraction of one digit where money is spoken of).
 */
export function renderNumber(value: string, lang: Lang, money = false): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return value;
  const trimmed = new Dec(value).toFixed();
  const places = trimmed.includes(".") ? trimmed.length - trimmed.indexOf(".") - 1 : 0;
  const given = value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
  const text = (money && places > 0) || (given === 2 && places > 0) ? round(trimmed, places > 2 ? places : 2) : trimmed;
  return lang === "de" ? text.replace(".", ",") : text;
}

/** Money in a table: two decimals in every row, so that the column lines up. */
export function renderMoney(value: string, lang: Lang): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return value;
  const places = value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
  const text = round(value, Math.max(2, places));
  return lang === "de" ? text.replace(".", ",") : text;
}

/** Whether the request speaks of money, so that 12.5 is written 12.50. */
export function speaksOfMoney(text: string): boolean {
  return MONEY_WORD.test(text);
}

/**
 * A result in one line, as a note or a text file takes it: numbers in the notation of the request's language, dates in
 * its customary form, yes/no words, several values separated by commas (one column) or as "a, b; c, d".
 */
export function renderValue(val: Val, request: Request): string {
  const lang = request.answerLang ?? request.lang;
  const money = speaksOfMoney(request.text);
  if (val.type === "value") {
    if (val.value === null) return "";
    if (val.kind === "number") return renderNumber(val.value, lang, money);
    if (val.kind === "date") return renderDate(val.value, request);
    if (val.kind === "boolean") return renderBoolean(val.value, lang);
    return val.value;
  }
  if (val.type === "text") return val.text;
  if (val.type === "files") return val.paths.join(", ");
  if (val.type === "table") {
    const rows = renderRows(val.table, request);
    return rows.map((row) => row.join(", ")).join(val.table.columns.length > 1 ? "; " : ", ");
  }
  return "";
}

/** The cells of a result table as text for people, "" for an empty one. */
export function renderRows(table: ResultTable, request: Request): string[][] {
  const lang = request.answerLang ?? request.lang;
  return table.rows.map((row) =>
    row.map((cell, at) => {
      const column = table.columns[at];
      if (cell === null) return "";
      if (column?.kind === "number" && CURRENCIES.has(column.unit ?? "")) return renderMoney(cell, lang);
      if (column?.kind === "number") return renderNumber(cell, lang);
      return column?.kind === "date" ? renderDate(cell, request) : cell;
    }),
  );
}

const ISO_ASKED = /(?<!\p{L})(?:yyyy|jjjj)-mm-(?:dd|tt)(?!\p{L})|\biso\b/iu;
const DOTTED_ASKED = /(?<!\p{L})(?:dd|tt)\.mm\.(?:yyyy|jjjj)(?!\p{L})/iu;
const SLASHED_ASKED = /\bdd\/mm\/yyyy\b/iu;

/** The date form that the request asks for, null when it asks for none. */
export function dateForm(text: string): string | null {
  if (ISO_ASKED.test(text)) return "YYYY-MM-DD";
  if (DOTTED_ASKED.test(text)) return "DD.MM.YYYY";
  if (SLASHED_ASKED.test(text)) return "DD/MM/YYYY";
  return null;
}

function renderDate(iso: string, request: Request): string {
  return writeDate(iso, dateForm(request.text) ?? (request.lang === "de" ? "DD.MM.YYYY" : "YYYY-MM-DD"));
}

/** An ISO date (or date-time) by a pattern of YYYY, MM and DD; what is no ISO date stays as it is. */
export function writeDate(iso: string, pattern: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/.exec(iso);
  if (!match) return iso;
  const [, year = "", month = "", day = "", time] = match;
  const date = pattern.replace("YYYY", year).replace("MM", month).replace("DD", day);
  return time ? `${date} ${time}` : date;
}

function renderBoolean(value: string, lang: Lang): string {
  const yes = /^(?:true|yes|ja|1)$/iu.test(value);
  return lang === "de" ? (yes ? "ja" : "nein") : yes ? "yes" : "no";
}
