import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { AppError } from "../../core/index.ts";

/** A line that nobody sees while it is typed; where no terminal is, all of the standard input without its last line feed. */
export async function readHidden(question: string, output: NodeJS.WriteStream, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY) {
    let text = "";
    for await (const chunk of process.stdin.setEncoding("utf8")) {
      signal.throwIfAborted();
      text += String(chunk);
    }
    return text.replace(/\r?\n$/, "");
  }
  output.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const leave = (): void => reject(new AppError("E_CANCELLED", "The work was cancelled."));
      signal.addEventListener("abort", leave, { once: true });
      lines.once("SIGINT", leave);
      lines.once("close", leave);
      lines.once("line", resolve);
    });
  } finally {
    lines.close();
    output.write("\n");
  }
}
