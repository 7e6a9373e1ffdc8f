import type { Env } from "./home.ts";

/**
 * Address of the PostgreSQL database that holds the tables, from the environment alone: it has a password, and settings are files that
 * people show each other. Undefined: they are in the home.
 */
export function databaseUrlOf(env: Env): string | undefined {
  return env["DATABASE_URL"]?.trim() || undefined;
}
