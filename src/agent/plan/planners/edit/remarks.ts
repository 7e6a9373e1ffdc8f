const REST =
  "(?:the rest|everything else|all else|nothing else|anything else|the others?|all (?:the )?other\\p{L}*(?: \\p{L}+)?|alles andere|alles übrige|der rest|den rest|das übrige|das andere|sonst|ansonsten|im übrigen|die anderen)";
const STAYS =
  "(?:stays?|remains?|changes?|is to (?:stay|remain)|must (?:stay|remain|not change)|should (?:stay|remain)|bleib\\p{L}*|änder\\p{L}*|soll\\p{L}*|muss|darf|lass\\p{L}*|nichts)";
const WORDS = "[^.,;!?()]";
const END = "(?=\\s*(?:[.,;!?)]|$))";
const LEAD = "(?:,\\s*)?(?:(?:and|und|but|aber|bitte|please)\\s+)?(?:please\\s+|bitte\\s+)?";

/** What a person adds to an order without asking for anything: it names no value and no row. */
const REMARKS: readonly RegExp[] = [
  `${LEAD}(?<!\\p{L})${REST}(?!\\p{L})${WORDS}{0,40}(?<!\\p{L})${STAYS}(?!\\p{L})${WORDS}{0,40}${END}`,
  `${LEAD}(?<!\\p{L})(?:leave|keep|let|lass(?:e|t)?|belass\\p{L}*|change|ändere?)\\s${WORDS}{0,30}${REST}(?!\\p{L})${WORDS}{0,60}${END}`,
  `${LEAD}(?<!\\p{L})(?:don't|do not) (?:touch|change)\\s${WORDS}{0,60}${END}`,
  // "Raum und Dauer bleiben", "the room stays the same"
  `(?<=^|[.,;!?]\\s*)${LEAD}(?:[\\p{L}-]+\\s+){1,6}(?:bleib(?:t|en)|stays?|remains?)(?:\\s+(?:alles\\s+)?(?:gleich|so|unverändert|dabei|bestehen|beim alten|wie (?:er|sie|es|bisher|gehabt)(?: (?:ist|sind|war\\p{L}*))?|the same|as (?:it|they|before)(?: (?:is|are|was|were))?|unchanged|put))*${END}`,
  // "in the same style as the other finished lines", "like the other rows"
  `(?:,\\s*)?(?<!\\p{L})(?:in|im)\\s(?:the |der |dem )?(?:same|gleichen?|selben?)\\s(?:style|format?|form|way|manner|stil|weise|art|schreibweise)(?!\\p{L})${WORDS}{0,60}${END}`,
  `(?:,\\s*)?(?<!\\p{L})(?:just |exactly |genau(?:so)? |so )?(?:like|as in|as with|wie)\\s(?:all )?(?:the|bei den|in den|die|den)?\\s?(?:other|anderen|übrigen|restlichen)(?!\\p{L})${WORDS}{0,40}${END}`,
  "\\((?=[^)]*(?<!\\p{L})(?:übrigens|by the way|btw|nebenbei|leider|sadly|thanks|danke|congrat\\p{L}*|glückwunsch|schön\\p{L}*|lovely|nice)(?!\\p{L}))[^)\\d]*\\)",
].map((source) => new RegExp(source, "giu"));

/** An order without its remarks ("leave everything else as it is", "sonst ändert sich nichts"). */
export function withoutRemarks(text: string): string {
  const plain = REMARKS.reduce((rest, pattern) => rest.replaceAll(pattern, " "), text);
  const tidy = plain
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/\s(?=[.,;!?])/gu, "")
    .replace(/^[\s.,;!?]+/u, "")
    .trim();
  return tidy === "" ? text : tidy;
}
