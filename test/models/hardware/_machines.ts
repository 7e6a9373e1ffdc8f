import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import type { Hardware, Machine } from "../../../src/models/hardware/index.ts";
import { plainNet } from "../../../scripts/testing/net.ts";

export const context: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  net: plainNet,
  log: silentLogger,
};

/**
 * One folder under `machines/`: files as they lie on that machine (`proc/cpuinfo` …), outputs of programs in `run/`, and
 * `machine.json`. `synthetic` ones are written from the documentation that `source` names, all others recorded.
 */
interface Recorded {
  synthetic: boolean;
  source: string;
  platform: string;
  arch: string;
  libc: "glibc" | null;
  system: { cpuModel: string; logicalCores: number; ramTotal: number; ramFree: number };
  /** Exit codes of programs that do not end with 0. */
  exits: Record<string, number>;
  expect: Pick<Hardware, "ramTotal" | "ramFree" | "gpus" | "notes"> & {
    model: string;
    physicalCores: number;
    logicalCores: number;
    usableCores: number;
    /** Those that matter most; there may be more. */
    isa: string[];
  };
}

const FOLDER = fileURLToPath(new URL("machines/", import.meta.url));

export const MACHINES: readonly string[] = readdirSync(FOLDER).toSorted();

export function readRecorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(FOLDER, name, "machine.json"), "utf8")) as Recorded;
}

/** Every text that a recorded machine gives, by path. */
export function textsOf(name: string): string[] {
  const folder = join(FOLDER, name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "machine.json")
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

export function openMachine(name: string, change: (text: string) => string = (text) => text): Machine {
  const { platform, arch, libc, system, exits } = readRecorded(name);
  const read = (path: string): string | null => {
    const file = join(FOLDER, name, path);
    return existsSync(file) ? change(readFileSync(file, "utf8")) : null;
  };
  return {
    platform,
    arch,
    libc,
    ...system,
    availableCores: system.logicalCores,
    readText: (path) => Promise.resolve(read(path)),
    list: (folder) => {
      const path = join(FOLDER, name, folder);
      return Promise.resolve(existsSync(path) ? readdirSync(path) : []);
    },
    run: (command) => {
      const stdout = read(`run/${command}`);
      return Promise.resolve({
        code: stdout === null ? null : (exits[command] ?? 0),
        stdout: stdout ?? "",
        timedOut: false,
      });
    },
    diskFree: () => Promise.resolve(50e9),
  };
}
