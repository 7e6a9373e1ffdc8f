import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { EgressEntry } from "../../guard/index.ts";

const MAX_BYTES = 8 * 1024 * 1024;
const pathOf = (home: string): string => join(home, "logs", "egress.jsonl");

const entry = z.object({
  id: z.string(),
  at: z.number(),
  purpose: z.string().nullable(),
  host: z.string(),
  port: z.number(),
  address: z.string().nullable(),
  method: z.string(),
  outcome: z.enum(["started", "done", "failed", "refused"]),
  bytesOut: z.number(),
  bytesIn: z.number(),
  result: z.string().nullable(),
});

/** A request that left this process, or that was to; `started` without an end is one whose process was killed. */
export type EgressRecord = z.infer<typeof entry>;

/**
 * Appends to `logs/egress.jsonl`, also while another process does; from 8 MB on it becomes `egress.jsonl.1`. Throws
 * E_HOME_UNWRITABLE: what cannot be recorded must not go out.
 */
export function recordEgress(home: string, line: EgressEntry): void {
  const path = pathOf(home);
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? prepare(home);
    if (size > MAX_BYTES) renameSync(path, `${path}.1`);
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  } catch (thrown) {
    throw new AppError("E_HOME_UNWRITABLE", "What goes out cannot be recorded, so nothing goes out.", {
      hint: "Look whether the home folder can be written and has space.",
      cause: thrown,
    });
  }
}

function prepare(home: string): number {
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
  return 0;
}

/** Changes whenever something was recorded; empty where nothing ever was. */
export function egressVersion(home: string): string {
  const info = statSync(pathOf(home), { throwIfNoEntry: false });
  return info === undefined ? "" : `${info.ino} ${info.size}`;
}

/** All lines, oldest first. Those that cannot be read are left out. */
export function readLines(home: string): EgressRecord[] {
  const path = pathOf(home);
  return [`${path}.1`, path].flatMap((file) =>
    readOr(file)
      .split("\n")
      .flatMap((line) => (line === "" ? [] : (entry.safeParse(toJson(line)).data ?? []))),
  );
}

/** What is recorded since a time (ms UTC), newest first, each request once. */
export function readEgress(home: string, since: number, limit: number): EgressRecord[] {
  const found = new Map<string, EgressRecord>();
  for (const line of readLines(home)) {
    if (line.at >= since) found.set(line.id, { ...line, at: found.get(line.id)?.at ?? line.at });
  }
  return [...found.values()].toSorted((a, b) => b.at - a.at || (b.id > a.id ? 1 : -1)).slice(0, limit);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return "";
    throw thrown;
  }
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // cut off by a crash
  }
}
