import { DEADLINE } from "./listed.ts";
import { sentences, type Lang } from "../../../../files/index.ts";

/** "Sag ihr, dass der Installateur am 23. November kommt": what the person wants to have said. */
const THAT =
  /(?<!\p{L})(?:that(?! (?:is|are|was|were|has|have|had|will|can)(?!\p{L}))|dass|daß)\s+(.{8,200}?)(?=,?\s+(?:and|und)\s+(?:mention|tell|ask|say|thank|put|save|sag|nenn|bitte|frag|leg|speicher)|\s+(?:in|nach|unter|to|into)\s+\S+\.(?:txt|md)|[.?!]*$)/iu;
/** "Answer her: we bring two new kegs on 20 November": words that may stand as they are. */
const AFTER_COLON =
  /(?<!\p{L})(?:answer|reply|write|tell|respond|say|antwort\p{L}*|schreib\p{L}*|sag\p{L}*|teil\p{L}*)(?!\p{L})[^:]{0,80}:\s+(\p{L}+ .{8,300})$/iu;
/** What is to be looked up, not told: "what she decided", "auf welches Konto". */
const ASKED =
  /(?<!\p{L})(?:what|which|how (?:much|many)|whether|where|when|who|was|wann|wo|wohin|wer|ob|wie ?viel\p{L}*|welche\p{L}*)(?!\p{L})/iu;
const VERB =
  /(?<!\p{L})(?:we|i|it|wir|ich|es)\s+\p{L}+|(?<!\p{L})(?:is|are|will|can|ist|sind|wird|werden|hat|haben|kann|können)(?!\p{L})/iu;
const TO_YOU: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:his|her|their)(?!\p{L})/giu, "your"],
  [/(?<!\p{L})(?:he|she|they)(?:['’]s| is| are|['’]re)(?!\p{L})/giu, "you are"],
  [/(?<!\p{L})(?:he|she|they)(?:['’]d)(?!\p{L})/giu, "you would"],
  [/(?<!\p{L})(?:he|she|they) (?:has|have)(?!\p{L})/giu, "you have"],
  [/(?<!\p{L})(?:he|she) (\p{L}+[^su\W])s(?!\p{L})/giu, "you $1"],
  [/(?<!\p{L})(?:he|she|they|him|them)(?!\p{L})/giu, "you"],
];
const ZU_IHNEN: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:seine?|ihre?)(?=[rnms]?(?!\p{L}))/giu, "Ihre"],
  [/(?<!\p{L})(?:ihm|ihr|ihnen)(?!\p{L})/giu, "Ihnen"],
  [/(?<!\p{L})(?:er|sie) /giu, "Sie "],
];
const PLURAL: Record<string, string> = { hat: "haben", ist: "sind", kann: "können", muss: "müssen", soll: "sollen", darf: "dürfen", wird: "werden", will: "wollen", bekommt: "bekommen" }; // prettier-ignore

/** Sentences for the letter out of what the order says in its own language; none where the letter is in another. */
export function toldSentences(order: string, from: Lang, to: Lang): string[] {
  if (from !== to) return [];
  return sentences(order).flatMap(({ text }) => {
    const said = (THAT.exec(text)?.[1] ?? "")
      .replaceAll(/\s*\([^)]*\)/gu, "")
      .replace(/,$/u, "")
      .trim();
    if (said !== "" && !ASKED.test(said) && !DEADLINE.test(said) && !MEANS_LETTER.test(text)) {
      const turned = toReader(said, to);
      return [to === "de" ? `Wir teilen Ihnen mit, dass ${turned}.` : `We would like to let you know that ${turned}.`];
    }
    const behind = (AFTER_COLON.exec(text)?.[1] ?? "").replace(/[.!]+$/u, "").trim();
    if (behind === "") return [];
    if (!ASKED.test(behind) && VERB.test(behind)) return [`${capital(behind)}.`];
    // A list in which some pieces are statements and others are to be looked up.
    return behind
      .split(/,\s*(?:and\s+|und\s+)?/u)
      .filter((piece) => VERB.test(piece) && !ASKED.test(piece) && !/(?<!\p{L})dass(?!\p{L})/u.test(piece))
      .map((piece) => `${capital(toReader(piece.trim(), to))}.`);
  });
}

/** "… so that all his questions are answered": how the letter shall be. */
const MEANS_LETTER = /(?<!\p{L})(?:so that|so dass|sodass|damit)(?!\p{L})/iu;

/** The third person of the order is the reader of the letter. */
function toReader(text: string, to: Lang): string {
  const swaps = to === "de" ? ZU_IHNEN : TO_YOU;
  const turned = swaps.reduce((done, [pattern, word]) => done.replaceAll(pattern, word), text);
  if (to === "en" || turned === text) return turned;
  return turned.replace(/\p{L}+$/u, (verb) => (/(?<!\p{L})(?:er|sie) /iu.test(text) ? (PLURAL[verb] ?? verb) : verb));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
