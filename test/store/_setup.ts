import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { AppError, silentLogger, systemClock, type Context, type ErrorCode } from "../../src/core/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { noNet } from "../../scripts/testing/net.ts";

/** A context without a network whose work can be cancelled by the returned controller. */
export function createContext(changes: Partial<Context> = {}): Context {
  return {
    signal: new AbortController().signal,
    clock: systemClock,
    net: noNet,
    log: silentLogger,
    ...changes,
  };
}

/** A folder that is gone when the test ends. */
export async function tempFolder(t: TestContext, name = "kralle-test-"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), name));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function tempStore(t: TestContext, ctx: Context = createContext()): Promise<Store> {
  const store = await openStore(join(await tempFolder(t), "home"), ctx);
  t.after(() => store.close());
  return store;
}

/** For assert.rejects: an AppError with this code, and a hint where one is asked for. */
export function isError(code: ErrorCode, message?: RegExp): (thrown: unknown) => boolean {
  return (thrown) =>
    thrown instanceof AppError &&
    thrown.code === code &&
    (!message || message.test(`${thrown.message} ${thrown.hint}`));
}
