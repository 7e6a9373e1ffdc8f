import { remembering } from "../../../core/index.ts";
import { BY_WORD } from "./data.ts";

/** Heads too short to be trusted inside a word, but for these endings of column names ("KdNr", "Personal-ID"). */
const SHORT_HEADS = new Map([
  ["nr", "nummer"],
  ["nummer", "nummer"],
  ["id", "id"],
  ["datum", "datum"],
  ["preis", "preis"],
  ["tag", "tag"],
  ["ort", "ort"],
  ["art", "art"],
  ["buch", "buch"],
]);

/**
 * Head and modifier of a German compound whose head the lexicon knows ("bruttobetrag" -> betrag, brutto), else null. The
 * modifier is returned without its linking letters where that gives a known word.
 */
export const splitCompound = remembering(split);

function split(folded: string): Readonly<{ head: string; modifier: string }> | null {
  if (folded.includes(" ") || folded.length < 5 || /\d/.test(folded)) return null;
  const whole = BY_WORD.has(folded);
  for (let at = 3; at <= folded.length - 2; at += 1) {
    const tail = folded.slice(at);
    const head = tail.length >= 5 ? known(tail) : (SHORT_HEADS.get(tail) ?? null);
    if (head === null) continue;
    const modifier = unlinked(folded.slice(0, at));
    // A short tail inside a word that is no compound ("wort"), and a known word ("Mitarbeiter"), need a known modifier.
    if ((whole || (tail.length < 5 && tail !== "nr")) && !BY_WORD.has(modifier)) continue;
    return { head, modifier };
  }
  return null;
}

function known(tail: string): string | null {
  for (const end of ["", "e", "en", "n", "s", "es", "er"]) {
    const word = end === "" ? tail : tail.endsWith(end) ? tail.slice(0, -end.length) : "";
    if (word.length >= 4 && BY_WORD.has(word)) return word;
    // "Aufträge", "Sätze": the plural's vowel.
    const plain = end === "" ? "" : word.replace(/([aou])e(?=[^aeiou]+$)/, "$1");
    if (plain.length >= 4 && BY_WORD.has(plain)) return plain;
  }
  return null;
}

function unlinked(part: string): string {
  for (const link of ["", "s", "n", "en", "es", "er", "e"]) {
    const word = link === "" ? part : part.endsWith(link) ? part.slice(0, -link.length) : "";
    if (word.length >= 3 && BY_WORD.has(word)) return word;
  }
  for (const ending of ["e", "en"]) if (BY_WORD.has(part + ending)) return part + ending;
  return part.endsWith("s") && part.length > 4 ? part.slice(0, -1) : part;
}
