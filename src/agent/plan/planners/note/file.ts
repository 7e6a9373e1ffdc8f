import { words } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { nameRelated } from "../shared/explained.ts";
import type { Reading } from "../shared/reading.ts";
import { splitPath } from "../move/names.ts";

/** The text file that a clause wants to write into: the one it names, else the one whose name fits its words; null if none. */
export async function noteFile(reading: Reading, ctx: PlanContext): Promise<string | null> {
  const named = reading.paths.filter((path) => !path.folder);
  const target =
    named.findLast((path) =>
      /(?<!\p{L})(?:in|into|to|auf|of|nach|an|als|as|under|unter|ins?|zu)\s+(?:\S+\s){0,3}$/iu.test(
        reading.text.slice(0, path.start),
      ),
    ) ?? named.at(-1);
  if (target) return target.path;
  const docs = ctx.catalogue.docs.filter((doc) => /\.(?:txt|md)$/iu.test(doc.path));
  const scored = docs
    .map((doc) => {
      const own = words(splitPath(doc.path).stem).map(({ word }) => word);
      const score = Math.max(
        0,
        ...reading.terms.flatMap((term) => own.map((word) => nameRelated(term.text, word))),
        ...phrases(reading.text).flatMap((phrase) => related(phrase, own.join(" "))),
      );
      return { doc, score };
    })
    .filter(({ score }) => score >= 0.8)
    .toSorted((a, b) => b.score - a.score);
  const best = scored.filter(({ score }) => score === scored[0]?.score);
  if (best.length === 0) return null;
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich file is meant?`,
    options: best.slice(0, 6).map(({ doc }) => ({ label: doc.path })),
  });
  return best[chosen ?? 0]?.doc.path ?? null;
}

/** "to-do list" and "to do" as one word: "todo". */
function phrases(text: string): string[] {
  return /\bto[- ]?dos?\b/iu.test(text)
    ? ["todo"]
    : /\beinkaufs(?:zettel|liste)(?!\p{L})|\bshopping list\b/iu.test(text)
      ? ["einkaufszettel"]
      : [];
}
