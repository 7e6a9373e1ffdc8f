import { joinLabels, labelsOf, OWNER, type Labels } from "../../guard/index.ts";

/** More than a person writes as an order. */
const HEAD_CHARS = 2_000;
/** A paragraph ends here, or a quotation, a fence or a forwarded message begins. */
const END =
  /\n\s*\n|\n?^(?:>|```|~~~|<<<|-{3,}|_{3,}|\s*(?:from|von|forwarded|weitergeleitet|begin forwarded)\b[^\n]{0,80}:)/imu;

/** Where the order of a request stands. What is pasted below it may be anybody's. */
export function headOf(request: string): string {
  const text = request.trimStart();
  const end = text.search(END);
  return (end === -1 ? text : text.slice(0, end)).slice(0, HEAD_CHARS);
}

/** Labels of a request: the owner's words, and whatever was pasted below them. */
export function labelsOfRequest(request: string): Labels {
  const rest = request.trimStart().slice(headOf(request).length).trim();
  return rest === "" ? OWNER : joinLabels(OWNER, labelsOf("others", true));
}

/** Whether these words stand in the text as words of their own. */
export function isStatedIn(head: string, words: string): boolean {
  const wanted = fold(words);
  if (wanted === "") return true;
  const text = fold(head);
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (isEdge(text[at - 1], text[at - 2], wanted[0]) && isEdge(text[end], text[end + 1], wanted.at(-1))) return true;
  }
  return false;
}

/** Spelling that no reader tells apart; nothing that looks like another letter is folded into it. */
const fold = (text: string): string => text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();

const WORD = /[\p{L}\p{N}\p{M}]/u;

/** "25" does not stand in "1250" or "25.50", "firma.de" not in "info@firma.de", "a@firma.de" not in "a@firma.de.example". */
function isEdge(outer: string | undefined, beyond: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || inner === undefined) return true;
  if (WORD.test(outer)) return !WORD.test(inner);
  return !/[@_.,/:+-]/u.test(outer) || beyond === undefined || !WORD.test(beyond);
}
