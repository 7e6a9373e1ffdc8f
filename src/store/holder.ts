import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createId, type Context } from "../core/index.ts";

/**
 * The name under which this home carries acts outside, made once: several homes may share one database, and each carries on with what it
 * left and nothing else. The caller holds the home.
 */
export async function ensureHolder(home: string, ctx: Pick<Context, "clock">): Promise<string> {
  const known = await findHolder(home);
  if (known !== null) return known;
  const made = createId("hld", ctx.clock.now());
  await writeFile(pathOf(home), made, { mode: 0o600, flush: true });
  return made;
}

/** Null where none was made yet. */
export const findHolder = (home: string): Promise<string | null> =>
  readFile(pathOf(home), "utf8").then(
    (known) => known || null,
    () => null,
  );

const pathOf = (home: string): string => join(home, "holder");
