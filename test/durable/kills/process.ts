import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const CHILD = join(import.meta.dirname, "..", "_child.ts");

export interface Ended {
  said: string;
  /** Null when it was killed. */
  code: number | null;
  ms: number;
}

/** Runs the child (see there); kills it once it has begun `killAt` steps. */
export async function runChild(args: readonly string[], killAt = Infinity): Promise<Ended> {
  const from = performance.now();
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  let steps = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    steps += chunk.toString().split("step\n").length - 1;
    if (steps >= killAt) child.kill("SIGKILL");
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { said, code, ms: performance.now() - from };
}
