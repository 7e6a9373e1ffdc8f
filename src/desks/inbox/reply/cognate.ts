import { remembering } from "../../../core/index.ts";
import { fold } from "../../../files/index.ts";

const LEAST = 5;
/** Alike, and something else in the other language. */
const FALSE_FRIENDS = new Set(
  "fotograf fotografen fabrik fabric kaution caution aktuell actual eventuell eventual sensibel sensible provision formular gymnasium konkurrenz concurrence".split(
    " ",
  ),
);

/**
 * A spelling that German and English words of one origin share ("Kajak", "kayak"; "Rezeption", "reception"); null for short words, where too
 * many look alike that mean something else. Measured on the words of the lexicon: `test/desks/inbox/words.test.ts`.
 */
export const cognateOf = remembering((word): string | null => {
  if (FALSE_FRIENDS.has(fold(word))) return null;
  const plain = fold(word)
    .replaceAll(/ph/g, "f")
    .replaceAll(/th/g, "t")
    .replaceAll(/sch|sh/g, "s")
    .replaceAll(/c?[kqzc]/g, "c")
    .replaceAll(/[yj]/g, "i")
    .replaceAll(/w/g, "v")
    .replaceAll(/(.)\1+/g, "$1")
    .replace(/(?:en|es|e|n|s)$/, "");
  return plain.length >= LEAST ? plain : null;
});
