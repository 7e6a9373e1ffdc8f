import { access, constants, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { toChildEnvironment } from "../engine/childEnvironment.ts";
import { runProgram } from "../install/program.ts";
import type { Environment } from "../install/types.ts";
import type { ServerProgram } from "./types.ts";

/** GPUs are chosen and their libraries found by these; no keys are among them. */
export const GPU_ENVIRONMENT = [
  "LD_LIBRARY_PATH",
  "CUDA_VISIBLE_DEVICES",
  "HIP_VISIBLE_DEVICES",
  "ROCR_VISIBLE_DEVICES",
  "GGML_VK_VISIBLE_DEVICES",
  "VK_ICD_FILENAMES",
  "VK_DRIVER_FILES",
  "XDG_RUNTIME_DIR",
];

export const PROGRAM_NAME = process.platform === "win32" ? "llama-server.exe" : "llama-server";
const LOOK_MS = 20_000;

/**
 * The llama-server of this machine: KRALLE_LLAMA_SERVER, the setting `models.llamaServer`, then PATH; null when there is
 * none. Throws E_ENGINE_START when one that was named cannot be run; one on PATH that cannot is passed over.
 */
export async function findLlamaServer(
  where: { env: Environment; configured?: string | undefined },
  ctx: Context,
): Promise<ServerProgram | null> {
  const { env, configured } = where;
  const named = env["KRALLE_LLAMA_SERVER"];
  if (named) return readProgram(named, "KRALLE_LLAMA_SERVER", ctx);
  if (configured) return readProgram(configured, "models.llamaServer", ctx);
  for (const folder of (env["PATH"] ?? env["Path"] ?? "").split(delimiter)) {
    const path = join(folder, PROGRAM_NAME);
    if (!isAbsolute(folder) || !(await isExecutable(path))) continue;
    try {
      return await readProgram(path, "PATH", ctx);
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      ctx.log.warn("A llama-server on PATH cannot be run and is passed over.", { path, error: thrown });
    }
  }
  return null;
}

/** Asks a program what it is. Throws E_ENGINE_START when it does not answer like a llama-server. */
export async function readProgram(path: string, origin: string, ctx: Context): Promise<ServerProgram> {
  const env = toChildEnvironment(process.env, GPU_ENVIRONMENT);
  const ask = async (option: string): Promise<string> => {
    const { stdout, stderr, code } = await runProgram(path, [option], { env, timeoutMs: LOOK_MS }, ctx);
    if (code !== 0) throw new Error(`${option} ended with code ${code}`);
    return `${stdout}\n${stderr}`;
  };
  try {
    const [help, version] = [await ask("--help"), await ask("--version")];
    const program = fromHelp(help, version);
    if (!program.options.includes("--ctx-size")) throw new Error("its help names no --ctx-size");
    return { path: await realpath(path), origin, ...program };
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    throw new AppError("E_ENGINE_START", `${path} (${origin}) cannot be run as a llama-server.`, {
      hint: "Name the llama-server program of llama.cpp, or leave the setting out.",
      cause: thrown,
    });
  }
}

/** What `--help` and `--version` say. Long options only; a build number of 1 is a build without history. */
export function fromHelp(help: string, version: string): Pick<ServerProgram, "version" | "options" | "hasUnixSocket"> {
  const options = new Set<string>();
  for (const line of help.split("\n")) {
    const head = /^\s*((?:-{1,2}[\w-]+,\s*)*-{1,2}[\w-]+)/.exec(line)?.[1] ?? "";
    for (const [option] of head.matchAll(/--[a-z][a-z0-9-]*/g)) options.add(option);
  }
  const build = /^version:.*?(?:build )?(\d+)(?:,? (?:commit )?\(?([0-9a-f]{6,40})\)?)/m.exec(version);
  const words = build === null ? (version.trim().split("\n")[0] ?? "").slice(0, 80) : `b${build[1]} (${build[2]})`;
  return { version: words, options: [...options].toSorted(), hasUnixSocket: /UNIX socket/i.test(help) };
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
