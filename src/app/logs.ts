import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const MAX_BYTES = 5 * 1024 * 1024;

/**
 * Writes lines to `KRALLE_HOME/logs/kralle.log`; from 5 MB on the file becomes `kralle.log.1`. Never throws: a home that
 * cannot be written is reported by whoever needs it, and must not hide behind a log that could not say so. Nothing is
 * made on disk before the first line.
 */
export function createLogFile(home: string, maxBytes = MAX_BYTES): (line: string) => void {
  const path = join(home, "logs", "kralle.log");
  let size: number | null = null;
  let isBroken = false;
  return (line) => {
    if (isBroken) return;
    try {
      size ??= prepare(home, path);
      if (size > maxBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
      size += Buffer.byteLength(line) + 1;
    } catch {
      isBroken = true; // there is nowhere left to say it
    }
  };
}

function prepare(home: string, path: string): number {
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
