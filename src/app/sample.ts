import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toAppError } from "../core/index.ts";

const SAMPLE = fileURLToPath(new URL("sample/", import.meta.url));
const STAGE = /^\.workspace-[0-9a-f]{8}$/;

/** The folder of the sample firm. */
export function samplePath(home: string): string {
  return join(home, "workspace");
}

/**
 * Makes the workspace of a sample firm (a bicycle hire) in `KRALLE_HOME/workspace`, once: a folder that is there, in
 * whatever state, belongs to the person and is left alone. It appears by one rename.
 */
export async function ensureSample(home: string): Promise<{ path: string; made: boolean }> {
  const path = samplePath(home);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const names = await readdir(home);
    if (names.includes("workspace")) return { path, made: false };
    for (const name of names) if (STAGE.test(name)) await rm(join(home, name), { recursive: true, force: true });
    const stage = join(home, `.workspace-${randomBytes(4).toString("hex")}`);
    await cp(SAMPLE, stage, { recursive: true });
    await rename(stage, path);
    return { path, made: true };
  } catch (thrown) {
    throw toAppError(thrown, "E_HOME_UNWRITABLE");
  }
}
