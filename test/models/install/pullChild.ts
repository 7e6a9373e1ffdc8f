/** A process of its own that pulls, for tests that kill it. Prints one JSON line for each progress event, then `{path}`. */
import { readFileSync } from "node:fs";
import { starterSchema } from "../../../src/models/catalogue/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { AppError } from "../../../src/core/index.ts";
import { createContext, PATIENT } from "./support.ts";

const [, , modelFile = "", home = ""] = process.argv;
const model = starterSchema.parse(JSON.parse(readFileSync(modelFile, "utf8")));
const stop = new AbortController();
process.on("SIGINT", () => stop.abort());
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
try {
  const options = { home, env: process.env, limits: PATIENT, onProgress: print };
  print(await pullModel(model, options, createContext(stop.signal)));
} catch (thrown) {
  print({ error: thrown instanceof AppError ? thrown.code : String(thrown) });
  process.exitCode = 1;
}
