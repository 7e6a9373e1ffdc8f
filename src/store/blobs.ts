import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../core/index.ts";
import { toStoreError } from "./errors.ts";

/** Bytes by their SHA-256. What `put` named is on disk (fsynced, also its folder entry) and is never changed. */
export interface Blobs {
  put(bytes: Uint8Array): Promise<string>;
  /** For files too large for memory. */
  putStream(bytes: Readable): Promise<string>;
  /** Throws E_STORE when the blob is missing or its bytes no longer have that digest. */
  get(sha256: string): Promise<Buffer>;
  has(sha256: string): Promise<boolean>;
  /** A stream of the bytes, unchecked; for blobs too large for memory. */
  stream(sha256: string): Readable;
}

export function createBlobs(folder: string): Blobs {
  return {
    put: (bytes) => guarded(folder, () => putBytes(folder, bytes)),
    putStream: (bytes) => guarded(folder, () => putStream(folder, bytes)),
    get: (sha256) => guarded(folder, () => getBlob(folder, sha256)),
    has: (sha256) => exists(pathOf(folder, sha256)),
    stream: (sha256) => createReadStream(pathOf(folder, sha256)),
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function putBytes(folder: string, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes);
  if (await exists(pathOf(folder, sha256))) return sha256;
  const temporary = await newTemporary(folder);
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await settle(folder, temporary, sha256);
  return sha256;
}

async function putStream(folder: string, bytes: Readable): Promise<string> {
  const temporary = await newTemporary(folder);
  const hash = createHash("sha256");
  bytes.on("data", (chunk: Uint8Array) => hash.update(chunk));
  try {
    await pipeline(bytes, createWriteStream(temporary, { flags: "wx", mode: 0o600, flush: true }));
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  const sha256 = hash.digest("hex");
  await settle(folder, temporary, sha256);
  return sha256;
}

async function newTemporary(folder: string): Promise<string> {
  const temporary = join(folder, "tmp", randomUUID());
  await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
  return temporary;
}

async function settle(folder: string, temporary: string, sha256: string): Promise<void> {
  const target = pathOf(folder, sha256);
  const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await rename(temporary, target);
  await syncFolder(dirname(target));
  if (made !== undefined) await syncFolder(folder);
}

/** Makes the entries of a folder durable. Windows cannot open folders and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function getBlob(folder: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(pathOf(folder, sha256));
  if (sha256Of(bytes) === sha256) return bytes;
  throw new AppError("E_STORE", `The stored content ${sha256.slice(0, 12)}… was damaged on disk.`, {
    hint: `Put back a backup of ${folder}; nothing was changed.`,
  });
}

function pathOf(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("E_BUG", "A blob is named by 64 hexadecimal digits.");
  return join(folder, sha256.slice(0, 2), sha256);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function guarded<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toStoreError(thrown, folder);
  }
}
