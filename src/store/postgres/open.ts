import type { Context } from "../../core/index.ts";
import type { Database } from "../database.ts";
import { createPostgres } from "./database.ts";
import { toPostgresError } from "./errors.ts";
import { openLinks, type Links } from "./links.ts";
import { readPlace, type PostgresPlace } from "./place.ts";
import { SCHEMA } from "./schema.ts";
import { MIGRATIONS_TABLE } from "../migrations.ts";

/**
 * The database of an address, with a schema of its own that is made where it lacks. Throws E_CONFIG for an address that cannot be
 * read, E_STORE when the server cannot be reached, does not let the user in, or is too old.
 */
export async function openPostgres(url: string, ctx: Context): Promise<Database> {
  const place = readPlace(url);
  const links = await openLinks(place, ctx);
  try {
    await ensureSchema(links, place);
  } catch (thrown) {
    await links.end();
    throw thrown;
  }
  return createPostgres({ links, place, clock: ctx.clock });
}

const LOCK = 7_477; // any number, the same for all gateways

/** A user that may not create schemas is enough where it stands already. */
async function ensureSchema(links: Links, place: PostgresPlace): Promise<void> {
  const link = await links.get(true);
  try {
    const { rows } = await link.query("SELECT 1 FROM pg_namespace WHERE nspname = ?", [SCHEMA]);
    if (rows.length > 0) return;
    // IF NOT EXISTS alone fails where two do it at once.
    await link.control(
      `BEGIN; SELECT pg_advisory_xact_lock(${LOCK}); CREATE SCHEMA IF NOT EXISTS ${SCHEMA}; ${MIGRATIONS_TABLE}; COMMIT`,
    );
  } catch (thrown) {
    throw toPostgresError(thrown, place);
  }
}
