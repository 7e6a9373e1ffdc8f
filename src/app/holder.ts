import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createId, type Context } from "../core/index.ts";

/**
 * The name under which this home carries acts outside, made once: several homes may share one database, and each carries on with what it
 * left and nothing else. The caller holds the home.
 */
export async function ensureHolder(home: string, ctx: Pick<Context, "clock">): Promise<string> {
  const path = join(home, "holder");
  const known = await readFile(path, "utf8").catch(() => ""); // not there yet
  if (known !== "") return known;
  const made = createId("hld", ctx.clock.now());
  await writeFile(path, made, { mode: 0o600, flush: true });
  return made;
}
