import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { AppError, LIMITS, type Context } from "../../core/index.ts";

const MOST_FILES = 2_000;

/**
 * Unpacks the members of a zip file that `wants` names into one flat folder: an engine is a program with its libraries
 * beside it. Only plain names are made from what the archive says, so that nothing can be written elsewhere. Throws E_PACK when
 * it is damaged, or larger than `LIMITS.unpackedBytes` (zip bombs).
 */
export async function unpackZip(
  path: string,
  folder: string,
  wants: (name: string) => boolean,
  ctx: Context,
): Promise<string[]> {
  const written: string[] = [];
  let bytes = 0;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true }).catch(toFault);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = basename(entry.fileName);
      if (entry.fileName.endsWith("/") || !wants(name)) continue;
      bytes += entry.uncompressedSize;
      if (bytes > LIMITS.unpackedBytes || written.length >= MOST_FILES) throw new Error("it is far too large");
      const target = createWriteStream(join(folder, name), { flags: "wx", mode: 0o700 });
      await pipeline(await zip.openReadStreamPromise(entry), target, { signal: ctx.signal });
      written.push(name);
    }
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    toFault(thrown);
  } finally {
    zip.close();
  }
  return written;
}

function toFault(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new AppError("E_PACK", `The archive of the engine cannot be unpacked: ${reason}`, {
    hint: "Fetch it again; if that does not help, report it.",
    cause,
  });
}
