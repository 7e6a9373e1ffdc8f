import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { AppError, silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import { plainNet } from "../../../scripts/testing/net.ts";

export const PACKS = fileURLToPath(new URL("../../../packs/", import.meta.url));

export function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "kralle-pack-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function createContext(signal: AbortSignal = new AbortController().signal): Context {
  return { signal, clock: systemClock, net: plainNet, log: silentLogger };
}

/** A program in npm's place: notes its arguments and lays down what `npm ci` would, or fails as told. */
export function createNpm(folder: string, body = INSTALLS): { command: string; args: string[]; calls(): string[] } {
  const script = join(folder, "npm-cli.js");
  const log = join(folder, "npm.log");
  writeFileSync(script, `const log = ${JSON.stringify(log)};\n${body}`);
  const calls = (): string[] => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
  return { command: process.execPath, args: [script], calls };
}
const INSTALLS = `
const fs = require("node:fs");
const path = require("node:path");
fs.appendFileSync(log, process.argv.slice(2).join(" ") + "\\n");
const root = path.join(process.cwd(), "node_modules");
const put = (file, text) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};
put("node-llama-cpp/dist/index.js", "export const ok = true;");
put("node-llama-cpp/dist/index.js.map", "{}");
put("node-llama-cpp/dist/index.d.ts", "");
put("node-llama-cpp/LICENSE", "MIT");
put("node-llama-cpp/llama/gitRelease.bundle", "x".repeat(1000));
put("node-llama-cpp/llama/addon/addon.cpp", "x");
put("@node-llama-cpp/linux-x64/bins/linux-x64/llama-addon.node", "binary");
setTimeout(() => {}, 300);
`;

export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await promise.then(
    () => assert.fail("it succeeded"),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}
