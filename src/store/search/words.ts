/** A word of a text as the index has it, and where it stands: [start, end) in UTF-16 units. */
export interface Word {
  folded: string;
  start: number;
  end: number;
}

// What FTS5's tokenizer "unicode61" takes for parts of words: letters, numbers, private use, and diacritics after them.
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u036f]*/gu;

/** The words of a text in order. */
export function* readWords(text: string): Generator<Word> {
  for (const found of text.matchAll(WORD)) {
    yield { folded: foldWord(found[0]), start: found.index, end: found.index + found[0].length };
  }
}

/** "Prüfung" and "PRUFUNG" are one word, as under `remove_diacritics 2`; ß stays ß. */
export function foldWord(word: string): string {
  if (/^[ -~\s]*$/.test(word)) return word.toLowerCase();
  return word
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
}
