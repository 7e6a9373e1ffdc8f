import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Context } from "../../core/index.ts";
import { toStoreError } from "../errors.ts";

export interface CopyResult {
  /** Of the schema. */
  version: number;
  /** SHA-256 of the contents that the database names. */
  blobs: string[];
}

export type DatabaseJob = { kind: "copy"; source: string; target: string } | { kind: "check"; path: string };

/** A consistent copy of a database that others may be using. Throws E_STORE when the source is damaged. */
export async function copyDatabase(source: string, target: string, ctx: Context): Promise<CopyResult> {
  return (await work({ kind: "copy", source, target }, source, ctx)) as CopyResult;
}

/** What is wrong with a database, as SQLite says it; empty when it is sound. Throws when it cannot be read at all. */
export async function checkDatabase(path: string, ctx: Context): Promise<string[]> {
  return (await work({ kind: "check", path }, path, ctx)) as string[];
}

async function work(job: DatabaseJob, path: string, ctx: Context): Promise<unknown> {
  ctx.signal.throwIfAborted();
  const file = import.meta.url.endsWith(".ts") ? "./databaseWorker.ts" : "./databaseWorker.js";
  const worker = new Worker(new URL(file, import.meta.url), { workerData: job });
  try {
    const [result] = (await once(worker, "message", { signal: ctx.signal })) as [unknown];
    return result;
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    throw toStoreError(thrown, path);
  } finally {
    await worker.terminate();
  }
}
