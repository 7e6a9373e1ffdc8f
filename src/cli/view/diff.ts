import type { Screen } from "../terminal/screen.ts";
import { cut } from "../terminal/text.ts";

const MOST_LINES = 40;

/** A unified diff with colours; what is more than fits on a screen or two is counted. */
export function showDiff(diff: string, screen: Screen, more: (count: number) => string): void {
  const { style, columns } = screen;
  const lines = diff
    .replace(/\n$/, "")
    .split("\n")
    .filter((line) => !/^(?:===|---|\+\+\+|Index:|\\ No newline)/.test(line));
  for (const line of lines.slice(0, MOST_LINES)) {
    const text = cut(line.replaceAll("\t", "  "), columns - 2);
    const paint = line.startsWith("@@")
      ? style.cyan
      : line.startsWith("+")
        ? style.green
        : line.startsWith("-")
          ? style.red
          : style.dim;
    screen.line(`  ${paint(text)}`);
  }
  if (lines.length > MOST_LINES) screen.line(`  ${style.dim(`… ${more(lines.length - MOST_LINES)}`)}`);
}
