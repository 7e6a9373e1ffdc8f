import { fold } from "../../../files/index.ts";

const HEAD =
  /(?<![\p{L}\p{N}_])(?:(?:with|mit)\s+(?:(?:the|den|folgenden|these)\s+)*(?:columns?|spalten?|headers?|feldern?|fields?)|(?:the\s+)?(?:columns?|spalten)\s*(?:are|sind)?\s*:?)\s*:?\s+/giu;
/** "by-category.csv with Category and Total", "als Tabelle mit WeinNr und Erhöhung", "in x.csv an mit Artikelnr und Fehlmenge". */
const BARE =
  /(?:(?<![\p{L}\p{N}_])(?:tabelle|table|liste|list|datei|file|csv|xlsx)(?![\p{L}\p{N}_])[\s,]*(?:an\s+)?|\s{2,}(?:an\s+)?)(?:with|mit|of|aus|listing)\s+(?=\p{L})/giu;
const COLON =
  /[^.:]{10,}:\s+((?:\p{L}[\p{L}\p{N}. /%-]{0,30}(?:,\s+|\s+(?:und|and)\s+)){1,8}\p{L}[\p{L}\p{N}. /%-]{0,30})[.?!]?\s*$/iu;
const END =
  /^(?:\s+(?:and|und)\s+(?:save|speicher|store|put|leg|write|schreib|then|dann)(?![\p{L}\p{N}_])|[.;:!?)](?:\s|$)|\s+(?:and|und)\s+(?:die|the)\s|,?\s+(?:the\s+|die\s+|den\s+|das\s+)?(?:biggest|largest|smallest|highest|lowest|earliest|latest|oldest|newest|sorted|sortiert|größte|kleinste|höchste|älteste|früheste|neueste|as|als|in|into|from|for|aus|per|je|at|one|eine|each|jeweils|absteigend|aufsteigend|by|nach|an)(?![\p{L}\p{N}_])|\s*\()/iu;

/** The columns that a request asks for, as the person wrote them; empty when it names none. `text` has paths blanked out. */
export function columnsAsked(text: string): string[] {
  for (const pattern of [HEAD, BARE]) {
    for (const match of text.matchAll(pattern)) {
      const names = readNames(text.slice(match.index + match[0].length));
      const bare = pattern === BARE;
      if (names.length > (bare ? 1 : 0) && names.every((name) => !bare || looksLikeColumn(name))) return names;
    }
  }
  const colon = COLON.exec(text);
  if (colon?.[1]) {
    const names = readNames(colon[1]);
    if (names.length > 1 && names.every(looksLikeColumn)) return names;
  }
  return [];
}

function readNames(rest: string): string[] {
  let end = 0;
  while (end < rest.length && !END.test(rest.slice(end))) end += 1;
  const list = rest.slice(0, end);
  return list
    .split(/\s*,\s*(?:(?:and|und)\s+)?|\s+(?:and|und|sowie|&)\s+/iu)
    .map((name) =>
      name
        .replaceAll(/["“”„']/gu, "")
        .replace(/^(?:the|der|die|das|den|dem)\s+/iu, "")
        .trim(),
    )
    .filter((name) => name !== "" && name.split(/\s+/u).length <= 4);
}

const NOT_A_COLUMN = new Set([
  "it",
  "them",
  "the",
  "all",
  "only",
  "please",
  "bitte",
  "allen",
  "der",
  "die",
  "das",
  "a",
  "ein",
  "eine",
]);

/** A column name is short, begins with a capital or is one word, and is no pronoun. */
function looksLikeColumn(name: string): boolean {
  const first = fold(name.split(/\s+/u)[0] ?? "");
  return name.length <= 32 && !NOT_A_COLUMN.has(first) && (/^\p{Lu}/u.test(name) || !name.includes(" "));
}
