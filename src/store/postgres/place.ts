import { AppError } from "../../core/index.ts";

/** Where a PostgreSQL database is. `url` holds the password; everything else may be shown. */
export interface PostgresPlace {
  readonly url: string;
  readonly host: string;
  readonly user: string;
  readonly database: string;
  /** Without the password: `postgresql://kralle@db.example.org:5432/kralle` */
  readonly shown: string;
}

const DEFAULT_PORT = "5432";

/** Reads `DATABASE_URL` (https://www.postgresql.org/docs/current/libpq-connect.html, the URI form). Throws E_CONFIG. */
export function readPlace(url: string): PostgresPlace {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(?:ql)?:$/.test(parsed.protocol)) throw unreadable();
  const database = decode(parsed.pathname.slice(1));
  const user = decode(parsed.username);
  const socket = parsed.searchParams.get("host");
  const host = parsed.hostname === "" && socket !== null ? socket : `${parsed.hostname}:${parsed.port || DEFAULT_PORT}`;
  if (database === "" || user === "" || host.startsWith(":")) throw unreadable();
  return { url, host, user, database, shown: `postgresql://${user}@${host}/${database}` };
}

/** The address without the password. */
export const showPlace = (url: string): string => readPlace(url).shown;

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unreadable(); // a % that begins no escape
  }
}

/** Not with the value: it may hold a password. */
function unreadable(): AppError {
  return new AppError("E_CONFIG", "DATABASE_URL is no address of a PostgreSQL database.", {
    hint: "It is written postgresql://USER:PASSWORD@HOST:5432/DATABASE; without it Kralle keeps everything in its home.",
  });
}
