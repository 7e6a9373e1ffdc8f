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
  /(?<!\p{L})(?:we|i|it|wir|ich|es)(?:\s+|['’])\p{L}+|(?<!\p{L})(?:is|are|will|can|ist|sind|wird|werden|hat|haben|kann|können)(?!\p{L})/iu;
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

/** "Tell her Pickle is welcome once …", "Say we have noted it": what shall be said, without "that". */
const TELL =
  /(?<!\p{L})(?:(?:[Tt]ell|[Rr]emind)\s+(?:her|him|them|(?:(?:mrs|mr|ms|dr)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?)|[Ll]et (?:her|him|them) know|[Ss]ay(?:ing)?|[Ss]ag\p{L}*\s+(?:ihr|ihm|ihnen)|[Ss]chreib\p{L}*\s+(?:ihr|ihm|ihnen))[,:]?\s+(?!that|dass|about|of|to|über|von|wegen|bitte|danke|thanks?|sorry)(\p{L}.{8,260}?)(?=\s+(?:in|nach|unter|to|into)\s+\S+\.(?:txt|md)|[.?!]*$)/u;
/** Where one thing that shall be said, or looked up, ends and the next begins. */
const NEXT_THING =
  /,?\s+(?:and|und)\s+(?=(?:that|dass|daß|what|which|how|whether|where|when|who|was|wann|wo|wer|ob|wie ?viel\p{L}*|welche\p{L}*|mention|tell|ask|say|thank|put|save|sag|nenn|bitte|frag)(?!\p{L}))/iu;

/** What a sentence of the order wants to have said, thing by thing; what is to be looked up is none of it. */
function thingsToSay(text: string): string[] {
  const that = THAT.exec(text);
  const told = TELL.exec(text);
  const first = told && (!that || told.index < that.index) ? told[1] : null;
  return (first ?? that?.[1] ?? "")
    .split(NEXT_THING)
    .map((thing) =>
      thing
        .replace(/^(?:that|dass|daß)\s+/iu, "")
        .replaceAll(/\s*\([^)]*\)/gu, "")
        .replace(/,$/u, "")
        .trim(),
    )
    .filter((thing) => thing !== "" && !ASKED.test(thing) && !DEADLINE.test(thing))
    .filter((thing) => first === null || VERB.test(thing));
}

/** Sentences for the letter out of what the order says in its own language; none where the letter is in another. */
export function toldSentences(order: string, from: Lang, to: Lang): string[] {
  if (from !== to) return [];
  return sentences(order).flatMap(({ text }) => {
    const things = MEANS_LETTER.test(text) ? [] : thingsToSay(text);
    if (things.length > 0) return things.map((thing, at) => toSentence(toReader(thing, to), to, at));
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

function toSentence(thing: string, to: Lang, at: number): string {
  const isMainClause =
    !/(?:en|t|st)$/u.test(thing) || /^(?:wir|ich|sie|es|der|die|das)\s+\p{L}+(?:en|t|e)(?!\p{L})/iu.test(thing);
  if (to === "en") return at === 0 ? `We would like to let you know that ${thing}.` : `${capital(thing)}.`;
  return isMainClause && at > 0
    ? `${capital(thing)}.`
    : `Wir teilen Ihnen${at === 0 ? "" : " auch"} mit, dass ${thing}.`;
}

/** "… so that all his questions are answered": how the letter shall be. */
const MEANS_LETTER = /(?<!\p{L})(?:so that|so dass|sodass|damit)(?!\p{L})/iu;

const SOMEBODY = /^\p{Lu}\p{Ll}+ (?:is|are|was|will|can|has|must|may|ist|sind|war|wird|kann|hat|muss|darf)(?!\p{L})/u;

/** The third person of the order is the reader of the letter. */
function toReader(text: string, to: Lang): string {
  // "Pickle is welcome once she is …": the pronoun is that of whoever the sentence is about.
  if (SOMEBODY.test(text)) return text;
  const swaps = to === "de" ? ZU_IHNEN : TO_YOU;
  const turned = swaps.reduce((done, [pattern, word]) => done.replaceAll(pattern, word), text);
  if (to === "en" || turned === text) return turned;
  return turned.replace(/\p{L}+$/u, (verb) => (/(?<!\p{L})(?:er|sie) /iu.test(text) ? (PLURAL[verb] ?? verb) : verb));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
