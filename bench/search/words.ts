/** Numbers in [0, 1) that are the same for the same seed (xorshift32). */
export function createRandom(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const SYLLABLES =
  "ab be da der die ein er fahr ge haus heit in ka kauf keit lich ma mit na nung ort ra rech ren sa schaft sch se sta stell te ter tra um ung ver vor wa zahl zeit zu grün prüf größ";
const VOCABULARY = 30_000;
const COMMON = 100;

/** Words as a language has them: the first ones short and in most texts, the last ones long compounds in a few. */
export function createVocabulary(random: () => number): { words: string[]; pick(): string } {
  const syllables = SYLLABLES.split(" ");
  const words: string[] = [];
  const seen = new Set<string>();
  while (words.length < VOCABULARY) {
    const length = words.length < COMMON ? 1 + Math.floor(random() * 2) : 2 + Math.floor(random() * 4);
    const word = Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join("");
    if (seen.has(word)) continue;
    seen.add(word);
    words.push(word);
  }
  // Zipf: the r-th word is r times rarer than the first.
  const pick = (): string => words[Math.floor(Math.exp(random() * Math.log(VOCABULARY))) - 1] ?? "";
  return { words, pick };
}
