import { sentences, type Lang } from "../../../../files/index.ts";

/** "Sag ihr, dass der Installateur am 23. November kommt": what the person wants to have said. */
const THAT =
  /(?<!\p{L})(?:that|dass|daß)\s+(.{8,200}?)(?=,?\s+(?:and|und)\s+(?:mention|tell|ask|say|thank|put|save|sag|nenn|bitte|frag|leg|speicher)|\s+(?:in|nach|unter|to|into)\s+\S+\.(?:txt|md)|[.?!]*$)/iu;
/** "Answer her: we bring two new kegs on 20 November": words that may stand as they are. */
const AFTER_COLON =
  /(?<!\p{L})(?:answer|reply|write|tell|respond|say|antwort\p{L}*|schreib\p{L}*|sag\p{L}*|teil\p{L}*)(?!\p{L})[^:]{0,80}:\s+(\p{L}+ .{8,300})$/iu;
const TO_YOU: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:his|her|their)(?!\p{L})/giu, "your"],
  [/(?<!\p{L})(?:he|she|they) (?:is|are)(?!\p{L})/giu, "you are"],
  [/(?<!\p{L})(?:he|she|they) has(?!\p{L})/giu, "you have"],
  [/(?<!\p{L})(?:he|she|they|him|them)(?!\p{L})/giu, "you"],
];
const ZU_IHNEN: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:seine?|ihre?)(?=[rnms]?(?!\p{L}))/giu, "Ihre"],
  [/(?<!\p{L})(?:ihm|ihr|ihnen)(?!\p{L})/giu, "Ihnen"],
];

/** Sentences for the letter out of what the order says in its own language; none where the letter is in another. */
export function toldSentences(order: string, from: Lang, to: Lang): string[] {
  if (from !== to) return [];
  return sentences(order).flatMap((sentence) => {
    const said = (THAT.exec(sentence.text)?.[1] ?? "").replace(/,$/u, "").trim();
    const quoted = said === "" ? (AFTER_COLON.exec(sentence.text)?.[1] ?? "").trim() : "";
    if (said === "" && quoted === "") return [];
    const swaps = to === "de" ? ZU_IHNEN : TO_YOU;
    const turned = swaps.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), said);
    if (quoted !== "") return [`${quoted.replace(/[.!]+$/u, "")}.`];
    return [to === "de" ? `wir teilen Ihnen mit, dass ${turned}.` : `We would like to let you know that ${turned}.`];
  });
}
