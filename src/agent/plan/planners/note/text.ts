import type { Reading } from "../shared/reading.ts";

/** The words that shall stand in the file, as the request gives them; `quoted` = between quotation marks. */
export function literalText(reading: Reading): { text: string; quoted: boolean } | null {
  const quote = reading.quotes
    .toSorted((a, b) => b.text.length - a.text.length)
    .find((one) => !isHeading(reading.text, one.start));
  if (quote) return { text: quote.text.trim(), quoted: true };
  const colon = /:\s+(\S.{2,300}?)\s*$/su.exec(reading.text);
  if (colon?.[1] && !/\.(?:txt|md)(?!\p{L})/iu.test(colon[1]))
    return { text: capital(colon[1].replace(/[.]$/u, "")), quoted: false };
  const that = /(?<!\p{L})(?:dass|that)\s+(\S.{3,200}?)[.!]?$/iu.exec(reading.text);
  if (
    that?.[1] &&
    /(?<!\p{L})(?:note|notier\p{L}*|vermerk\p{L}*|schreib\p{L}*|add|ergänz\p{L}*|write)(?!\p{L})/iu.test(
      reading.text.slice(0, that.index),
    )
  ) {
    return { text: capital(that[1]), quoted: false };
  }
  const object =
    /(?<!\p{L})(?:add|append|put|note)\s+(?!the\s+(?:number|total|sum|amount|result|count)|it\b|that\b|this\b|only\b|just\b)(.{3,160}?)\s+(?:to|on|in|into|at)\s+(?:the end of\s+)?(?:the |my |our )?(?:\S+\s)?(?:to-?do|todo|list|notes?|shopping|\S+\.(?:txt|md))/iu.exec(
      reading.text,
    ) ??
    /(?<!\p{L})(?:setz|setze|schreib|schreibe|nimm|pack|packe|trag|trage|füg|füge)\s+(?:bitte\s+|noch\s+)*(?!nur\b|die (?:anzahl|summe|zahl)|den betrag|das ergebnis|diese[nrsm]?\b|es\b|sie\b)(.{3,160}?)\s+(?:auf|in|zu|an)\s+(?:die|den|das|der|meine|unsere|meiner|unserer|\S+\.(?:txt|md))/iu.exec(
      reading.text,
    );
  return object?.[1]
    ? {
        text: capital(object[1].replace(/^(?:a|an|the) (?:line|note|entry|item)\s+(?:saying|that says)?\s*/iu, "")),
        quoted: false,
      }
    : null;
}

/** The heading to write below: "under the heading Office", "unter 'Material'". */
export function headingOf(text: string): string | null {
  const match =
    /(?<!\p{L})(?:under|below|unter|in section|im abschnitt)\s+(?:(?:the|der|die|dem|den)\s+)?(?:heading|section|überschrift|abschnitt|rubrik|punkt)\s+["„“']?([^"“”'.,;]{2,60}?)["“”']?(?=\s+(?:in|of|von|to|at|the|ein|hinzu|an|add)(?!\p{L})|[.,;]|$)/iu.exec(
      text,
    ) ?? /(?<!\p{L})(?:under|below|unter)\s+["„“']([^"“”']{2,60})["“”']/iu.exec(text);
  return match?.[1]?.trim() ?? null;
}

function isHeading(text: string, start: number): boolean {
  return /(?<!\p{L})(?:under|below|unter|heading|section|überschrift|abschnitt|rubrik)\s*["„“']?$/iu.test(
    text.slice(0, start),
  );
}

const PLACEHOLDER =
  /<[^<>]{1,30}>|\[(?![ xX]\])[^[\]]{1,30}\]|\{[^{}]{1,30}\}|_{2,}|(?<![\p{L}\p{N}])(?:N{1,3}|X{1,3}|n|x|#|\?{1,3}|…|\.{3})(?![\p{L}\p{N}])/u;

/** The text with its placeholder ("N", "XX", "<number>", "…") filled; null when it has one and there is no value. */
export function fillPlaceholder(text: string, value: string | null): string | null {
  if (!PLACEHOLDER.test(text)) return text;
  if (value === null)
    return /<|\[|\{|_{2,}|(?<![\p{L}\p{N}])(?:N{1,3}|X{1,3})(?![\p{L}\p{N}])/u.test(text) ? null : text;
  return text.replace(PLACEHOLDER, value.replaceAll("$", "$$$$"));
}

function capital(text: string): string {
  const trimmed = text.trim();
  return trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1);
}
