import { unzipSync } from "fflate";
import { AppError, LIMITS } from "../../core/index.ts";

/** Deflate cannot pack tighter than about 1 to 1032; who claims more lies about a size. */
const MAX_RATIO = 1100;
const MAX_MEMBERS = 5000;

/**
 * The wanted members of a zip file. The sizes that the directory states are summed before anything is unpacked, and no
 * member may grow beyond its own: a zip bomb ends here with E_FILE_UNREADABLE.
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  let total = 0;
  let members = 0;
  const check = (name: string, packed: number, size: number) => {
    members += 1;
    if (members > MAX_MEMBERS) throw bomb();
    if (!wanted(name)) return false;
    total += size;
    if (total > LIMITS.unpackedBytes || size > packed * MAX_RATIO + 1024) throw bomb();
    return true;
  };
  try {
    const files = unzipSync(bytes, { filter: (file) => check(file.name, file.size, file.originalSize) });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("E_FILE_UNREADABLE", "The file is a damaged archive.", { cause: error });
  }
}

const bomb = () =>
  new AppError("E_FILE_UNREADABLE", "The file unpacks to far more data than such a file should hold.", {
    hint: "Open it with the program that wrote it and save a smaller copy.",
  });
