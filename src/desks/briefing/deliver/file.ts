import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../core/index.ts";

/** In a folder of the owner's, the day's own note may be there already. */
const names = (date: string): readonly string[] => [`${date}.md`, `${date} Kralle.md`];

/**
 * Writes the briefing of a day into a folder, once: whole under its name, or not there. The same content again changes nothing, so that it may be
 * called after a crash; what somebody else has written under that name stays. Gives the path. Throws E_EXISTS.
 */
export async function writeBriefing(folder: string, date: string, content: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${date}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    for (const name of names(date)) {
      const path = join(folder, name);
      if ((await linkNew(temporary, path)) || (await readFile(path, "utf8")) === content) return path;
    }
  } finally {
    await rm(temporary, { force: true });
  }
  throw new AppError(
    "E_EXISTS",
    `The briefing of ${date} cannot be written: ${folder} has files of these names already.`,
    {
      hint: "Name another folder in the setting briefing.folder.",
    },
  );
}

/** Gives a file its name where that is free: a rename would take the place of what is there. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return false;
    throw thrown;
  }
}
