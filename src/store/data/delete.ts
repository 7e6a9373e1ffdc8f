import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { backupsFolder } from "../backup/folder.ts";
import { listBackups } from "../backup/list.ts";
import { eraseMails } from "../mails/mails.ts";
import { openStore, type Store } from "../store.ts";
import { removeBlobs } from "./blobs.ts";
import { eraseMemories, eraseRest, eraseSession, type Erased } from "./erase.ts";
import { eraseItems } from "./eraseItems.ts";
import { formsOf, selectSessions, type DataSelection } from "./select.ts";
import { searchHome, sweepEngine, sweepEveryTrace, sweepTraces } from "./sweep.ts";

export interface Deleted {
  sessions: number;
  messages: number;
  memories: number;
  /** Contents that were kept for undoing and that nothing else needs. */
  blobs: number;
  /** Acts on the world outside that stay, since their end is not known. */
  kept: number;
  /** Backups that were there before: they hold it still, unless they were removed. */
  backups: { names: string[]; removed: boolean };
  /** Of a deletion by a text: files of the home in which it still stands. */
  found: string[];
}

/** Folders with copies of before: backups, and what a restore moved aside. */
const COPIES = ["backups", "replaced"];
/** Weights and programs hold nothing of anybody. */
const FOREIGN = ["models", "packs", "providers"];

/**
 * Takes the data of conversations out of everything that Kralle keeps of them, and makes its bytes unreadable in the database. Contract:
 * nobody else has the store open; what was begun and not ended (a crash) is done by calling it again. Files of the owner's own folders are
 * his and stay. Throws E_NOT_FOUND where there is no such conversation.
 */
export async function deleteData(
  home: string,
  selection: DataSelection,
  { backups: removeBackups, by }: { backups: boolean; by: string },
  ctx: Context,
): Promise<Deleted> {
  const store = await openStore(home, ctx);
  let result: Deleted;
  try {
    const sessions = await selectSessions(store.db, selection);
    if (sessions.length === 0 && typeof selection === "object" && "session" in selection) {
      throw new AppError("E_NOT_FOUND", `There is no session ${selection.session}.`);
    }
    const erased = await eraseAll(store, sessions, selection, ctx);
    await removeBriefings(home, selection === "everything" ? "all" : erased.days);
    const blobs = await removeBlobs(store, erased.blobs);
    for (const session of sessions) await rm(join(home, "files", session), { recursive: true, force: true });
    const ids = [...sessions, ...erased.messages, ...erased.runs];
    const match = typeof selection === "object" && "match" in selection ? selection.match : null;
    if (selection === "everything") await sweepEveryTrace(home);
    else await sweepTraces(home, { ids, typed: erased.typed, match });
    await sweepEngine(home, [...erased.messages, ...erased.runs]);
    const names = (await listBackups(backupsFolder(home), ctx)).map(({ name }) => name);
    if (removeBackups) for (const folder of COPIES) await rm(join(home, folder), { recursive: true, force: true });
    const { messages, memories, kept } = erased;
    const counts = { sessions: sessions.length, messages: messages.length, memories, blobs, kept };
    const subject = typeof selection === "string" ? selection : "session" in selection ? selection.session : "a text";
    await store.audit.append({ kind: "data", actor: by, action: "deleted", subject, data: counts }, ctx);
    result = { ...counts, backups: { names, removed: removeBackups }, found: [] };
    await compact(store);
  } finally {
    await store.close();
  }
  if (typeof selection === "object" && "match" in selection) {
    result.found = await searchHome(home, selection.match, [...FOREIGN, ...COPIES]);
  }
  return result;
}

async function eraseAll(
  { db }: Store,
  sessions: readonly string[],
  selection: DataSelection,
  ctx: Context,
): Promise<Erased & { days: string[] }> {
  const all: Erased[] = [];
  for (const session of sessions) {
    ctx.signal.throwIfAborted();
    all.push(await db.transaction((tx) => eraseSession(tx, session)));
  }
  if (selection === "everything") all.push(await db.transaction(eraseRest));
  let memories = 0;
  const mails: string[] = [];
  const days: string[] = [];
  if (typeof selection === "object" && "match" in selection) {
    const like = formsOf(selection.match).map((form) => `%${form.replaceAll(/[\\%_]/g, "\\$&")}%`);
    for (const pattern of like) {
      memories += await db.transaction((tx) => eraseMemories(tx, "text LIKE ? ESCAPE '\\'", [pattern]));
      days.push(...(await db.transaction((tx) => eraseItems(tx, pattern))));
      mails.push(...(await db.transaction((tx) => eraseMails(tx, "content LIKE ? ESCAPE '\\'", [pattern]))));
    }
  }
  return {
    messages: all.flatMap(({ messages }) => messages),
    runs: all.flatMap(({ runs }) => runs),
    typed: all.flatMap(({ typed }) => typed),
    blobs: [...new Set([...all.flatMap(({ blobs }) => blobs), ...mails])],
    memories: all.reduce((sum, one) => sum + one.memories, memories),
    kept: all.reduce((sum, { kept }) => sum + kept, 0),
    days,
  };
}

/** Their files in the home; those in a folder of the owner's are his. */
async function removeBriefings(home: string, days: readonly string[] | "all"): Promise<void> {
  const folder = join(home, "briefings");
  if (days === "all") return rm(folder, { recursive: true, force: true });
  for (const date of days) await rm(join(folder, `${date}.md`), { force: true });
}

/** The index of words keeps what was deleted until it is made anew, and the log of changes until it is emptied. */
async function compact({ db }: Store): Promise<void> {
  await db.run("INSERT INTO message_index (message_index) VALUES ('rebuild')");
  await db.run("VACUUM");
  await db.all("PRAGMA wal_checkpoint(TRUNCATE)");
}
