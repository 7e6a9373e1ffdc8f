/** How "go up" is written, by those who hope that somebody decodes, normalises or cuts it. */
const UPS = [
  "..",
  "../.",
  "./..",
  "....",
  "....//",
  "..././",
  "..;",
  ".. ",
  "..\\",
  "..\\.",
  "%2e%2e",
  "%2e.",
  ".%2e",
  "%252e%252e",
  "%c0%ae%c0%ae",
  "%uff0e%uff0e",
  "．．",
  "‥",
  "․․",
  "..\0",
  "..\t",
  "..\u200b",
  "\ufeff..",
  "a/../..",
  "sub/../..",
  "sub/./../..",
  ".\u0301.",
];
const SEPARATORS = ["/", "//", "\\", "/./", "%2f", "%5c", "∕", "⁄", "/\0/", "%252f"];
const STARTS = [
  "",
  "/",
  "./",
  "sub/",
  "sub//",
  "\\",
  "~/",
  "file:///",
  "\\\\?\\",
  "//server/share/",
  "/proc/self/root/",
  "/proc/self/cwd/",
];

/** More than 23,000 paths that may not lead to `targets` (relative to the folder above, or absolute). */
export function traversals(targets: readonly string[]): string[] {
  const found = new Set<string>();
  for (const start of STARTS) {
    for (const up of UPS) {
      for (const separator of SEPARATORS) {
        for (const depth of [1, 2, 8]) {
          for (const target of targets) found.add(`${start}${`${up}${separator}`.repeat(depth)}${target}`);
        }
      }
    }
  }
  return [...found];
}

/** Numbers below a limit, the same for a seed everywhere (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}
