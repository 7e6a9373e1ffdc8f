import { fold, stem, words } from "../../../../files/index.ts";
import { isStopWord } from "../../lexicon/index.ts";
import * as patterns from "../question/patterns.ts";
import { namesDate, namesNumber } from "../text/values.ts";
import type { LetterFact } from "./types.ts";

/** Whether a text states a fact in an accepted spelling. */
export function states(text: string, fact: LetterFact, today: string): boolean {
  if (fact.kind === "date") return namesDate(text, fact.value, today);
  if (fact.kind === "number") return namesNumber(text, fact.value);
  if (fact.kind === "time")
    return (
      patterns.times(text).some((time) => time.value === fact.value) ||
      text.includes(fact.value.replace(":", ".").replace(/^0/u, ""))
    );
  if (fact.kind === "gist") return retells(text, fact.value);
  return fold(text).includes(fold(fact.value));
}

/** Whether most content words of a sentence come back in a text. */
function retells(text: string, sentence: string): boolean {
  const known = new Set(words(text).map((word) => stem(word.word)));
  const wanted = words(sentence).filter((word) => word.word.length > 3 && !isStopWord(word.word));
  return wanted.length === 0 || wanted.filter((word) => known.has(stem(word.word))).length >= wanted.length * 0.45;
}
