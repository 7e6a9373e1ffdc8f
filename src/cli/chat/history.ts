import { appendFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MOST_LINES = 500;

/** What was typed, over all chats of a home: `KRALLE_HOME/chat_history`, a line each. */
export interface History {
  /** Newest first, as readline wants it. */
  lines(): string[];
  add(line: string): void;
}

/** A history that cannot be kept is no reason not to talk. */
export function openHistory(home: string, onProblem: (error: unknown) => void): History {
  const path = join(home, "chat_history");
  const lines = readLines(path, onProblem);
  if (lines.length > 2 * MOST_LINES) attempt(() => writeFileSync(path, toText(lines.slice(-MOST_LINES))), onProblem);
  return {
    lines: () => lines.slice(-MOST_LINES).toReversed(),
    add(line) {
      if (lines.at(-1) === line) return;
      lines.push(line);
      attempt(() => {
        appendFileSync(path, toText([line]), { mode: 0o600 });
        chmodSync(path, 0o600);
      }, onProblem);
    },
  };
}

function readLines(path: string, onProblem: (error: unknown) => void): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT")) onProblem(thrown);
    return [];
  }
}

const toText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

function attempt(work: () => void, onProblem: (error: unknown) => void): void {
  try {
    work();
  } catch (thrown) {
    onProblem(thrown);
  }
}
