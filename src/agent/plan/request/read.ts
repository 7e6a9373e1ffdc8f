import {
  findDates,
  findNumbers,
  findPeriods,
  fold,
  guessLanguage,
  stem,
  words,
  type Lang,
} from "../../../files/index.ts";
import { splitClauses } from "./clauses.ts";
import { columnsAsked } from "./columns.ts";
import { pathMentions } from "./paths.ts";
import { STOP_WORDS } from "./stopwords.ts";
import type { Request, Term } from "./types.ts";

/** Reads everything out of a request that code can read. `files` are the workspace's paths. Pure. */
export function readRequest(text: string, opts: { today: string; files: readonly string[]; lang?: Lang }): Request {
  const clean = text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
  const lang = opts.lang ?? guessLanguage(clean);
  const paths = pathMentions(clean, opts.files);
  const masked = maskSpans(clean, paths);
  const dates = findDates(masked, { today: opts.today, ...(lang === "de" ? { dayFirst: true } : {}) });
  const periods = findPeriods(masked, { today: opts.today });
  const said = [...dates, ...periods, ...frames(masked)];
  return {
    text: clean,
    lang,
    today: opts.today,
    follows: false,
    clauses: splitClauses(clean, paths),
    dates,
    periods,
    numbers: findNumbers(masked),
    quotes: quotes(clean),
    paths,
    columns: columnsAsked(masked),
    limits: limits(clean),
    order: orderAsked(clean),
    top: topAsked(clean),
    answerLang: answerLanguage(clean),
    terms: terms(maskSpans(masked, said)),
  };
}

/** Words about the form of the answer; they say nothing about the files. */
function frames(text: string): { start: number; end: number }[] {
  const pattern =
    /(?<![\p{L}\p{N}_])\d{1,4}\s*(?:words?|wörtern?|worten?)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:with|mit)\s+(?:the\s+|den\s+)?(?:columns?|spalten)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:biggest|largest|smallest|earliest|soonest|nearest|latest|newest|oldest)\s+first(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])as (?:a )?table(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])als (?:eine )?(?:tabelle|liste)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])YYYY-MM-DD(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])JJJJ-MM-TT(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])at most(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])höchstens(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])maximal(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])nicht länger als(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])in (?:euros?|pounds|dollars|gbp|eur)(?![\p{L}\p{N}_])/giu;
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The same text with some stretches blanked out, so that a date inside a file name is not a date of the request. */
export function maskSpans(text: string, spans: { start: number; end: number }[]): string {
  let masked = text;
  for (const { start, end } of spans) masked = masked.slice(0, start) + " ".repeat(end - start) + masked.slice(end);
  return masked;
}

export function terms(text: string): Term[] {
  const result: Term[] = [];
  for (const word of words(text)) {
    if (STOP_WORDS.has(word.word) || word.word.length < 2) continue;
    const inner = word.start > 0 && !/[.!?:]\s*$/u.test(text.slice(0, word.start));
    const name = /\d/u.test(word.text) || (inner && /^\p{Lu}/u.test(word.text));
    result.push({ start: word.start, end: word.end, text: word.text, word: word.word, stem: stem(word.word), name });
  }
  return result;
}

