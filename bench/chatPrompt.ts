import { memoryOf } from "./memory.ts";
import { startInTerminal, type TerminalOptions } from "./terminal.ts";

/** What the terminal UI shows when it takes input. */
const PROMPT = /^› ?/m;
const LONGEST_MS = 60_000;

export interface MeasuredPrompt {
  ms: number;
  /** Bytes of the program's main process at that moment; null where the system does not say. */
  resident: number | null;
}

/** Starts a conversation in a pseudo-terminal, waits for its prompt, and ends it. */
export async function measurePrompt(
  command: string,
  args: readonly string[],
  options: TerminalOptions,
): Promise<MeasuredPrompt> {
  const terminal = startInTerminal(command, args, options);
  try {
    const ms = await terminal.waitFor(PROMPT, LONGEST_MS);
    const main = terminal
      .processes()
      .findLast(({ command: words }) => words.some((word) => word.endsWith("kralle.js")));
    return { ms, resident: main === undefined ? null : memoryOf(main.pid).resident };
  } finally {
    await terminal.end();
  }
}
