/**
 * A process with a small disk of its own: pulls until another writer has filled it, then makes room and pulls again. Prints
 * one JSON line for each pull.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../src/core/index.ts";
import { pullNamed } from "../../../src/models/install/index.ts";
import { createContext, MB, PATIENT } from "./support.ts";

const [, , disk = "", url = ""] = process.argv;
const request = { name: "hf:firm/Big-GGUF", quantisation: null, from: null, acceptLicence: false, repin: false };
const filler = join(disk, "filler");

function fillDisk(): void {
  const file = openSync(filler, "w");
  try {
    for (;;) writeSync(file, Buffer.alloc(MB));
  } catch {
    // full: that is what was wanted
  } finally {
    closeSync(file);
  }
}

async function pull(onBytes: (bytes: number) => void): Promise<void> {
  const options = {
    home: join(disk, "home"),
    env: { KRALLE_HUB_URL: url },
    limits: PATIENT,
    onProgress: ({ phase, receivedBytes }: { phase: string; receivedBytes: number }) => {
      if (phase === "download") onBytes(receivedBytes);
    },
  };
  try {
    const { installed } = await pullNamed(request, options, createContext());
    process.stdout.write(`${JSON.stringify({ done: installed.sha256 })}\n`);
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : String(thrown);
    process.stdout.write(`${JSON.stringify({ error: code, hint: thrown instanceof AppError ? thrown.hint : "" })}\n`);
  }
}

let isFull = false;
await pull((bytes) => {
  if (isFull || bytes < 2 * MB) return;
  isFull = true;
  fillDisk();
});
rmSync(filler, { force: true });
let first = 0;
await pull((bytes) => (first ||= bytes));
process.stdout.write(`${JSON.stringify({ resumedAt: first })}\n`);
