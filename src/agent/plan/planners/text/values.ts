import { findDates, findNumbers, guessLanguage, type Lang } from "../../../../files/index.ts";

/** Whether a text names a day, in whatever spelling; a year that it does not give is taken as meant. */
export function namesDate(text: string, iso: string, today: string): boolean {
  return findDates(text, { today }).some(
    (date) => date.iso === iso || (date.iso.slice(5) === iso.slice(5) && !/\d{4}|\.\d{2}$/u.test(date.text)),
  );
}

/** Whether a text has a number, in German or English notation, with or without decimals that are zero. */
export function namesNumber(text: string, value: string): boolean {
  return numberTokens(text).some((token) => sameNumber(token, value));
}

/** Digits of a text as they stand, without what belongs to dates. */
function numberTokens(text: string): string[] {
  return [...text.matchAll(/\d+(?:[.,'\u00a0\u202f]\d+)*/gu)].map((match) => match[0]);
}

/** "1.234,50", "1,234.50" and "1234.5" are one number; "1.234" may be two. */
function sameNumber(written: string, value: string): boolean {
  return readings(written).some((reading) => Math.abs(reading - Number(value)) < 1e-9);
}

function readings(written: string): number[] {
  const digits = written.replaceAll(/['\u00a0\u202f]/gu, "");
  const german = Number(digits.replaceAll(".", "").replace(",", "."));
  const english = Number(digits.replaceAll(",", ""));
  return [german, english].filter((value) => Number.isFinite(value));
}

/**
 * Digits of `text` that stand nowhere in `sources`: invented ones. Days, months and years of dates that the sources name in
 * another spelling are not.
 */
export function inventedNumbers(text: string, sources: string, today: string): string[] {
  const known = numberTokens(sources);
  const dates = findDates(text, { today });
  const sourceDates = findDates(sources, { today });
  const fromDates = new Set(
    dates
      .filter((date) => sourceDates.some((other) => other.iso.slice(5) === date.iso.slice(5)))
      .flatMap((date) => numberTokens(date.text)),
  );
  const values = new Set(findNumbers(sources).map((number) => Number(number.value)));
  return numberTokens(text).filter((token) => {
    if (known.includes(token) || fromDates.has(token)) return false;
    return !readings(token).some(
      (reading) => values.has(reading) || known.some((other) => readings(other).includes(reading)),
    );
  });
}

/** Amounts in the notation of a language: a model that translates leaves "134,00" in English text as it was. */
export function inNotation(text: string, lang: Lang): string {
  if (lang === "en")
    return text.replaceAll(
      /(?<![\d.,])(\d{1,3}(?:\.\d{3})*),(\d{2})(?![\d.,]*\d)/gu,
      (_all, whole: string, cents: string) => `${whole.replaceAll(".", ",")}.${cents}`,
    );
  const german = (digits: string) => digits.replaceAll(",", "\u0000").replace(".", ",").replaceAll("\u0000", ".");
  return text
    .replaceAll(/(?<=[€£$]\s?)\d{1,3}(?:,\d{3})*\.\d{2}(?!\d)/gu, german)
    .replaceAll(/(?<![\d.,])\d{1,3}(?:,\d{3})*\.\d{2}(?=\s?(?:€|£|\$|EUR|Euro|GBP|Pfund|Dollar))/gu, german);
}

export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const COMMON: Record<Lang, RegExp> = {
  de: /\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|und|oder|ist|sind|war|wird|werden|wurde|nicht|mit|für|von|vom|zu|zum|zur|auf|im|bei|bis|nach|aus|am|an|wir|sie|ihr|ihre|ihnen|ich|uns|unser|auch|noch|dass|es|hat|haben|kann|bitte|über|sehr|wenn|nur|alle|durch)\b/giu,
  en: /\b(?:the|a|an|and|or|is|are|was|were|will|would|be|been|not|with|for|of|to|on|in|at|by|from|until|we|you|your|i|our|us|also|as|that|it|has|have|can|please|about|very|if|only|all|so|this|these|they|he|she|its)\b/giu,
};

/** The language of a text by its small words; the general guess where they are even. */
export function languageIs(text: string): Lang {
  const count = (lang: Lang) => text.match(COMMON[lang])?.length ?? 0;
  const lead = count("de") - count("en");
  return lead === 0 ? guessLanguage(text) : lead > 0 ? "de" : "en";
}

/** At most `max` words, ended behind a sentence; a single sentence that is longer is cut at a word and marked. */
export function cutToWords(text: string, max: number): string {
  if (countWords(text) <= max) return text.trim();
  const pieces = text.trim().split(/(?<=[.!?])\s+(?=\p{Lu}|\d|[-*•])/u);
  let kept = "";
  for (const piece of pieces) {
    const next = kept === "" ? piece : `${kept} ${piece}`;
    if (countWords(next) > max) break;
    kept = next;
  }
  if (kept !== "") return kept;
  return `${text
    .trim()
    .split(/\s+/u)
    .slice(0, Math.max(1, max - 1))
    .join(" ")} …`;
}
