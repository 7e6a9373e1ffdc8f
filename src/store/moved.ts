import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/index.ts";

/** Lies in a home whose tables are in a PostgreSQL database. */
const MOVED_FILE = "moved.json";

/** `to` has no password; `kept` is the name of the file that held the tables before. */
const moved = z.object({ to: z.string(), at: z.int(), kept: z.string() });
type Moved = z.infer<typeof moved>;

async function readMoved(home: string): Promise<Moved | null> {
  let text: string;
  try {
    text = await readFile(join(home, MOVED_FILE), "utf8");
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
    throw thrown;
  }
  return moved.parse(JSON.parse(text));
}

/** An empty file in the place of the tables would look like a history that is lost. Throws E_STORE for a home that was moved. */
export async function requireUnmoved(home: string): Promise<void> {
  const known = await readMoved(home);
  if (!known) return;
  throw new AppError("E_STORE", `The tables of this home are in the database ${known.to} now.`, {
    hint: "Set DATABASE_URL to it, with its password.",
    data: { to: known.to },
  });
}
