/** Lower case, ä -> ae, ö -> oe, ü -> ue, ß -> ss, other diacritics dropped, ligatures and width forms resolved: for comparing. */
export function fold(text: string): string {
  // a plain "u" + combining diaeresis is first made one letter
  const lower = text.normalize("NFKC").toLowerCase();
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .replace(/æ/g, "ae")
    .replace(/œ/g, "oe")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");
}
