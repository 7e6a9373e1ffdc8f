import { remembering } from "../../../core/index.ts";
import { fold, stem } from "../../../files/index.ts";
import { MONEY } from "./money.ts";
import { PEOPLE } from "./people.ts";
import { TIME } from "./time.ts";
import { TRADE } from "./trade.ts";

/** A thing of office life and the words for it, German and English; the first of each language is the usual one. */
export interface Concept {
  id: string;
  de: string[];
  en: string[];
  /** Wider concept whose word may stand for this one ("amount" for "total"). */
  broader: string | null;
}

/** Folded, with single spaces; hyphens and other signs count as spaces. */
export const normalise = remembering((text) =>
  fold(text)
    .replaceAll(/[^\p{L}\p{N}€%]+/gu, " ")
    .trim(),
);

const stemAllGerman = remembering((phrase) => stemEach(phrase, "de"));
const stemAllEnglish = remembering((phrase) => stemEach(phrase, "en"));

function stemEach(phrase: string, lang: "de" | "en"): string {
  return phrase
    .split(" ")
    .map((word) => stem(word, lang))
    .join(" ");
}

const CONCEPTS: readonly Concept[] = [MONEY, TRADE, PEOPLE, TIME].flatMap(parse);

export const BY_ID: ReadonlyMap<string, Concept> = new Map(CONCEPTS.map((concept) => [concept.id, concept]));

/** Folded word or phrase (single spaces) -> concept ids. */
export const BY_WORD: ReadonlyMap<string, readonly string[]> = index((text) => [normalise(text)]);

/** Stemmed words, joined by spaces -> concept ids. Single words of up to three letters are left out. */
export const BY_STEM: ReadonlyMap<string, readonly string[]> = index((text, lang) =>
  text.length < 4 ? [] : [stemAll(normalise(text), lang)],
);

/** Every word of a normalised phrase stemmed. */
export function stemAll(phrase: string, lang: "de" | "en"): string {
  return lang === "de" ? stemAllGerman(phrase) : stemAllEnglish(phrase);
}

function parse(lines: string): Concept[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [, id = "", de = "", en = "", broader] = /^(\w+): (.*?) \| (.*?)(?: ~ (\w+))?$/.exec(line) ?? [];
      return { id, de: de.split(", "), en: en.split(", "), broader: broader ?? null };
    });
}

function index(toKeys: (text: string, lang: "de" | "en") => string[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  const put = (text: string, lang: "de" | "en", id: string) => {
    for (const key of toKeys(text, lang)) {
      const ids = map.get(key) ?? [];
      if (!ids.includes(id)) ids.push(id);
      map.set(key, ids);
    }
  };
  for (const concept of CONCEPTS) {
    for (const text of concept.de) put(text, "de", concept.id);
    for (const text of concept.en) put(text, "en", concept.id);
  }
  return map;
}
