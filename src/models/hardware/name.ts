const LONGEST = 80;

/** A name that a program or the kernel gave, fit to be shown: one line without control characters, of bounded length. */
export function toName(text: string): string {
  const line = text.slice(0, 4 * LONGEST).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return line.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST).trimEnd();
}
