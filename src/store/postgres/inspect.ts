import type { Context } from "../../core/index.ts";
import { toPostgresError } from "./errors.ts";
import { openLink } from "./link.ts";
import { readPlace } from "./place.ts";

export interface PostgresReport {
  /** Without the password. */
  shown: string;
  /** "15.14" */
  version: string;
  /** False: the server does not write what it acknowledges to its disk. */
  isFirm: boolean;
}

/** Looks at a database and changes nothing. Throws as `openPostgres` does. */
export async function inspectPostgres(url: string, ctx: Context): Promise<PostgresReport> {
  const place = readPlace(url);
  try {
    const link = await openLink(place, { firm: true, log: ctx.log });
    try {
      const { rows } = await link.query(
        "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync",
      );
      const { version, fsync } = rows[0] ?? {};
      return { shown: place.shown, version: String(version).split(" ")[0] ?? "", isFirm: fsync === "on" };
    } finally {
      await link.end();
    }
  } catch (thrown) {
    throw toPostgresError(thrown, place);
  }
}
