import { homedir } from "node:os";
import { join, resolve } from "node:path";

export type Env = Readonly<Record<string, string | undefined>>;

/** Kralle's data: `KRALLE_HOME`, by default `~/.kralle`. */
export function homeOf(env: Env): string {
  return resolve(env["KRALLE_HOME"] || join(homedir(), ".kralle"));
}
