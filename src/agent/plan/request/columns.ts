import { fold } from "../../../files/index.ts";

const HEAD =
  /(?<![\p{L}\p{N}_])(?:(?:with|mit)\s+(?:(?:the|den|folgenden|these)\s+)*(?:columns?|spalten?|headers?|feldern?|fields?)|(?:the\s+)?(?:columns?|spalten)\s*(?:are|sind)?\s*:?)\s*:?\s+/giu;
/** "by-category.csv with Category and Total", "als Tabelle mit WeinNr und Erhöhung", "in x.csv an mit Artikelnr und Fehlmenge". */
const BARE =
  /(?:(?<![\p{L}\p{N}_])(?:tabelle|table|liste|list|datei|file|csv|xlsx|übersicht|overview|aufstellung)(?![\p{L}\p{N}_])[\s,]*(?:an\s+)?(?:(?:please|bitte)[\s,]+)?|\s{2,}(?:an\s+)?)(?:with|mit|of|aus|listing)\s+(?=\p{L})/giu;
/** "Erstelle eine Liste aller Mitglieder, die …, mit Name, Nummer und Betrag": the names stand at the end. */
const TRAILING = /(?<!\p{L})(?:tabelle|table|liste|list|csv)(?!\p{L})[^.!?:]{5,160}?,\s+(?:with|mit)\s+(?=\p{L})/giu;
/** "Die Spalten sollen „Wohnung“ und „Verbrauch“ heißen." */
const CALLED =
  /(?<!\p{L})(?:spalten|columns)\s+(?:sollen|should|shall|must|müssen|heißen|are)(?!\p{L})[^.!?]*["“„][^.!?]*/iu;
/** Begins where a stretch without these signs begins: tried from each letter of a long one, it took a minute. */
const COLON =
  /(?<![^.:])[^.:]{10,}:\s+((?:\p{L}[\p{L}\p{N}. /%-]{0,30}(?:,\s+|\s+(?:und|and)\s+)){1,8}\p{L}[\p{L}\p{N}. /%-]{0,30})[.?!]?\s*$/iu;
/** "Bitte Gruppe, Kinder und Preis in eine Tabelle holen", "Job, Cost and Due as a table": the names stand before it. */
const INTO =
  /(?<![\p{L}\p{N}])(\p{Lu}[\p{L}\p{N}.%/-]*(?:,\s+\p{Lu}[\p{L}\p{N}.%/-]*(?: \p{Lu}[\p{L}.]*)?)*(?:,|\s+(?:und|and))\s+\p{Lu}[\p{L}\p{N}.%/-]*(?: \p{Lu}[\p{L}.]*)?)\s+(?:in|into|als|as)\s+(?:(?:an?|eine[rn]?|die|the)\s+)?(?:[Tt]abelle|[Tt]able|[Ll]iste?)(?!\p{L})/u;
const END =
  /^(?:,?\s+(?:and|und)\s+(?:save|speichere?|store|put|lege?|write|schreibe?|then|dann|tell|sag)(?![\p{L}\p{N}_])|[.;:!?)](?=[\s,.]|$)|\s+(?:and|und)\s+(?:die|the)\s|,?\s+(?:all\s+|alle\s+)?(?:(?:the|die)\s+)?(?:dates?|days?|times?|amounts?|numbers|datum|daten|tage|zahlen|beträge)\s+(?:written|like|in|as|with|mit|wie|als|im|geschrieben|jeweils)\s|,?\s+(?:the\s+|die\s+|den\s+|das\s+)?(?:biggest|largest|smallest|highest|lowest|earliest|latest|oldest|newest|soonest|nearest|cheapest|dearest|sorted|sortiert|größte|kleinste|höchste|älteste|früheste|neueste|nächste|of|von|aller|from|as|als|in|into|for|aus|per|je|at|one|eine|each|jeweils|absteigend|aufsteigend|by|nach|an)(?![\p{L}\p{N}_]))/iu;

/** The columns that a request asks for, as the person wrote them; empty when it names none. `text` has paths blanked out. */
export function columnsAsked(text: string): string[] {
  const into = INTO.exec(text)?.[1];
  if (into) return readNames(into);
  const called = CALLED.exec(text);
  if (called) {
    const names = [...called[0].matchAll(/["“„]([^"“”„]{1,40})["“”]/gu)].map((match) => match[1] ?? "");
    if (names.length > 0) return names;
  }
  for (const pattern of [HEAD, BARE, TRAILING]) {
    for (const match of text.matchAll(pattern)) {
      const names = readNames(text.slice(match.index + match[0].length));
      const bare = pattern !== HEAD;
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

function readNames(text: string): string[] {
  // "Auszahlung (das Datum) und Betrag": a remark on a column is no part of the list.
  const rest = text.replaceAll(/\s*\([^()]*\)/gu, "");
  let end = 0;
  while (end < rest.length && !END.test(rest.slice(end))) end += 1;
  const list = rest.slice(0, end);
  const names = list
    .split(/\s*,\s*(?:(?:and|und)\s+)?|\s+(?:and|und|sowie|&)\s+/iu)
    .map((name) =>
      name
        .replaceAll(/["“”„']/gu, "")
        .replace(/^(?:the|der|die|das|den|dem)\s+/iu, "")
        .trim(),
    )
    .filter((name) => name !== "");
  return withGivenNames(names).filter((name) => name.split(/\s+/u).length <= 4);
}

const GIVEN =
  /^(?:(?:call|name) (?:it|that|the (?:last )?column)|(?:die )?spalte(?: bitte)?|(?:the )?column(?: please)?(?: called)?|(?:die )?nenn(?:e|en wir)? die spalte)\s+(.+?)(?:\s+(?:nennen|heißen|please|bitte))?$/iu;

/** "… and how much is missing, call the column Missing": a name that is given replaces the words before it. */
function withGivenNames(names: string[]): string[] {
  const kept: string[] = [];
  for (const name of names) {
    const given = GIVEN.exec(name)?.[1];
    if (given !== undefined) kept.pop();
    kept.push(given ?? name);
  }
  return kept;
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
  return name.length <= 32 && !NOT_A_COLUMN.has(first) && (/^\p{Lu}/u.test(name) || name.split(" ").length <= 2);
}
