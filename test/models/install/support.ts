import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { zipSync } from "fflate";
import { silentLogger, systemClock, type Context, type Logger } from "../../../src/core/index.ts";
import type { SourceSpec, StarterModel, WheelPart } from "../../../src/models/catalogue/index.ts";
import type { PullLimits, PullOptions, PullProgress } from "../../../src/models/install/types.ts";
import { openNet } from "../../../scripts/testing/broker.ts";

export const MB = 1024 * 1024;

/** Waits that hold on a busy machine, too; pauses between tries are short. */
export const PATIENT: PullLimits = {
  probeMs: 8000,
  stallMs: 8000,
  retryMs: 10,
  tries: 4,
  checkpointBytes: 256 * 1024,
  connections: 4,
  rangeBytes: 512 * 1024,
  parallelFromBytes: 64 * MB,
};
/** For tests of what happens when nobody answers. */
export const QUICK: PullLimits = { ...PATIENT, probeMs: 600, stallMs: 400 };

export function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "kralle-install-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface LoggedContext extends Context {
  warnings: { message: string; fields: Record<string, unknown> }[];
}

export function createContext(signal: AbortSignal = new AbortController().signal): LoggedContext {
  const warnings: LoggedContext["warnings"] = [];
  const log: Logger = {
    ...silentLogger,
    warn: (message, fields = {}) => warnings.push({ message, fields }),
  };
  return { signal, clock: systemClock, net: openNet(), log, warnings };
}

/** Bytes that look random and are the same in every process. */
export function createBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

export function createModel(bytes: Buffer, sources: SourceSpec[], id = "tiny"): StarterModel {
  return {
    id,
    name: `Tiny ${id}`,
    quantisation: "Q4_K_M",
    role: "plumbing",
    file: "tiny.gguf",
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    licence: "Apache-2.0",
    contextTokens: 1024,
    memoryBytes: 1,
    needsFreeBytes: 1,
    sources,
  };
}

export const HUB: SourceSpec = { kind: "hub", repo: "firm/tiny-GGUF", file: "tiny.gguf" };

export interface Recorded extends PullOptions {
  events: PullProgress[];
}

export function createOptions(home: string, env: PullOptions["env"], more: Partial<PullOptions> = {}): Recorded {
  const events: PullProgress[] = [];
  return { home, env, limits: PATIENT, onProgress: (event) => events.push(event), events, ...more };
}

/** A wheel set in a folder, as an index would hold it, and what the catalogue says of it. */
export function createWheels(folder: string, bytes: Buffer, partBytes: number, name = "tiny-part"): SourceSpec {
  mkdirSync(folder, { recursive: true });
  const parts: WheelPart[] = [];
  for (let start = 0, number = 1; start < bytes.length; start += partBytes, number += 1) {
    const payload = bytes.subarray(start, start + partBytes);
    const module = `${name.replaceAll("-", "_")}${number}`;
    const member = `${module}/data/part.bin`;
    writeWheel(join(folder, `${module}-1.0-py3-none-any.whl`), { [member]: payload, [`${module}/__init__.py`]: TRAP });
    parts.push({ package: `${name}${number}`, version: "1.0", member, bytes: payload.length });
  }
  return { kind: "wheels", parts };
}

/** Code in a wheel that would leave a trace if anybody ran it. */
const TRAP = Buffer.from("import os\nopen(os.environ.get('TRAP', '/tmp/kralle-trap'), 'w').write('executed')\n");

export function writeWheel(path: string, members: Record<string, Uint8Array>): void {
  writeFileSync(path, zipSync(members, { level: 1 }));
}

export interface FakePip {
  env: Record<string, string>;
  /** One line for each event of a call: `start name`, `end name`. */
  calls(): string[];
}

/**
 * A program called `pip` on a PATH of its own that understands what is asked of pip and copies wheels from a folder.
 * `behaviour` maps a package (or `*`) to what goes wrong: `silent` never answers, `slow` writes a piece every 50 ms,
 * `stall` stops in the middle, `error` fails, `once` fails in the middle the first time, `linger` takes 200 ms.
 */
export function createFakePip(folder: string, wheels: string, behaviour: Record<string, string> = {}): FakePip {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const log = join(folder, "pip.log");
  const script = join(bin, "pip");
  writeFileSync(script, `#!${process.execPath}\n${readFileSync(new URL("fakePip.cjs", import.meta.url), "utf8")}`);
  chmodSync(script, 0o755);
  const env = {
    PATH: bin,
    FAKE_LOG: log,
    FAKE_WHEELS: wheels,
    FAKE_BEHAVIOUR: JSON.stringify(behaviour),
    TRAP: join(folder, "executed"),
  };
  const calls = (): string[] => {
    try {
      return readFileSync(log, "utf8").trim().split("\n").filter(Boolean);
    } catch (thrown) {
      if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return [];
      throw thrown;
    }
  };
  return { env, calls };
}
