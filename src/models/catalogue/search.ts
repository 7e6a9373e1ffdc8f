import { listModels, toNameKey } from "./find.ts";
import type { KnownModel } from "./types.ts";

/** Where a word stands says how much it counts: a name more than a remark. */
const FIELDS: [weight: number, read: (model: KnownModel) => string[]][] = [
  [8, ({ id, name }) => [id, name]],
  [6, ({ catalogue }) => catalogue?.ollamaTags ?? []],
  [4, ({ catalogue }) => catalogue?.capabilities ?? []],
  [2, ({ catalogue }) => [catalogue?.goodFor ?? ""]],
  [1, ({ catalogue, starter }) => [catalogue?.licence ?? "", starter?.licence ?? "", catalogue?.ggufRepo ?? ""]],
];
/** What people call an ability. */
const SYNONYMS: Record<string, string> = {
  code: "cod",
  coding: "cod",
  programming: "cod",
  picture: "vision",
  pictures: "vision",
  image: "vision",
  images: "vision",
  bilder: "vision",
  embed: "embedding",
  embeddings: "embedding",
  reasoning: "thinking",
  reason: "thinking",
  tool: "tools",
};
const MAX_WORDS = 12;

/** Models of which every word fits something: name, family, tag, ability, what it is good for. Best first; no network. */
export function searchCatalogue(words: readonly string[]): KnownModel[] {
  const wanted = words
    .flatMap((word) => word.toLowerCase().split(/[\s,]+/))
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  const scored = listModels().flatMap((model) => {
    const scores = wanted.map((word) => score(model, word));
    return scores.every((one) => one > 0) ? [{ model, sum: scores.reduce((sum, one) => sum + one, 0) }] : [];
  });
  return scored.toSorted((a, b) => b.sum - a.sum).map(({ model }) => model);
}

function score(model: KnownModel, word: string): number {
  const other = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined;
  const forms = other === undefined ? [word] : [word, other];
  if ([model.id, model.name].some((name) => toNameKey(name) === toNameKey(word))) return 100;
  const found = FIELDS.find(([, read]) => read(model).some((text) => forms.some((form) => holds(text, form))));
  return found?.[0] ?? 0;
}

/** `qwen 3 coder`, `qwen3coder` and `qwen3-coder` are found in each other's spelling. */
function holds(text: string, word: string): boolean {
  const plain = text.toLowerCase();
  return plain.includes(word) || squeeze(plain).includes(squeeze(word) || word);
}

const squeeze = (text: string): string => text.replaceAll(/[\s._:-]+/g, "");
