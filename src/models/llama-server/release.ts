import { existsSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import data from "../data/llamaServers.json" with { type: "json" };
import type { Hardware } from "../hardware/index.ts";
import { removeTree } from "../install/files.ts";
import { pullFrom } from "../install/index.ts";
import { PULL_LIMITS } from "../install/limits.ts";
import type { StorePaths } from "../install/paths.ts";
import { isOffline } from "../install/offline.ts";
import { openRemote } from "../install/sources/http/open.ts";
import type { PullOptions, Source } from "../install/types.ts";
import { PROGRAM_NAME, readProgram } from "./program.ts";
import type { ServerProgram } from "./types.ts";
import { unpackArchive } from "./unpack.ts";

const releasesSchema = z.object({
  build: z.string().regex(/^b\d+$/),
  address: z.url(),
  releases: z.array(
    z.object({
      platform: z.string(),
      arch: z.string(),
      gpu: z.enum(["vulkan", "metal"]),
      file: z.string().regex(/^[\w.-]+\.(?:zip|tar\.gz)$/),
      bytes: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Releases = z.infer<typeof releasesSchema>;
export type Release = Releases["releases"][number];

export const OFFICIAL: Releases = releasesSchema.parse(data);

export interface ReleaseOptions extends Pick<PullOptions, "home" | "env" | "onProgress" | "statfs" | "limits"> {
  hardware: Pick<Hardware, "platform" | "arch" | "libc">;
  /** Default: the official ones. */
  releases?: Releases;
}

/** The build for a machine, or null where there is none. */
export function findRelease({
  hardware,
  releases = OFFICIAL,
}: Pick<ReleaseOptions, "hardware" | "releases">): Release | null {
  const { platform, arch, libc } = hardware;
  if (libc === "musl") return null;
  return releases.releases.find((release) => release.platform === platform && release.arch === arch) ?? null;
}

/**
 * The official llama-server for this machine in `KRALLE_HOME/engines`, fetched once: by digest, resumable, disk space checked first,
 * unpacked without a shell, renamed into place when whole. Null where there is none for it. KRALLE_LLAMA_RELEASES names a mirror.
 * Throws what `pullModel` throws, E_PACK for an archive that cannot be unpacked, E_ENGINE_START when it does not run here.
 */
export async function ensureLlamaServer(options: ReleaseOptions, ctx: Context): Promise<ServerProgram | null> {
  const { home, env, releases = OFFICIAL } = options;
  const release = findRelease(options);
  if (release === null) return null;
  const folder = join(home, "engines", `llama-server-${releases.build}-${release.gpu}-${release.sha256.slice(0, 12)}`);
  const program = join(folder, PROGRAM_NAME);
  const origin = releases.build;
  if (existsSync(program)) return readProgram(program, origin, ctx);
  const paths = toPaths(folder, release);
  const source = createReleaseSource(release, env["KRALLE_LLAMA_RELEASES"] ?? releases.address, options);
  const model = { ...release, id: "llama-server", name: `llama-server ${releases.build}` };
  const file = { ...model, quantisation: "", licence: "MIT", contextTokens: 0, sources: [] };
  const { path } = await pullFrom([source], file, { ...options, paths }, ctx);
  const scratch = `${folder}.${process.pid}`;
  try {
    await unpackArchive(path, scratch, isNeeded, ctx);
    if (!(await readdir(scratch)).includes(PROGRAM_NAME)) {
      throw new AppError("E_PACK", `${release.file} holds no ${PROGRAM_NAME}.`);
    }
    await rename(scratch, folder).catch((thrown: unknown) => {
      if (!existsSync(program)) throw thrown; // else another process was first
    });
  } finally {
    for (const left of [scratch, path, paths.record]) await removeTree(left);
  }
  return readProgram(program, origin, ctx);
}

/** The program, the libraries, the licence; the other programs of the archive are left out. */
const isNeeded = (name: string): boolean =>
  name === PROGRAM_NAME || /\.(?:dll|dylib|metal)$|\.so(?:\.[\d.]+)?$|licen[cs]e/i.test(name);

function createReleaseSource(release: Release, base: string, { env, limits }: ReleaseOptions): Source {
  const address = URL.parse(release.file, base.endsWith("/") ? base : `${base}/`);
  return {
    name: address?.host ?? base,
    space: (remaining) => remaining + 4 * release.bytes, // unpacked it is two to three times as large
    async open(offset, onPending, ctx) {
      if (isOffline(env)) return { kind: "unavailable", reason: "offline mode is set" };
      if (!address) return { kind: "unavailable", reason: `${base} is no http(s) address` };
      const what = { address, bytes: release.bytes, headers: {} };
      return openRemote(what, offset, { ...PULL_LIMITS, ...limits }, onPending, ctx);
    },
  };
}

function toPaths(folder: string, { file }: Release): StorePaths {
  const at = (end: string): string => `${folder}.${end}`;
  return {
    folder: join(folder, ".."),
    file: at(file),
    record: at("json"),
    lock: at("lock"),
    partial: at("part"),
    partialState: at("part.json"),
    parts: at("parts"),
  };
}
