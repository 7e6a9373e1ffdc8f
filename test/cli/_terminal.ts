import { spawn } from "node:child_process";
import type { TestContext } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { environment, KRALLE, ROOT } from "./_setup.ts";

export interface Terminal {
  /** Everything that was written so far, with its escape sequences. */
  readonly raw: string;
  /** Types keys; "\r" is Enter. */
  type(keys: string): void;
  /** Waits until the text after the last wait holds this; returns it without escape sequences. */
  waitFor(what: RegExp, ms?: number): Promise<string>;
  /** Waits for the end of the program; its exit code. */
  end(ms?: number): Promise<number | null>;
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** The program in a pseudo-terminal of this size, through util-linux' `script`. */
export function openTerminal(
  t: TestContext,
  args: string[],
  options: { home: string; columns?: number; rows?: number; env?: Record<string, string>; cwd?: string },
): Terminal {
  const { columns = 80, rows = 24 } = options;
  const { LC_ALL = "C.UTF-8", ...env } = options.env ?? {};
  // The locale is set for the program alone: the shell before it would complain of one that is not installed.
  const program = ["env", `LC_ALL=${LC_ALL}`, process.execPath, KRALLE, ...args].map(quote).join(" ");
  const child = spawn("script", ["-qefc", `stty cols ${columns} rows ${rows}; exec ${program}`, "/dev/null"], {
    cwd: options.cwd ?? ROOT,
    env: environment({ KRALLE_HOME: options.home, ...env }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  let raw = "";
  let seen = 0;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    raw += text;
    wake();
  });
  let isOver = false;
  const closed = new Promise<number | null>((resolve) =>
    child.once("close", (code) => {
      isOver = true;
      resolve(code);
      wake();
    }),
  );
  t.after(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  return {
    get raw() {
      return raw;
    },
    type: (keys) => void child.stdin.write(keys),
    waitFor: (what, ms = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(
            new Error(
              `${String(what)} did not come; since the last wait:\n${stripVTControlCharacters(raw.slice(seen))}`,
            ),
          );
        }, ms);
        const check = (): void => {
          const text = stripVTControlCharacters(raw.slice(seen));
          if (!what.test(text)) {
            if (isOver) {
              clearTimeout(timer);
              waiting.delete(check);
              reject(new Error(`the program ended before ${String(what)} came:\n${text}`));
            }
            return;
          }
          clearTimeout(timer);
          waiting.delete(check);
          seen = raw.length;
          resolve(text);
        };
        waiting.add(check);
        check();
      }),
    end: (ms = 15_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`it did not end:\n${stripVTControlCharacters(raw.slice(seen))}`)),
          ms,
        );
        void closed.then((code) => {
          clearTimeout(timer);
          resolve(code);
        });
      }),
  };
}
