import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createTarDecoder } from "modern-tar";
import { openPromise } from "yauzl";
import { AppError, LIMITS, type Context } from "../../core/index.ts";

const MOST_FILES = 2_000;

interface Unpacking {
  folder: string;
  wants(name: string): boolean;
  signal: AbortSignal;
  /** Counts a file in; throws when the archive is larger than anything that is expected here (a bomb). */
  admit(bytes: number): void;
}

/**
 * Unpacks the files of an archive (`.zip` or `.tar.gz`) that `wants` names into one flat folder: an engine is a program with its
 * libraries beside it. Only plain names are made from what the archive says, and links lead only to such names, so that
 * nothing can be written or read elsewhere. Throws E_PACK when the archive is damaged, or larger than `LIMITS.unpackedBytes`.
 */
export async function unpackArchive(
  path: string,
  folder: string,
  wants: (name: string) => boolean,
  ctx: Context,
): Promise<void> {
  let bytes = 0;
  let files = 0;
  const admit = (more: number): void => {
    bytes += more;
    files += 1;
    if (bytes > LIMITS.unpackedBytes || files > MOST_FILES) throw new Error("it is far too large");
  };
  const job: Unpacking = { folder, wants, signal: ctx.signal, admit };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (path.endsWith(".zip") ? unpackZip(path, job) : unpackTar(path, job));
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError("E_PACK", `The archive of the engine cannot be unpacked: ${reason}`, {
      hint: "Fetch it again; if that does not help, report it.",
      cause: thrown,
    });
  }
}

async function unpackZip(path: string, job: Unpacking): Promise<void> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = basename(entry.fileName);
      if (entry.fileName.endsWith("/") || !job.wants(name)) continue;
      job.admit(entry.uncompressedSize);
      await writeTo(job, name, await zip.openReadStreamPromise(entry));
    }
  } finally {
    zip.close();
  }
}

async function unpackTar(path: string, job: Unpacking): Promise<void> {
  const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const entries = bytes.pipeThrough(new DecompressionStream("gzip")).pipeThrough(createTarDecoder({ strict: true }));
  for await (const { header, body } of entries) {
    const name = basename(header.name);
    const isWanted = job.wants(name);
    if (isWanted && header.type === "file") {
      job.admit(header.size);
      await writeTo(job, name, Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]));
      continue;
    }
    await body.cancel(); // else nothing after it comes
    const target = basename(header.linkname ?? "");
    const isPlain = target !== "" && target !== "." && target !== "..";
    if (!isWanted || !isPlain || header.type !== "symlink") continue;
    job.admit(0);
    await symlink(target, join(job.folder, name));
  }
}

const writeTo = (job: Unpacking, name: string, from: NodeJS.ReadableStream): Promise<void> =>
  pipeline(from, createWriteStream(join(job.folder, name), { flags: "wx", mode: 0o700 }), { signal: job.signal });