function quotes(text: string): Request["quotes"] {
  const found: Request["quotes"] = [];
  for (const match of text.matchAll(/["“„«»”]([^"“„«»”]{1,300})["“”«»]|(?<=\s)'([^']{2,300})'(?=[\s.,!?]|$)/gu)) {
    const inner = match[1] ?? match[2] ?? "";
    const start = match.index + match[0].indexOf(inner);
    found.push({ start, end: start + inner.length, text: inner });
  }
  return found;
}

const NUMBER_WORDS: Record<string, number> = {
  ein: 1, eine: 1, einem: 1, one: 1, zwei: 2, two: 2, drei: 3, three: 3, vier: 4, four: 4, fuenf: 5, five: 5,
  sechs: 6, six: 6, sieben: 7, seven: 7, acht: 8, eight: 8, neun: 9, nine: 9, zehn: 10, ten: 10, zwoelf: 12, twelve: 12,
}; // prettier-ignore

function toCount(word: string | undefined): number | null {
  if (!word) return null;
  const value = NUMBER_WORDS[fold(word)] ?? Number(word);
  return Number.isInteger(value) && value > 0 ? value : null;
}

function limits(text: string): Request["limits"] {
  const unit = "(?:words?|wörter[n]?|worte[n]?)";
  const max =
    new RegExp(
      String.raw`(?:at most|no more than|not more than|up to|under|less than|fewer than|within|maximum(?: of)?|max\.?|höchstens|maximal|nicht mehr als|mehr als|unter|bis zu|nicht länger als|weniger als)\s+(\d{1,4})\s*${unit}`,
      "iu",
    ).exec(text) ??
    new RegExp(
      String.raw`(\d{1,4})\s*${unit}(?:\s+(?:at (?:the )?most|or less|or fewer|maximum|max|tops|höchstens|maximal))`,
      "iu",
    ).exec(text) ??
    new RegExp(
      String.raw`(?:in|mit|with)\s+(?:about\s+|around\s+|etwa\s+|rund\s+|ca\.\s*)?(\d{1,4})\s*${unit}`,
      "iu",
    ).exec(text);
  const min = new RegExp(String.raw`(?:at least|mindestens)\s+(\d{1,4})\s*${unit}`, "iu").exec(text);
  const count =
    /(?:in|mit|with|höchstens|at most)?\s*([\p{L}\p{N}]+)\s+(?:short\s+|kurzen?\s+)?(?:sentences?|sätzen?)(?![\p{L}\p{N}_])/iu.exec(
      text,
    );
  return {
    maxWords: max ? Number(max[1]) : null,
    minWords: min ? Number(min[1]) : null,
    sentences: toCount(count?.[1]),
  };
}

const DESCENDING =
  /(?<![\p{L}\p{N}_])(?:(?:biggest|largest|highest|most expensive|newest|latest|most recent|größte[rns]?|höchste[rns]?|teuerste[rns]?|neu(?:e)?ste[rns]?|meiste[rn]?)\s+(?:\S+\s+)?(?:first|zuerst|zuoberst|oben)|descending|absteigend[\p{L}\p{N}]*|vom größten zum kleinsten|from (?:largest|biggest|highest))/iu;
const ASCENDING =
  /(?<![\p{L}\p{N}_])(?:(?:smallest|lowest|cheapest|oldest|earliest|soonest|nearest|kleinste[rns]?|niedrigste[rns]?|billigste[rns]?|günstigste[rns]?|älteste[rns]?|früheste[rns]?|nächste[rns]?)\s+(?:\S+\s+)?(?:first|zuerst|zuoberst|oben)|ascending|aufsteigend[\p{L}\p{N}]*|alphabeti[\p{L}\p{N}]+|in order of|der reihe nach|chronologi[\p{L}\p{N}]+|from (?:smallest|lowest|earliest))/iu;

/** The order that a text asks for, null when none. */
export function orderAsked(text: string): Request["order"] {
  const by =
    /(?:sorted by|sort(?:ed)? .{0,20}by|order(?:ed)? by|sortiert nach|nach|by)\s+(?:the\s+|dem\s+|der\s+)?(\p{L}[\p{L}-]+)\s+(?:sort|geordnet|aufsteigend|absteigend)/iu.exec(
      text,
    );
  const sorted =
    /(?:sorted by|sort(?:ed)? (?:it|them|the list)? ?by|order(?:ed)? by|sortiert nach|sortiere? (?:sie|es)? ?nach)\s+(?:the\s+|dem\s+|der\s+)?(\p{L}[\p{L}-]+)/iu.exec(
      text,
    );
  const name = sorted?.[1] ?? by?.[1] ?? null;
  if (DESCENDING.test(text)) return { direction: "desc", by: name };
  if (ASCENDING.test(text) || name) return { direction: "asc", by: name };
  return null;
}

/** "the three largest" -> 3. */
export function topAsked(text: string): number | null {
  const adjective =
    "(?:largest|biggest|highest|best|top|most expensive|cheapest|smallest|lowest|newest|oldest|latest|earliest|größten|höchsten|teuersten|billigsten|günstigsten|kleinsten|niedrigsten|neuesten|ältesten|besten|wichtigsten|umsatzstärksten|meisten)";
  const match =
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_])(?:the\s+|die\s+|den\s+|unsere\s+|our\s+)?([\p{L}\p{N}]+)\s+${adjective}(?![\p{L}\p{N}_])`,
      "iu",
    ).exec(text) ?? /(?<![\p{L}\p{N}_])top[\s-]*(\d{1,3})(?![\p{L}\p{N}_])/iu.exec(text);
  return toCount(match?.[1]);
}

function answerLanguage(text: string): Lang | null {
  if (
    /(?<![\p{L}\p{N}_])(?:auf|in)\s+(?:englisch|english)|(?<![\p{L}\p{N}_])(?:englische[nrs]?|english)\s+(?:antwort|reply|answer|letter|brief|mail|text|version|note|summary)/iu.test(
      text,
    )
  )
    return "en";
  if (
    /(?<![\p{L}\p{N}_])(?:auf|in)\s+(?:deutsch|german)|(?<![\p{L}\p{N}_])(?:deutsche[nrs]?|german)\s+(?:antwort|reply|answer|letter|brief|mail|text|version|note|summary)/iu.test(
      text,
    )
  )
    return "de";
  return null;
}
