import { homedir } from "node:os";
import { join, resolve } from "node:path";

export type Env = Readonly<Record<string, string | undefined>>;

/** Kralle's data: `KRALLE_HOME`, by default `~/.kralle`. */
export function homeOf(env: Env): string {
  return resolve(env["KRALLE_HOME"] || join(homedir(), ".kralle"));
}

/**
 * Address of the PostgreSQL database that holds the tables, from the environment alone: it has a password, and settings are files that
 * people show each other. Undefined: they are in the home.
 */
export function databaseUrlOf(env: Env): string | undefined {
  return env["DATABASE_URL"]?.trim() || undefined;
}
