/** A process of its own that pulls by name, for runs that kill it. Prints a JSON line for each progress event, then the end. */
import { readFileSync } from "node:fs";
import { AppError } from "../../../../src/core/index.ts";
import { pullNamed } from "../../../../src/models/install/index.ts";
import { createContext } from "../support.ts";
import type { Job } from "./faults.ts";

const job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Job;
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
try {
  const { installed } = await pullNamed(job.request, { ...job.options, onProgress: print }, createContext());
  print({ done: installed.path });
} catch (thrown) {
  print({ error: thrown instanceof AppError ? thrown.code : String(thrown) });
  process.exitCode = 1;
}
