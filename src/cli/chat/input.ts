import { createInterface, type Interface } from "node:readline";
import type { History } from "./history.ts";

/** Where a chat gets its lines from. */
export interface ChatInput {
  /** The next line; null when there will be none. */
  read(): Promise<string | null>;
  /**
   * While work runs, keys are not shown: Ctrl-C calls `onInterrupt`, other text is kept for the next `read`. Returns the
   * function that ends this.
   */
  listen(onInterrupt: () => void): () => void;
  /** Prints something while a line is being typed; the line stands below it again. */
  printAbove(print: () => void): void;
  close(): void;
}

const CTRL_C = "\u0003";
// Escape sequences of keys that are no text, then control characters.
const NO_TEXT = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?|[\u0000-\u001f\u007f]/gu; // oxlint-disable-line no-control-regex

/** A person at a terminal. Two Ctrl-C in a row at an empty prompt, or Ctrl-D, end the input. */
export function createTerminalInput(prompt: string, history: History, onFirstInterrupt: () => void): ChatInput {
  let ahead = "";
  let current: Interface | null = null;
  let wasInterrupted = false;
  return {
    read: () =>
      new Promise((resolve) => {
        const { stdin: input, stdout: output } = process;
        const lines = createInterface({ input, output, prompt, history: history.lines(), historySize: 500 });
        current = lines;
        const finish = (line: string | null): void => {
          current = null;
          lines.close();
          resolve(line);
        };
        lines.once("line", (line) => {
          wasInterrupted = false;
          if (line.trim() !== "") history.add(line.trim());
          finish(line);
        });
        lines.on("SIGINT", () => {
          if (lines.line === "" && wasInterrupted) return finish(null);
          wasInterrupted = lines.line === "";
          lines.write(null, { ctrl: true, name: "e" });
          lines.write(null, { ctrl: true, name: "u" });
          if (wasInterrupted) {
            output.write("\n");
            onFirstInterrupt();
            lines.prompt();
          }
        });
        lines.once("close", () => {
          if (current !== lines) return;
          output.write("\n");
          finish(null);
        });
        lines.prompt();
        if (ahead !== "") lines.write(ahead);
        ahead = "";
      }),
    listen(onInterrupt) {
      const { stdin } = process;
      const onData = (data: Buffer): void => {
        const text = data.toString("utf8");
        if (text.includes(CTRL_C)) onInterrupt();
        ahead += text.replaceAll(NO_TEXT, "");
      };
      stdin.setRawMode(true);
      stdin.on("data", onData);
      stdin.resume();
      return () => {
        stdin.off("data", onData);
        stdin.setRawMode(false);
        stdin.pause();
      };
    },
    printAbove(print) {
      if (!current) return print();
      process.stdout.write("\r\u001b[J");
      print();
      current.prompt(true);
    },
    close: () => current?.close(),
  };
}

/** Lines from a pipe or a file, one request each. */
export function createPipedInput(onLine: (line: string) => void): ChatInput {
  const lines = createInterface({ input: process.stdin, terminal: false });
  const iterator = lines[Symbol.asyncIterator]();
  return {
    async read() {
      const next = await iterator.next();
      if (next.done) return null;
      onLine(next.value);
      return next.value;
    },
    listen: () => () => undefined,
    printAbove: (print) => print(),
    close: () => lines.close(),
  };
}
