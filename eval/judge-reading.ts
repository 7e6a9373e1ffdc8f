/** How the judge reads: the spellings of numbers, dates and paths, the language of a text, and the tables in files. */
export type Cell = number | string | null;
export type Row = Record<string, Cell>;

// --- text -----------------------------------------------------------------------------------------------------------

/** A number must stand alone: "12" is neither in "112" nor in "12,50". */
export function occurs(text: string, term: string): boolean {
  const start = /^\d/.test(term) ? String.raw`(?<!\d|\d[.,])` : "";
  const end = /\d$/.test(term) ? String.raw`(?!\d|[.,]\d)` : "";
  return new RegExp(start + RegExp.escape(fold(term)) + end, "u").test(fold(text));
}

const COMMON = {
  de: new Set(
    "der die das den dem des ein eine einen einem einer und oder ist sind war waren wird werden wurde wurden nicht mit für von vom zu zum zur auf im bei bis nach aus am an wir sie ihr ihre ihren ihnen ich uns unser unsere auch noch als dass es hat haben kann bitte über sehr wenn nur alle damit durch gegen".split(
      " ",
    ),
  ),
  en: new Set(
    "the a an and or is are was were will would be been not with for of to on in at by from until we you your i our us also as that it has have can please about very if only all so this these which their they he she its".split(
      " ",
    ),
  ),
};

export function languageOf(text: string): "de" | "en" | undefined {
  const words = fold(text).match(/\p{L}+/gu) ?? [];
  const count = (lang: "de" | "en") => words.filter((word) => COMMON[lang].has(word)).length;
  const lead = count("de") - count("en");
  if (lead === 0) return undefined;
  return lead > 0 ? "de" : "en";
}

// --- tables ---------------------------------------------------------------------------------------------------------

export async function readXlsx(bytes: Buffer): Promise<Cell[][]> {
  // Loaded late, so that judging text needs no package.
  const { readSheet } = await import("read-excel-file/node");
  try {
    const sheet = await readSheet(bytes);
    return sheet.map((row) => row.map(toCell));
  } catch {
    // A damaged file is a finding about the task, not about the judge: it holds no rows.
    return [];
  }
}

function toCell(cell: unknown): Cell {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (cell === null || typeof cell === "number" || typeof cell === "string") return cell;
  return String(cell);
}

export function toObjects(grid: Cell[][]): Row[] {
  const filled = grid.filter((row) => row.some((cell) => cell !== null && String(cell).trim() !== ""));
  const [head = [], ...body] = filled;
  return body.map((row) => Object.fromEntries(head.map((name, at) => [String(name ?? ""), row[at] ?? null])));
}

/** RFC 4180 with any of the usual delimiters: the one that the first line holds most often, outside of quotes. */
export function parseCsv(text: string): string[][] {
  const firstLine = (text.split(/\r?\n/, 1)[0] ?? "").replace(/"[^"]*"/g, "");
  const delimiter = [";", ",", "\t", "|"].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
      continue;
    }
    if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === delimiter) {
      row.push(cell);
      cell = "";
    } else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

// --- spellings ------------------------------------------------------------------------------------------------------

/**
 * The numbers that a cell may mean. "1.234" is 1234 to a German and 1.234 to a Briton: both are offered, since the task
 * says which one is right.
 */
export function toNumbers(value: unknown): number[] {
  if (typeof value === "number") return Number.isFinite(value) ? [value] : [];
  if (typeof value !== "string") return [];
  const bare = value
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/(?:€|\$|£|%|\b(?:EUR|USD|GBP|CHF)\b)/gi, "")
    .replace(/[\s']/g, "")
    .replace(/,(?:-|\u2014)$/, "");
  const found: number[] = [];
  if (/^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(bare) || /^[-+]?\d+(?:,\d+)?$/.test(bare))
    found.push(Number(bare.replaceAll(".", "").replace(",", ".")));
  if (/^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare) || /^[-+]?\d+(?:\.\d+)?$/.test(bare))
    found.push(Number(bare.replaceAll(",", "")));
  return found;
}

const MONTHS = [
  "jan",
  "feb",
  "m(?:ar|är|aer)",
  "apr",
  "ma[iy]",
  "jun",
  "jul",
  "aug",
  "sep",
  "o[kc]t",
  "nov",
  "de[zc]",
].map((one) => new RegExp(`^${one}`));

/** Understands 01.03.2026, 1. März 2026, March 1, 2026 and an ISO time stamp; never 01/03/2026, which says two things. */
export function toIsoDate(text: string): string | undefined {
  const clean = fold(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:t.*)?$/.exec(clean);
  if (iso) return dateOf(iso[1], iso[2], iso[3]);
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(clean);
  if (german) return dateOf(german[3], german[2], german[1]);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|\.)? (\p{L}+)\.? (\d{4})$/u.exec(clean);
  if (dayFirst) return dateOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(clean);
  if (monthFirst) return dateOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  return undefined;
}

function monthOf(name = ""): string {
  return String(MONTHS.findIndex((one) => one.test(name)) + 1);
}

function dateOf(year = "", month = "", day = ""): string {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Without regard to case, kinds of space, and whether an umlaut is one character or two. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();
}

export function toPath(path: string): string {
  return path.normalize("NFC").replaceAll("\\", "/").replace(/^\.\//, "");
}

/** UTF-8, else windows-1252, as the files of a German firm are. */
export function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the other encoding reads any bytes.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export function normalLines(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
}
