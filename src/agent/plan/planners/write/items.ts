import { maskSpans } from "../../request/index.ts";

/** Where the list of what the letter shall tell begins. */
const OPENERS =
  /(?<!\p{L})(?:mit|samt|inklusive|inkl\.|with|including|giving|stating|give|state|mention|include|quote|tell (?:him|her|them|\p{Lu}\p{L}+)|nenn\p{L}*|gib|erwähn\p{L}*|(?:schreib\p{L}*|sag\p{L}*|mitteil\p{L}*) (?:ihm|ihr|ihnen))(?:\s+(?:him|her|them|us|ihm|ihr|ihnen))?\s+(?!columns|spalten|(?:den|the) (?:columns|spalten))|:\s+|(?<!\p{L})(?=(?:what|which|how much|how many|until when|by when|when|where|wie ?viel\p{L}*|welche\p{L}*|auf welche\p{L}*|bis wann|wann|wohin|wo)\s)/giu;
/** Behind these the order speaks of the letter itself. */
const ENDS =
  /[.!?](?=\s|$)|;|(?<!\p{L})(?:put it|save|leg (?:den|die|das|ihn|sie|es)|ablegen|speicher\p{L}*|and put|und leg\p{L}*|keep it|not more than|höchstens|at most|maximal|unter \d|under \d)(?!\p{L})/giu;
const PARTS =
  /\s*,(?!\s*(?:bis zu|in de[mrn]|auf de[mrn]|von de[mrn]|mit de[mrn]|by which|until which|on which)\s)\s*(?:(?:and|und|sowie)\s+)?|:\s+|\s+(?:and|und|sowie|as well as)\s+/giu;
/** The letter itself is no piece of what it tells. */
const LETTER =
  /(?<!\p{L})(?:mail|e-?mail|letter|brief|reply|antwort|nachricht|message|auf deutsch|auf englisch|in english|in german)(?!\p{L})/iu;
/** "we are sorry" is said as it stands; what the other one asks stands in the mail. */
const TOLD =
  /^(?:we|i|wir|ich)\s|(?<!\p{L})(?:asks?(?: for| about)?|questions?|wants to know|fragt|wissen will|fragen)(?!\p{L})/iu;
const MAX_ITEMS = 10;

/** What the order wants to be told, piece by piece: "mit Tag, Beginn und dem Preis für alle" -> three pieces. */
export function itemsOf(order: string, skip: { start: number; end: number }[]): string[] {
  const text = maskSpans(order, skip);
  const ends = [...text.matchAll(ENDS)].map((match) => match.index);
  const items: string[] = [];
  let done = 0;
  for (const match of text.matchAll(OPENERS)) {
    const start = match.index + match[0].length;
    if (start < done) continue;
    const end = ends.find((at) => at >= start) ?? text.length;
    items.push(...text.slice(start, end).split(PARTS));
    done = end;
  }
  return items
    .map((item) =>
      item
        .replaceAll(/\s+/gu, " ")
        .replace(/^\s*(?:mit|with|including)\s+/iu, "")
        .trim(),
    )
    .filter((item) => /\p{L}{2}/u.test(item) && !LETTER.test(item) && !TOLD.test(item))
    .slice(0, MAX_ITEMS);
}

/** How the letter calls a piece: without its article ("dem Namen vom Guide" -> "Name vom Guide"). */
export function labelOf(item: string): string {
  const bare = item
    .replace(
      /^(?:(?:the|his|her|their|its|our|a|an|der|die|das|den|dem|des|seine[nmrs]?|ihre[nmrs]?|unsere[nmrs]?)\s+)+/iu,
      "",
    )
    .replace(/^Namen(?!\p{L})/u, "Name")
    .replaceAll(/\s*\([^)]*\)/gu, "")
    .trim();
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
