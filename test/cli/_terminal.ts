import { spawn } from "node:child_process";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Of util-linux. */
const PSEUDO_TERMINAL = "script";

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
  const child = spawn(PSEUDO_TERMINAL, ["-qefc", `stty cols ${columns} rows ${rows}; exec ${program}`, "/dev/null"], {
    cwd: options.cwd ?? ROOT,
    env: environment({ KRALLE_HOME: options.home, ...env }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  let raw = "";
  let seen = 0;
  let code: number | null | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (raw += text));
  const closed = new Promise<void>((resolve) =>
    child.once("close", (exit) => {
      code = exit;
      resolve();
    }),
  );
  t.after(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  const fresh = (): string => stripVTControlCharacters(raw.slice(seen));
  const until = async (isSo: () => boolean, what: string, ms: number): Promise<void> => {
    const end = performance.now() + ms;
    while (!isSo()) {
      if (performance.now() > end)
        throw new Error(`${what} did not come within ${ms} ms; since the last wait:\n${fresh()}`);
      if (code !== undefined) throw new Error(`the program ended before ${what} came:\n${fresh()}`);
      await sleep(20);
    }
  };
  return {
    get raw() {
      return raw;
    },
    type: (keys) => void child.stdin.write(keys),
    async waitFor(what, ms = 20_000) {
      await until(() => what.test(fresh()), String(what), ms);
      const text = fresh();
      seen = raw.length;
      return text;
    },
    async end(ms = 15_000) {
      await until(() => code !== undefined, "the end", ms);
      return code ?? null;
    },
  };
}
