import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { toAppError, type AppError, type Context } from "../../core/index.ts";
import { createBubblewrapSandbox } from "./bubblewrap.ts";
import { createRefusingSandbox, missing } from "./refusing.ts";
import type { Sandbox } from "./types.ts";

const USUAL_FOLDERS = ["/usr/bin", "/bin", "/usr/local/bin"];

/** The sandbox of this machine: bubblewrap where it is installed and works (it is tried), else the one that refuses. */
export async function createSandbox(ctx: Context, path: string = process.env["PATH"] ?? ""): Promise<Sandbox> {
  if (process.platform !== "linux") return createRefusingSandbox();
  const bwrap = findProgram("bwrap", path);
  // Must lie where the sandbox sees it too.
  const prlimit = ["/usr/bin/prlimit", "/bin/prlimit"].find(isExecutable);
  if (bwrap === null || prlimit === undefined) return createRefusingSandbox(missing("linux"));
  let problem: AppError = missing("linux");
  for (const noNestedNamespaces of [true, false]) {
    const sandbox = createBubblewrapSandbox({ bwrap, prlimit }, { noNestedNamespaces });
    const found = await probe(sandbox, ctx);
    if (found === null) return sandbox;
    problem = found;
  }
  return createRefusingSandbox(problem);
}

async function probe(sandbox: Sandbox, ctx: Context): Promise<AppError | null> {
  const workspaceCopy = await mkdtemp(join(tmpdir(), "kralle-probe-"));
  try {
    const request = {
      argv: ["true"],
      workspaceCopy,
      timeMs: 5_000,
      memoryBytes: 256 * 1024 * 1024,
      outputBytes: 1_024,
    };
    await sandbox.run(request, ctx);
    return null;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "E_CANCELLED") throw error;
    ctx.log.debug("The sandbox did not start", { error });
    return error;
  } finally {
    await rm(workspaceCopy, { recursive: true, force: true });
  }
}

function findProgram(name: string, path: string): string | null {
  const folders = [...path.split(delimiter).filter(isAbsolute), ...(path === "" ? USUAL_FOLDERS : [])];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there or not ours to run: both mean "look elsewhere"
  }
}
