import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import type { Check, Connector, MailChange } from "../../types.ts";
import { listFiles, listFolders, readMail, type MaildirFile, type MaildirFolder } from "./folders.ts";
import type { MaildirSettings } from "./settings.ts";

/** Everything was read that had changed by this moment, ms UTC of the file system's clock. */
const cursor = z.object({ through: z.number() });

const BATCH = 50;
/** Clocks of file systems are coarse, and files are renamed into their place a little after they were made. */
const MARGIN_MS = 10_000;
const EVERY_MS = 30_000;
const DAY_MS = 86_400_000;

/**
 * A mailbox that is a folder (Maildir): the mail of many servers on this machine, and exports of old mail. Nothing of it is ever moved,
 * changed or removed. What vanished is told as long as this connector lives.
 */
export function createMaildirConnector(settings: MaildirSettings): Connector<MailChange> {
  const { path, days, address } = settings;
  /** What was brought, with its flags, by folder and id. */
  const known = new Map<string, string>();
  const closed = new AbortController();

  async function* pull(since: unknown, ctx: Context): AsyncGenerator<{ changes: MailChange[]; cursor: unknown }> {
    const from = cursor.safeParse(since).data?.through ?? null;
    await requireMaildir(path);
    let through = from ?? 0;
    const there = new Set<string>();
    for (const folder of await listFolders(path)) {
      const files = await listFiles(folder);
      for (let at = 0; at < files.length; at += BATCH) {
        const some = files.slice(at, at + BATCH);
        const changes: MailChange[] = [];
        for (const file of some) {
          ctx.signal.throwIfAborted();
          there.add(keyOf(folder, file));
          through = Math.max(through, file.changed);
          const change = await toChange(folder, file, from, ctx);
          if (change) changes.push(change);
        }
        if (changes.length > 0) yield { changes, cursor: { through: from ?? 0 } };
        for (const file of some) known.set(keyOf(folder, file), file.flags.join(" ")); // it is kept: else nobody asked on
      }
    }
    yield { changes: toGone(there), cursor: { through } };
  }

  async function toChange(
    folder: MaildirFolder,
    file: MaildirFile,
    from: number | null,
    ctx: Context,
  ): Promise<MailChange | null> {
    const place = { folder: folder.name, uidValidity: file.id, uid: 0 };
    const before = known.get(keyOf(folder, file));
    if (before === file.flags.join(" ")) return null;
    if (before !== undefined) return { ...place, type: "flags", flags: file.flags };
    if (from !== null && file.changed < from - MARGIN_MS) return null; // an earlier process brought it
    const raw = await readMail(file);
    if (raw === null) return null;
    const isHistory = file.at < ctx.clock.now() - days * DAY_MS;
    return { ...place, type: "mail", role: folder.role, at: file.at, flags: file.flags, raw, isHistory };
  }

  function toGone(there: ReadonlySet<string>): MailChange[] {
    const gone = [...known.keys()].filter((key) => !there.has(key));
    for (const key of gone) known.delete(key);
    return gone.map((key) => {
      const [folder = "", uidValidity = ""] = key.split("/");
      return { type: "gone", folder, uidValidity, uid: 0 };
    });
  }

  return {
    async check() {
      await requireMaildir(path);
      return { address, effects: effectsOf(settings), notes: [] };
    },
    pull,
    async wait(ctx) {
      const changed = Promise.withResolvers<void>();
      const watchers = ["new", "cur"].flatMap((part) => watchFolder(join(path, part), changed.resolve));
      const ended = new AbortController();
      try {
        const signal = AbortSignal.any([ctx.signal, closed.signal, ended.signal]);
        // What came between the last look and the watch is told by nobody.
        if (await isOther(path, known)) return;
        await Promise.race([changed.promise, ctx.clock.sleep(EVERY_MS, signal)]);
      } finally {
        ended.abort();
        for (const watcher of watchers) watcher.close();
      }
    },
    close() {
      closed.abort();
      return Promise.resolve();
    },
  };
}

function effectsOf({ keepsSent, mayFile }: MaildirSettings): Check["effects"] {
  const sends = keepsSent ? ({ "mail.send": "queryable" } as const) : {};
  return keepsSent || mayFile ? { ...sends, "mail.file": "queryable" } : sends;
}

/** Whether what lies there is not what is known, with its flags, by folder and id. */
async function isOther(path: string, known: ReadonlyMap<string, string>): Promise<boolean> {
  const there = new Map<string, string>();
  for (const folder of await listFolders(path))
    for (const file of await listFiles(folder)) there.set(keyOf(folder, file), file.flags.join(" "));
  return there.size !== known.size || [...there].some(([key, flags]) => known.get(key) !== flags);
}

/** Names of Maildir hold no slash. */
const keyOf = ({ name }: MaildirFolder, { id }: MaildirFile): string => `${name}/${id}`;

/** None where folders cannot be watched: then it is looked again after a while. */
function watchFolder(path: string, changed: () => void): FSWatcher[] {
  try {
    return [watch(path, changed).on("error", () => undefined)];
  } catch {
    return [];
  }
}

async function requireMaildir(path: string): Promise<void> {
  for (const part of ["cur", "new"]) {
    const info = await stat(join(path, part)).catch(() => null);
    if (info?.isDirectory()) continue;
    throw new AppError("E_ACCOUNT", `${path} is no Maildir: it has no folder ${part}.`, {
      hint: "Name the folder that holds cur, new and tmp.",
    });
  }
}
