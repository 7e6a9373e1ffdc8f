import { words } from "../../../../files/index.ts";
import { concepts, isStopWord } from "../../lexicon/index.ts";
import { languageIs } from "../text/values.ts";
import type { Found } from "./patterns.ts";

const SEQUENCE =
  /(?:(?:herrn?|frau|fa\.?|firma|mr\.?|mrs\.?|ms\.?|dr\.?|prof\.?|familie|the)\s+)*\p{Lu}[\p{L}'’.-]*(?:\s+(?:von|van|de|der|den|zu|und|&|y|la|le)?\s*\p{Lu}[\p{L}'’-]+){0,4}/gu;
const TITLE = /^(?:herrn?|frau|mr|mrs|ms|dr|prof|familie)\b/iu;

/**
 * Capitalised words of a text that may name a person or a firm. In German every noun is capitalised, so a single word counts
 * only when the tables know it as a name, a title stands before it, or the lexicon has never heard of it.
 */
export function people(text: string, known: ReadonlySet<string>): (Found & { known: boolean })[] {
  const found: (Found & { known: boolean })[] = [];
  const inEnglish = languageIs(text) === "en" && !/[äöüß]/iu.test(text);
  for (const match of text.matchAll(SEQUENCE)) {
    for (const piece of split(match[0], match.index)) {
      const tokens = words(piece.text);
      if (tokens.every((token) => isStopWord(token.word))) continue;
      const first = tokens[0];
      if (first && isStopWord(first.word) && tokens.length > 1 && !TITLE.test(piece.text)) {
        const shift = tokens[1]?.start ?? 0;
        piece.start += shift;
        piece.text = piece.text.slice(shift);
      }
      const inner = piece.start > 0 && !/[.!?:]\s*$/u.test(text.slice(0, piece.start));
      if (!isName(piece.text, known, inEnglish, inner)) continue;
      const sure = TITLE.test(piece.text) || tokens.some((token) => known.has(token.word));
      found.push({
        start: piece.start,
        end: piece.start + piece.text.length,
        text: piece.text,
        value: piece.text,
        known: sure,
      });
    }
  }
  const both = pairs(text, found);
  return [...both, ...found.filter((one) => !both.some((pair) => pair.start <= one.start && one.end <= pair.end))];
}

/** Two people who do a thing together are one answer. */
function pairs(text: string, found: (Found & { known: boolean })[]): (Found & { known: boolean })[] {
  return found.flatMap((first, at) => {
    const second = found[at + 1];
    if (
      !second ||
      (!first.known && !second.known) ||
      !/^\s+(?:und|and|&)\s+$/u.test(text.slice(first.end, second.start))
    )
      return [];
    const whole = text.slice(first.start, second.end);
    return [{ start: first.start, end: second.end, text: whole, value: whole, known: true }];
  });
}

/** "Peter und Lukas" are two people, "Böhm & Partner" is one firm. */
function split(text: string, start: number): { text: string; start: number }[] {
  const pieces: { text: string; start: number }[] = [];
  let at = 0;
  for (const match of text.matchAll(/\s+(?:und|and|y)\s+/gu)) {
    pieces.push({ text: text.slice(at, match.index), start: start + at });
    at = match.index + match[0].length;
  }
  pieces.push({ text: text.slice(at), start: start + at });
  return pieces;
}

const CALENDAR =
  /^(?:jan|feb|mar|maerz|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)(?:uar|ruar|ch|il|i|y|e|ust|tember|ober|ember|uary|ruary)?$|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:mon|diens|donners|frei|sams|sonn)tag$|^mittwoch$/u;

function isName(text: string, known: ReadonlySet<string>, inEnglish: boolean, inner: boolean): boolean {
  if (TITLE.test(text)) return /\s\p{Lu}/u.test(text);
  const tokens = words(text).filter((token) => !isStopWord(token.word) && /^\p{Lu}/u.test(token.text));
  if (tokens.some((token) => CALENDAR.test(token.word))) return false;
  // Letters only in capitals are codes and abbreviations.
  if (!tokens.some((token) => /\p{Ll}/u.test(token.text))) return false;
  if (tokens.length === 0) return false;
  if (tokens.some((token) => known.has(token.word))) return true;
  // Two capitals in a row in English, where nouns have none, are a name.
  const plain = tokens.every((token) => /^\p{Lu}\p{Ll}/u.test(token.text));
  if (inEnglish && tokens.length >= 2 && inner && plain) return true;
  const long = tokens.filter((token) => token.word.length > 2);
  return long.length > 0 && long.every((token) => concepts(token.word).length === 0);
}
