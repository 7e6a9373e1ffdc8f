import { AppError, type Context } from "../../core/index.ts";
import { isLost, isPassing, isStarting, toPostgresError } from "./errors.ts";
import { openLink, type Link } from "./link.ts";
import type { PostgresPlace } from "./place.ts";

/** The connections of one database: one for what must be firm, one for progress. Each is opened again when it is gone. */
export interface Links {
  get(firm: boolean): Promise<Link>;
  end(): Promise<void>;
}

/** So long a server that was there is waited for: one that is started anew is back by then. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 200;

/** The first connection waits for nobody but a server that says itself that it is starting: a wrong address is told at once. */
export async function openLinks(place: PostgresPlace, ctx: Context): Promise<Links> {
  const open = new Map<boolean, Link>();
  const reach = async (firm: boolean, waits: (thrown: unknown) => boolean): Promise<Link> => {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        const link = await openLink(place, { firm, log: ctx.log });
        open.set(firm, link);
        return link;
      } catch (thrown) {
        if (!waits(thrown) || performance.now() > until) throw toPostgresError(thrown, place);
        await ctx.clock.sleep(PAUSE_MS);
      }
    }
  };
  await refuseUnfit(await reach(true, isStarting), place, open);
  return {
    async get(firm) {
      const link = open.get(firm);
      return link?.isAlive ? link : reach(firm, (thrown) => isPassing(thrown) || isLost(thrown));
    },
    async end() {
      // One that broke has nothing to end.
      await Promise.allSettled([...open.values()].map((link) => link.end()));
      open.clear();
    },
  };
}

const LEAST_VERSION = 130_000; // normalize(), https://www.postgresql.org/docs/release/13.0/

async function refuseUnfit(link: Link, place: PostgresPlace, open: ReadonlyMap<boolean, Link>): Promise<void> {
  const { rows } = await link.query(
    "SELECT CAST(current_setting('server_version_num') AS INTEGER) AS version, current_setting('server_encoding') AS encoding",
  );
  const { version, encoding } = rows[0] ?? {};
  if (Number(version) >= LEAST_VERSION && encoding === "UTF8") return;
  await Promise.all([...open.values()].map((one) => one.end()));
  throw new AppError(
    "E_STORE",
    `The database ${place.shown} is of PostgreSQL ${Math.floor(Number(version) / 10_000)} with the encoding ${String(encoding)}; Kralle needs PostgreSQL 13 or newer and UTF8.`,
    { hint: "Create one there with `createdb --encoding UTF8 --template template0`, and name it in DATABASE_URL." },
  );
}
