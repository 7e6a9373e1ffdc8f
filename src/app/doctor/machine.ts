import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeGpus, findPip, listStarters } from "../../models/index.ts";
import { acquireHomeLock } from "../../store/index.ts";
import { AppError } from "../../core/index.ts";
import { readConfig } from "../config.ts";
import { fail, ok, warn, type Check } from "./types.ts";

const NODE = [24, 12] as const;
/** Below this, set-up may still work, but a database that cannot grow does not. */
const LEAST_DISK = 500e6;

export const node: Check = {
  id: "node",
  run: () => {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const isEnough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
    const values = { version: process.versions.node, needed: NODE.join(".") };
    return Promise.resolve(isEnough ? ok(values) : fail(values));
  },
};

export const home: Check = {
  id: "home",
  async run({ home: folder }) {
    const probe = join(folder, `.doctor-${randomBytes(4).toString("hex")}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(probe, "");
      await rm(probe);
      return ok({ folder });
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : String(thrown);
      return fail({ folder, code });
    }
  },
};

export const config: Check = {
  id: "config",
  async run({ home: folder }) {
    const { unknown } = await readConfig(folder);
    return unknown.length === 0 ? ok() : warn({ unknown: unknown.join(", ") });
  },
};

export const lock: Check = {
  id: "lock",
  async run({ home: folder }, ctx) {
    try {
      const held = await acquireHomeLock(folder, ctx);
      await held.release();
      return ok();
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === "E_HOME_LOCKED")) throw thrown;
      const holder = thrown.data?.["holder"] as { pid: number; command: string; since: number } | null;
      return warn({ pid: holder?.pid ?? 0, command: holder?.command ?? "", since: holder?.since ?? 0 });
    }
  },
};

export const disk: Check = {
  id: "disk",
  async run(services) {
    const [{ diskFree }, chosen] = await Promise.all([services.hardware(), services.choose(null).catch(() => null)]);
    const missing = chosen?.kind === "starter" && !chosen.installed ? chosen.model.bytes : 0;
    const needed = missing * 1.15 + LEAST_DISK;
    return diskFree >= needed ? ok({ free: diskFree }) : fail({ free: diskFree, needed });
  },
};

export const memory: Check = {
  id: "memory",
  async run(services) {
    const { ramFree, ramTotal } = await services.hardware();
    const starters = listStarters().filter(({ role }) => role === "starter");
    const needs = starters.map(({ needsFreeBytes }) => needsFreeBytes).toSorted((a, b) => a - b);
    const [least = 0, best = least] = [needs[0], needs.at(-1)];
    const values = { free: ramFree, total: ramTotal, least, best };
    if (ramFree < least) return fail(values);
    return ramFree < best ? warn(values) : ok(values);
  },
};

/** Vector units that the engine's kernels are written for; without them every token takes several times as long. */
const UNITS: Record<string, readonly string[]> = { x64: ["avx512f", "avx2"], arm64: ["neon", "asimd"] };

export const cpu: Check = {
  id: "cpu",
  async run(services) {
    const { cpu: found, arch, platform } = await services.hardware();
    const values = { model: found.model, cores: found.usableCores };
    const unit = (UNITS[arch] ?? []).find((name) => found.isa.includes(name));
    if (unit !== undefined) return ok({ ...values, unit });
    return platform === "win32" ? ok({ ...values, unit: "" }) : warn({ ...values, unit: "" });
  },
};

export const gpu: Check = {
  id: "gpu",
  async run(services) {
    const { gpus, notes } = await services.hardware();
    const fault = notes.find(({ code }) => code.startsWith("nvidia-"));
    const values = { count: gpus.length, en: describeGpus(gpus, "en"), de: describeGpus(gpus, "de") };
    return fault ? warn({ ...values, detail: fault.detail }) : ok(values);
  },
};

export const pip: Check = {
  id: "pip",
  async run({ env }, ctx) {
    const found = await findPip({ ...env }, ctx);
    return found ? ok({ command: [found.command, ...found.args].join(" ") }) : warn();
  },
};

export const sandbox: Check = {
  id: "sandbox",
  async run(services) {
    const { kind } = await services.sandbox();
    return kind === "bubblewrap" ? ok() : warn({ platform: process.platform });
  },
};
