/** Control characters without meaning, and those that stand for a space: the rules of SentencePiece's `nmt_nfkc`. */
const NOTHING = toClass([1, 8], [0xb, 0xb], [0xe, 0x1f], [0x7f, 0x7f], [0x8f, 0x8f], [0x9f, 0x9f]);
const SPACE = toClass(
  [0, 0],
  [9, 0xa],
  [0xc, 0xd],
  [0x1680, 0x1680],
  [0x200b, 0x200f],
  [0x2028, 0x2029],
  [0x2581, 0x2581],
  [0xfeff, 0xfeff],
  [0xfffd, 0xfffd],
);

/**
 * A text as the encoder's tokenizer wants it: composed (NFKC), without control characters, single spaces. The model file
 * carries no such table, so this is done before.
 */
export function toPlainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(NOTHING, "")
    .replaceAll(SPACE, " ")
    .normalize("NFKC")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

/** A character of which something would be left. */
// oxlint-disable-next-line no-control-regex -- they are what is passed over
const VISIBLE = /[^\s\u0000-\u001F\u007F\u008F\u009F\u200B-\u200F\u2581\uFEFF\uFFFD\p{Cs}]/u;

/** Whether nothing would be left of a text; looks no further than its first visible character. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text);

function toClass(...ranges: [number, number][]): RegExp {
  const parts = ranges.map((range) => range.map((code) => `\\u{${code.toString(16)}}`).join("-"));
  return new RegExp(`[${parts.join("")}]`, "gu");
}
