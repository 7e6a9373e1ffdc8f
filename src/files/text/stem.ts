import { remembering } from "../../core/index.ts";
import type { Lang } from "../types.ts";
import { fold } from "./fold.ts";

const MIN = 3;

/**
 * A light stem for matching, not for show: German endings (-ern -er -en -em -es -e -n -s) with umlauts undone ("Häuser" and
 * "Haus" meet), English -ies -es -s -ing -ed -ly. Without `lang` the endings of both languages go, so that a query and a text in
 * unknown languages meet. Words with digits and words of up to three letters stay.
 */
export function stem(word: string, lang?: Lang): string {
  return (lang === undefined ? ofBoth : lang === "de" ? ofGerman : ofEnglish)(word);
}

// Texts repeat their words, and a request is held against each of them.
const ofBoth = remembering((word) => find(word));
const ofGerman = remembering((word) => find(word, "de"));
const ofEnglish = remembering((word) => find(word, "en"));

function find(word: string, lang?: Lang): string {
  const folded = fold(word);
  if (folded.length <= MIN || /\d/.test(folded)) return folded;
  const english = lang === "de" ? folded : stemEnglish(folded);
  return lang === "en" ? english : stemGerman(english);
}

function stemEnglish(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  for (const ending of ["ingly", "ing", "edly", "ed"]) {
    const rest = word.slice(0, -ending.length);
    // "bring", "shed" and "Ring" lose no ending: a stem has a vowel and three letters
    if (!word.endsWith(ending) || rest.length < MIN || !/[aeiouy]/.test(rest)) continue;
    return /([bdfgmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest.replace(/e$/, "");
  }
  if (/(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  if (/[^su]s$/.test(word)) return word.slice(0, -1).replace(/e$/, "");
  return word.replace(/e$/, "");
}

/** Strips up to two endings, so that "Preis" and "Preisen", "Order" and "Orders" end alike. */
function stemGerman(word: string): string {
  let rest = word.replace(/aeu/g, "au").replace(/(?<![aeiouq])([aou])e(?=[^aeiou])/g, "$1");
  for (let round = 0; round < 2; round += 1) {
    const shorter = rest.replace(/(?:ern|er|en|em|es|e|n|(?<![su])s)$/, "");
    if (shorter.length < MIN) return rest;
    rest = shorter;
  }
  return rest;
}
