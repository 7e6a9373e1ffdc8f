import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { hashFile, sizeOf } from "../backup/files.ts";
import type { Row } from "../database.ts";
import type { Store } from "../store.ts";
import { idsOf, selectSessions, type DataSelection } from "./select.ts";

export interface Exported {
  folder: string;
  sessions: number;
  /** Files of the export with their SHA-256, also in its `manifest.json`. */
  files: { path: string; bytes: number; sha256: string }[];
}

/** Rows of a conversation, by table. */
const BY_SESSION = ["messages", "events", "runs", "usage", "approvals", "memories", "telegram_posts"] as const;
const BY_RUN = ["plans", "steps", "undo_units", "effects"] as const;
/** Of no conversation, given out with everything. */
const WHOLE = [
  "accounts",
  "items",
  "document_sources",
  "documents",
  "metrics",
  "metric_points",
  "briefings",
  "briefing_deliveries",
  "inbox_classes",
  "inbox_examples",
  "inbox_rules",
  "drafts",
  "mail_findings",
  "mail_bulks",
  "appointments",
  "appointment_times",
  "telegram_chats",
] as const;

/**
 * What Kralle keeps of conversations as a folder of JSON and files: a file for each conversation with every row of it, what was attached,
 * contents that are kept for undoing, and, of everything, memories, profile and connected accounts (without their secrets). Throws E_EXISTS for a folder that is there, E_NOT_FOUND.
 */
export async function exportData(
  { home, db, memories, profile, audit, blobs }: Store,
  selection: DataSelection,
  { folder, by }: { folder: string; by: string },
  ctx: Context,
): Promise<Exported> {
  const sessions = await selectSessions(db, selection);
  if (sessions.length === 0 && selection !== "everything") {
    throw new AppError("E_NOT_FOUND", "There is no conversation of that kind.", {
      hint: "Give the id of one, a text that occurs in one, or --everything.",
    });
  }
  await mkdir(folder, { mode: 0o700 }).catch((cause: unknown) => {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    if (!isThere) throw cause;
    throw new AppError("E_EXISTS", `${folder} is there already.`, {
      hint: "Name a folder that is not there yet.",
      cause,
    });
  });
  for (const session of sessions) {
    ctx.signal.throwIfAborted();
    const rows = await rowsOf(db, session);
    await put(folder, `conversations/${session}.json`, rows);
    const attached = join(home, "files", session);
    await cp(attached, join(folder, "files", session), { recursive: true }).catch(ignoreMissing);
    for (const sha256 of await blobsOf(db, rows["undo_units"] ?? [])) {
      if (await blobs.has(sha256)) await putBytes(folder, `contents/${sha256}`, await blobs.get(sha256));
    }
  }
  if (selection === "everything") {
    await put(folder, "memories.json", await memories.list());
    await put(folder, "profile.json", await profile.get());
    for (const table of WHOLE) await put(folder, `${table}.json`, await db.all(`SELECT * FROM ${table}`));
    await putMails(folder, { db, blobs }, ctx);
  }
  const files = await describeAll(folder, ctx);
  await put(folder, "manifest.json", { created: new Date(ctx.clock.now()).toISOString(), files });
  await audit.append({ kind: "data", actor: by, action: "exported", subject: `${sessions.length} conversations` }, ctx);
  return { folder, sessions: sessions.length, files };
}

/** Each mail with what is known of it, and its bytes as they came. */
async function putMails(folder: string, { db, blobs }: Pick<Store, "db" | "blobs">, ctx: Context): Promise<void> {
  for (const id of await idsOf(db, "SELECT id FROM mails ORDER BY id", [])) {
    ctx.signal.throwIfAborted();
    const row = await db.get("SELECT * FROM mails WHERE id = ?", [id]);
    if (!row) continue;
    await put(folder, `mails/${id}.json`, row);
    const raw = String(row["raw"]);
    if (await blobs.has(raw)) await putBytes(folder, `mails/${id}.eml`, await blobs.get(raw));
  }
}

async function rowsOf(db: Store["db"], session: string): Promise<Record<string, Row[]>> {
  const rows: Record<string, Row[]> = { sessions: await db.all("SELECT * FROM sessions WHERE id = ?", [session]) };
  for (const table of BY_SESSION) rows[table] = await db.all(`SELECT * FROM ${table} WHERE session = ?`, [session]);
  const runs = await idsOf(db, "SELECT id FROM runs WHERE session = ?", [session]);
  for (const table of BY_RUN) {
    rows[table] = [];
    for (const run of runs) rows[table].push(...(await db.all(`SELECT * FROM ${table} WHERE run = ?`, [run])));
  }
  rows["undo_units"]?.push(...(await db.all("SELECT * FROM undo_units WHERE root LIKE ?", [`%${session}`])));
  return rows;
}

async function blobsOf(db: Store["db"], units: readonly Row[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { id } of units) {
    for (const row of await db.all("SELECT before_sha, after_sha FROM undo_changes WHERE unit = ?", [String(id)])) {
      for (const sha256 of [row["before_sha"], row["after_sha"]]) if (typeof sha256 === "string") found.add(sha256);
    }
  }
  return found;
}

const put = (folder: string, path: string, value: unknown): Promise<void> =>
  putBytes(folder, path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));

async function putBytes(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, path), bytes, { mode: 0o600 });
}

async function describeAll(folder: string, ctx: Context): Promise<Exported["files"]> {
  const files: Exported["files"] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if ((await sizeOf(path)) === null) continue;
    files.push({ path: path.slice(folder.length + 1), ...(await hashFile(path, ctx.signal)) });
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT")) throw thrown;
}
