import { createInterface } from "node:readline";
import { toSafeText } from "../../app/index.ts";
import { wrap } from "./text.ts";
import type { Screen } from "./screen.ts";
import type { Ui } from "./ui.ts";

export interface ApprovalQuestion {
  tool: string;
  describe: string;
  details: string;
  argumentsHash: string;
}

/** Shows exactly what would be done, whole, with nothing hidden in it. */
export function showApproval(
  { tool, describe, details, argumentsHash }: ApprovalQuestion,
  screen: Screen,
  ui: Ui,
): void {
  screen.line(screen.style.yellow(wrap(`! ${ui.texts.approval.question(tool)}`, screen.columns, "  ")));
  // Never cut or broken into words: a terminal wraps what is too long, and every character stays where it was written.
  for (const line of toSafeText(`${describe}\n${details}`).split("\n")) screen.line(`    ${line}`);
  screen.line(screen.style.dim(`    #${argumentsHash}`));
}

/** A yes or no from the terminal; everything but a clear yes is a no, also a cancel and the end of the input. */
export function confirm(question: string, ui: Ui, output: NodeJS.WriteStream, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const lines = createInterface({ input: process.stdin, output });
    let answer = false;
    const close = (): void => lines.close();
    signal.addEventListener("abort", close, { once: true });
    lines.once("SIGINT", close);
    lines.once("close", () => {
      signal.removeEventListener("abort", close);
      resolve(answer);
    });
    lines.question(question, (text) => {
      answer = ui.texts.approval.yes.includes(text.trim().toLowerCase());
      lines.close();
    });
  });
}

/** Fires with the first: when the work is cancelled, or when somebody else answered. */
export function untilEither(signal: AbortSignal, withdrawn: AbortSignal | undefined): AbortSignal {
  return withdrawn === undefined ? signal : AbortSignal.any([signal, withdrawn]);
}

/** Waits for Enter; false where something was written before it, at the end of the input, and when `ended` resolves. */
export async function pressEnter(text: string, ended: Promise<void>): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const line = new Promise<string | null>((resolve) => {
      lines.question(text, resolve);
      lines.once("close", () => resolve(null));
      lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
    });
    return (await Promise.race([line, ended.then(() => null)])) === "";
  } finally {
    lines.close();
  }
}
