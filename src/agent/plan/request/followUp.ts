import { findDates, findPeriods, words, type Span } from "../../../files/index.ts";
import { concepts } from "../lexicon/index.ts";
import { STOP_WORDS } from "./stopwords.ts";

const LEAD =
  /^(?:(?:ok(?:ay)?|so|gut|also)[,\s]+)?(?:(?:(?:and|und)\s+)?(?:what about|how about|was ist mit|wie (?:ist|war|sieht) es (?:aus )?(?:mit|bei|im|in|für)|the same for|same for|dasselbe für|das gleiche für|now for|jetzt für)|and|und|or|oder)(?!\p{L})[,:]?\s*/iu;
const SMALL = /^(?:for|in|on|of|by|at|the|für|im|in|am|bei|von|vom|mit|den|die|der|das|dem|ein|einen)\s+/iu;
const MAX_LENGTH = 60;

/**
 * "And in November?" after "How many hours did Mara book in October?": the earlier request with the new date, name or
 * number in the place of the one of its kind. null when the text stands on its own or nothing of its kind was there.
 */
export function resolveFollowUp(text: string, earlier: string, today: string): string | null {
  const lead = LEAD.exec(text.trim());
  if (!lead || text.length > MAX_LENGTH) return null;
  let rest = text
    .trim()
    .slice(lead[0].length)
    .replace(/[?!.\s]+$/u, "");
  while (SMALL.test(rest)) rest = rest.replace(SMALL, "");
  if (rest === "") return null;
  for (const kind of [periods, dates, names]) {
    const [found, ...more] = kind(rest, today);
    if (!found || more.length > 0 || found.text.length < rest.length * 0.5) continue;
    const old = kind(earlier, today).at(-1);
    if (old) return earlier.slice(0, old.start) + found.text + earlier.slice(old.end);
  }
  return null;
}

function periods(text: string, today: string): Span[] {
  return findPeriods(text, { today });
}

function dates(text: string, today: string): Span[] {
  return findDates(text, { today });
}

/**
 * Capitalised words and words with digits, neighbours taken as one name. The first word of a sentence is none, nor is a
 * date, nor an office word: German writes those with a capital, too.
 */
function names(text: string, today: string): Span[] {
  const spans: Span[] = [];
  // "2026" inside "RE-2026-104" is no year.
  const said = [...periods(text, today), ...dates(text, today)].filter(
    ({ start, end }) => !/[\p{L}\p{N}\-/]/u.test(`${text[start - 1] ?? ""}${text[end] ?? ""}`),
  );
  for (const word of words(text)) {
    if (said.some((span) => word.start < span.end && span.start < word.end) || concepts(word.word).length > 0) continue;
    const leads = word.start === 0 && text.length > word.end + 12;
    const isName = /\d/u.test(word.text) || (/^\p{Lu}/u.test(word.text) && !leads && !STOP_WORDS.has(word.word));
    if (!isName) continue;
    const last = spans.at(-1);
    if (last && /^[\s\-/]+$/u.test(text.slice(last.end, word.start))) {
      last.end = word.end;
      last.text = text.slice(last.start, last.end);
    } else spans.push({ start: word.start, end: word.end, text: word.text });
  }
  return spans;
}
