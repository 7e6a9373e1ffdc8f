import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { exists } from "../backup/files.ts";
import { finishRestore } from "../backup/finish.ts";
import { ENGINE_FILE, STORE_FILE } from "../backup/manifest.ts";
import { textOf, type Database } from "../database.ts";
import { ensureHome } from "../home.ts";
import { migrate } from "../migrations.ts";
import { openPostgres } from "../postgres/open.ts";
import { readPlace } from "../postgres/place.ts";
import { openSqlite } from "../sqlite.ts";
import { copyAll, sumAll, type CopyParts, type MoveProgress, type Sums } from "./copy.ts";
import { beginMove, finishMove, markMoved, readMoved } from "./moved.ts";
import { listTables } from "./tables.ts";

export type { MoveProgress } from "./copy.ts";

export interface MoveOptions {
  /** Of the PostgreSQL database, with its password. */
  databaseUrl: string;
  onProgress(progress: MoveProgress): void;
  /**
   * Moves the records of durable work out of their file, all or none. `mayBeThere`: a call before this one may have done it, and then it
   * does nothing.
   */
  moveEngine?(file: string, options: { mayBeThere: boolean }): Promise<void>;
}

export interface MoveReport {
  /** The database, without the password. */
  to: string;
  /** False: it had happened before. */
  isNew: boolean;
  tables: number;
  rows: number;
}

/**
 * Moves the tables of a home to a PostgreSQL database, while nobody else has the home. They arrive in one transaction, compared row by
 * row, or not at all; the home is moved from the moment on at which `moved.json` is on disk, behind that transaction. A process that
 * ends at any point leaves the home as it was or as it will be; calling it again goes on from there. The old file is kept
 * beside, renamed. Throws E_EXISTS for a database that holds other tables of a Kralle, E_NOT_FOUND for a home without any.
 */
export async function moveStore(home: string, options: MoveOptions, ctx: Context): Promise<MoveReport> {
  await ensureHome(home);
  await finishRestore(home);
  const to = readPlace(options.databaseUrl).shown;
  const before = await readMoved(home);
  if (before) {
    if (before.to !== to) throw movedElsewhere(before.to);
    await finishMove(home, [STORE_FILE, ENGINE_FILE]);
    return { to, isNew: false, tables: 0, rows: 0 };
  }
  if (!(await exists(join(home, STORE_FILE)))) throw nothingToMove();
  const move = await beginMove(home, to);
  const { sums, wasThere } = await copy(home, move, options, ctx);
  const engine = join(home, ENGINE_FILE);
  if (await exists(engine)) await options.moveEngine?.(engine, { mayBeThere: wasThere });
  await markMoved(home, { ...move, at: ctx.clock.now() });
  await finishMove(home, [STORE_FILE, ENGINE_FILE]);
  const all = Object.values(sums);
  return { to, isNew: true, tables: all.length, rows: all.reduce((sum, { rows }) => sum + rows, 0) };
}

interface Move {
  id: string;
  to: string;
}

interface Copied {
  sums: Sums;
  /** It had arrived by a call before this one. */
  wasThere: boolean;
}

async function copy(home: string, move: Move, { databaseUrl, onProgress }: MoveOptions, ctx: Context): Promise<Copied> {
  const source = openSqlite(join(home, STORE_FILE));
  try {
    await migrate(source, ctx.clock.now);
    const target = await openPostgres(databaseUrl, ctx);
    try {
      await migrate(target, ctx.clock.now);
      return await settle(target, move, { source, tables: await listTables(source), onProgress, ctx });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A move before this one may have come to its commit and no further: then what has arrived must be what the home still holds. */
async function settle(target: Database, { id, to }: Move, parts: CopyParts): Promise<Copied> {
  const known = await target.get("SELECT sums FROM moves WHERE id = ?", [id]);
  if (known) {
    const sums = await sumAll(parts);
    if (textOf(known, "sums") === JSON.stringify(sums)) return { sums, wasThere: true };
    throw new AppError("E_EXISTS", `The database ${to} holds an earlier state of this home, which went on since.`, {
      hint: "Remove it there (`DROP SCHEMA kralle CASCADE`), and move again.",
    });
  }
  return target.transaction(async (tx) => {
    if (tx.dialect.lockSchema !== null) await tx.run(tx.dialect.lockSchema);
    const sums = await copyAll(tx, to, parts);
    await tx.run(
      "SELECT setval(pg_get_serial_sequence('messages', 'n'), COALESCE(MAX(n), 0) + 1, false) FROM messages",
    );
    await tx.run("INSERT INTO moves (id, at, sums) VALUES (?, ?, ?)", [
      id,
      parts.ctx.clock.now(),
      JSON.stringify(sums),
    ]);
    return { sums, wasThere: false };
  });
}

function movedElsewhere(to: string): AppError {
  return new AppError("E_EXISTS", `The tables of this home were moved to the database ${to} before.`, {
    hint: "From there they are moved by the tools of PostgreSQL: pg_dump and pg_restore.",
  });
}

function nothingToMove(): AppError {
  return new AppError("E_NOT_FOUND", "This home has no tables of its own that could be moved.", {
    hint: "With DATABASE_URL set, Kralle begins in that database by itself.",
  });
}
