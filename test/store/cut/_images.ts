import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore, type Message, type Store } from "../../../src/store/index.ts";
import type { Random } from "../_random.ts";
import { createContext } from "../_setup.ts";
import { openAnswers } from "./_answers.ts";

const ctx = createContext();
const WORKER = join(import.meta.dirname, "_worker.ts");
const FILES = ["kralle.db", "durable.db"];
const MOST_MS = 150;
const LOG_HEADER = 32;
/** A page with its header. */
const FRAME = 24 + 4_096;
/** SQLite's `wal_autocheckpoint`. */
const CHECKPOINT_FRAMES = 1_000;

/** What was acknowledged, and how long the store's log was at the last of it: that much is on the disk. */
interface Told {
  accepted: Set<string>;
  answered: Set<string>;
  log: number;
}

export interface Cut {
  images: number;
  accepted: number;
  /** Bytes of the logs that the cuts took. */
  lostBytes: number;
  faults: string[];
}

/**
 * Images of a home under load as a power cut leaves it: all bytes of one moment, without an end of any length of what no fsync had
 * confirmed yet; of the engine's log, which is written without, that may be all. `keepsAcknowledged` false: the control, a disk that
 * forgets what it confirmed.
 */
export async function cutPower(
  folder: string,
  { images, random, keepsAcknowledged = true }: { images: number; random: Random; keepsAcknowledged?: boolean },
): Promise<Cut> {
  const home = join(folder, "home");
  const told: Told = { accepted: new Set(), answered: new Set(), log: 0 };
  const child = spawn(process.execPath, [WORKER, home], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const { what, id, log } = JSON.parse(line) as { what: "accepted" | "answered"; id: string; log: number };
    told[what].add(id);
    told.log = log;
  });
  await once(lines, "line");
  const cut: Cut = { images, accepted: 0, lostBytes: 0, faults: [] };
  try {
    for (let n = 0; n < images; n += 1) {
      await sleep(random.below(MOST_MS));
      const image = join(folder, `image${n}`);
      await pause(child);
      await sleep(10); // what it wrote before is read here
      const known = { accepted: new Set(told.accepted), answered: new Set(told.answered), log: told.log };
      await copy(home, image);
      child.kill("SIGCONT");
      const synced = await Promise.all(FILES.map((file) => syncedLength(join(image, `${file}-wal`))));
      const firm = [Math.max(synced[0] ?? 0, keepsAcknowledged ? known.log : 0), synced[1] ?? 0];
      cut.lostBytes += await shorten(image, firm, random);
      cut.faults.push(...(await judge(image, known)).map((fault) => `image ${n}: ${fault}`));
      await rm(image, { recursive: true });
    }
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
  cut.accepted = told.accepted.size;
  return cut;
}

/** Stopped, not only told to. */
async function pause(child: ChildProcess): Promise<void> {
  child.kill("SIGSTOP");
  while (!/^\d+ \(.*\) T /.test(readFileSync(`/proc/${child.pid}/stat`, "utf8"))) await sleep(1);
}

async function copy(home: string, image: string): Promise<void> {
  await mkdir(image, { recursive: true });
  for (const file of FILES) {
    for (const name of [file, `${file}-wal`]) {
      if (existsSync(join(home, name))) await copyFile(join(home, name), join(image, name));
    }
  }
}

/**
 * How much of a log is surely on the disk because a checkpoint used it: SQLite syncs the log before it writes its pages into the database, which
 * it does when a commit makes the log this long; the next commit begins the log anew, with another salt
 * (https://www.sqlite.org/fileformat2.html, "The WAL File Format").
 */
async function syncedLength(log: string): Promise<number> {
  const bytes = await readFile(log);
  const salt = bytes.subarray(16, 24);
  let end = LOG_HEADER;
  while (end + FRAME <= bytes.length && bytes.subarray(end + 8, end + 16).equals(salt)) end += FRAME;
  return (end - LOG_HEADER) / FRAME >= CHECKPOINT_FRAMES ? end : 0;
}

async function shorten(image: string, firm: readonly number[], random: Random): Promise<number> {
  let lost = 0;
  for (const [at, file] of FILES.entries()) {
    const least = firm[at] ?? 0;
    const path = join(image, `${file}-wal`);
    const { size } = await stat(path);
    const length = least + random.below(Math.max(0, size - least) + 1);
    await truncate(path, length);
    lost += size - length;
  }
  return lost;
}

/** Oldest first: a list has an end. */
async function allMessages({ messages }: Store, session: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let page = await messages.list(session); page.length > 0;) {
    all.unshift(...page);
    page = await messages.list(session, { before: page[0]?.seq ?? 0 });
  }
  return all;
}

/** Nothing that was acknowledged is missing, and opening it lets everything come to its end, once. */
async function judge(image: string, { accepted, answered }: Told): Promise<string[]> {
  const faults: string[] = [];
  const store = await openStore(image, ctx);
  try {
    const stored = new Map<string, { answers: number }>();
    const count = async (): Promise<void> => {
      stored.clear();
      for (const { id } of await store.sessions.list(100)) {
        for (const message of await allMessages(store, id)) {
          if (message.replyTo === null) stored.set(message.id, { answers: 0 });
          else stored.set(message.replyTo, { answers: (stored.get(message.replyTo)?.answers ?? 0) + 1 });
        }
      }
    };
    await count();
    for (const id of accepted) if (!stored.has(id)) faults.push(`${id} was accepted and is gone`);
    for (const id of answered) if (!stored.get(id)?.answers) faults.push(`${id} was answered and is not`);
    const answers = await openAnswers(image, store, () => undefined, ctx);
    for (const [id, message] of stored) if (message.answers === 0) await answers.answer(id);
    await answers.close();
    await count();
    for (const [id, message] of stored) if (message.answers !== 1) faults.push(`${id} has ${message.answers} answers`);
  } finally {
    await store.close();
  }
  for (const file of FILES) {
    const raw = new DatabaseSync(join(image, file), { readOnly: true });
    const verdict = raw.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
    raw.close();
    if (verdict !== "ok") faults.push(`${file}: ${String(verdict)}`);
  }
  return faults;
}
