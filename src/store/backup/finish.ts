import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { toStoreError } from "../errors.ts";
import { exists, isMissing, syncPath } from "./files.ts";
import { KEPT_FOLDERS } from "./kept.ts";
import { CONFIG_FILE, ENGINE_FILE, STORE_FILE } from "./manifest.ts";

export const MARKER = "restore.json";
const BESIDE = ["", "-wal", "-shm", "-journal"];

const markerSchema = z.object({
  /** Folder in the home with the files that take their place. */
  stage: z.string().regex(/^\.restore-[0-9a-f-]+$/),
  /** Folder in the home where those go that stood there. */
  aside: z.string().regex(/^replaced\/[0-9TZ-]+$/),
  /** Moved aside, with nothing in its place. */
  gone: z.array(z.enum([ENGINE_FILE])),
});

export type RestoreMarker = z.infer<typeof markerSchema>;

/**
 * Carries a restore to its end once its files are ready and its marker is on disk: each file that stands there is moved aside,
 * never deleted, and the new one takes its place by one rename. A process that ends amid it leaves the rest to the next opening
 * of the store; doing it twice changes nothing.
 */
export async function finishRestore(home: string): Promise<void> {
  try {
    const marker = await readMarker(home);
    if (marker === null) return;
    const stage = join(home, marker.stage);
    const aside = join(home, marker.aside);
    await mkdir(aside, { recursive: true, mode: 0o700 });
    for (const name of [STORE_FILE, ENGINE_FILE, CONFIG_FILE, ...KEPT_FOLDERS]) {
      if (await exists(join(stage, name))) {
        await moveAside(home, aside, name);
        await move(join(stage, name), join(home, name));
      } else if (marker.gone.some((gone) => gone === name)) await moveAside(home, aside, name);
    }
    await syncPath(aside);
    await syncPath(home);
    await rm(stage, { recursive: true, force: true });
    await rm(join(home, MARKER), { force: true });
  } catch (thrown) {
    throw toStoreError(thrown, home);
  }
}

async function readMarker(home: string): Promise<RestoreMarker | null> {
  const path = join(home, MARKER);
  try {
    return markerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw new AppError("E_STORE", `A restore was interrupted, and ${path} does not say how to end it.`, {
      hint: "Remove that file and restore again: `kralle backup restore NAME --force`.",
      cause: thrown,
    });
  }
}

async function moveAside(home: string, aside: string, name: string): Promise<void> {
  for (const beside of BESIDE) await move(join(home, name + beside), join(aside, name + beside));
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((thrown: unknown) => {
    if (!isMissing(thrown)) throw thrown;
  });
}
