/** Characters that show nothing or turn the direction of what follows (Unicode: Cc, Cf, Zl, Zp). */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that somebody decides on: what would be unseen in it is written out, so that it reads as what it is. */
export function visible(text: string): string {
  return text.replace(
    UNSEEN,
    (sign) => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** A hash short enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash
    .replace(/^[a-z0-9]+[:-]/u, "")
    .slice(0, 12)
    .replace(/(.{4})(?=.)/gu, "$1 ");
}
