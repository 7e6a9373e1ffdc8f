import { findNumbers, words } from "../../../../files/index.ts";
import { directConcepts, linkColumns } from "../../lexicon/index.ts";
import { overlaps } from "../shared/reading.ts";
import { categoryValues, findValue } from "./kinds.ts";
import type { NewRow, Stretch } from "./newRow.ts";

const FIRM = /(?<!\p{L})(?:GmbH|AG|KG|OHG|UG|e\.\s?V\.|Ltd|Limited|LLC|Inc|PLC)(?!\p{L})/u;

/** Names and free texts of a new row: values that the column has already, pieces with a label, then what is left between commas. */
export function fillTexts(row: NewRow): void {
  const open = [...row.kinds.keys()].filter((at) => {
    return (row.kinds[at] === "text" || row.kinds[at] === "city") && !fillKnown(row, at);
  });
  fillLabelled(row, open);
  const [first, ...others] = freePieces(row);
  const name = open.find((at) => isName(columnName(row, at)));
  if (name === undefined || !first) return;
  const firstName = open.find((at) => directConcepts(columnName(row, at)).includes("firstname"));
  fillName(row, first, { name, firstName, open });
  const rest = open.filter((at) => at !== name && at !== firstName);
  if (others.length !== rest.length) return; // nobody could say which piece is which
  for (const [n, piece] of others.entries()) row.take(rest[n] ?? -1, piece.text, [piece]);
}

const columnName = (row: NewRow, at: number) => row.table.columns[at]?.name ?? "";

/** "Petra Lang" fills first and last name where the table has both. */
function fillName(
  row: NewRow,
  piece: Piece,
  columns: { name: number; firstName: number | undefined; open: number[] },
): void {
  const { name, firstName, open } = columns;
  const [given = "", family = "", more] = piece.text.split(/\s+/u);
  if (firstName === undefined || family === "" || more !== undefined || FIRM.test(piece.text)) {
    row.take(name, piece.text, [piece]);
    return;
  }
  const lastName = open.find((at) => directConcepts(columnName(row, at)).includes("lastname")) ?? name;
  row.take(firstName, given, []);
  row.take(lastName, family, [piece]);
}

/** Values of the column that are there already ("Hughes") count also in columns of free text. */
function fillKnown(row: NewRow, at: number): boolean {
  for (const value of categoryValues(row.table, at)) {
    const hit = findValue(row.reading.text, value);
    if (!hit?.exact || overlaps(hit, row.used) || value.length < 3) continue;
    row.take(at, value, [hit]);
    return true;
  }
  return false;
}

/** "contact Laura Pine", "Ansprechpartner Frau Lang": a piece that begins with a column's name. */
function fillLabelled(row: NewRow, open: number[]): void {
  let at = 0;
  for (const raw of row.reading.text.split(/(?<=[,;:])/u)) {
    const start = at;
    at += raw.length;
    const tokens = words(raw);
    for (const size of [1, 2]) {
      const behind = tokens[size];
      const lead = tokens.slice(0, size).map(({ text }) => text);
      const column = behind ? open.find((one) => linkScore(lead, columnName(row, one)) >= 0.8) : undefined;
      if (column === undefined || !behind) continue;
      const value = raw.slice(behind.start).replace(/[,;.]+\s*$/u, "");
      const span = { start: start + behind.start, end: start + behind.start + value.length };
      if (value.trim() !== "" && !overlaps(span, row.used)) row.take(column, value.trim(), [{ start, end: at }]);
      break;
    }
  }
}

const linkScore = (lead: string[], name: string) => linkColumns(lead, [{ name }])[0]?.score ?? 0;

const NAMES = new Set("name lastname firstname fullname customer company title item product description".split(" "));

function isName(column: string): boolean {
  const ids = words(column).flatMap(({ word }) => directConcepts(word));
  return ids.some((id) => NAMES.has(id)) || /bezeichnung|beschreibung|titel|text|artikel/iu.test(column);
}

interface Piece extends Stretch {
  text: string;
}

const THING =
  /(?<!\p{L})(?:customer|kunden?|kundin|client|supplier|lieferant\p{L}*|mitglied|member|artikel|item|product|entry|eintrag)\s+/iu;

/** What stands between commas behind the colon (or behind "customer"), begins with a capital and is not used yet. */
function freePieces(row: NewRow): Piece[] {
  const { text } = row.reading;
  const head = /:\s+/u.exec(text) ?? THING.exec(text);
  let at = head ? head.index + head[0].length : 0;
  const pieces: Piece[] = [];
  for (const raw of text.slice(at).split(/(?<=[,;])|(?<=\.)(?=\s|$)/u)) {
    const plain = raw.replace(/[,;.]+$/u, "").trim();
    const start = text.indexOf(plain, at);
    at += raw.length;
    const piece = { start, end: start + plain.length, text: plain };
    const small = pieces.length > 0 || row.used.length > 2; // behind the name, words may begin small
    const begins = small ? /^(?!(?:to|in|for|on|at|with|für|bei|zu|mit|am|um)\s)[\p{L}\d]/iu : /^[\p{Lu}\d]/u;
    const telling = plain.length >= 2 && plain.split(/\s+/u).length <= 6 && begins.test(plain);
    if (telling && !overlaps(piece, row.used) && findNumbers(plain).length === 0) pieces.push(piece);
  }
  return pieces;
}
