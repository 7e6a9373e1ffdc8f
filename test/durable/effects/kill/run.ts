import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createFaults, openShop, openTelegram } from "../../../../src/world/index.ts";
import { openStore, type EffectRecord } from "../../../../src/store/index.ts";
import { createContext } from "../../../store/_setup.ts";
import { createRandom } from "../../../store/_random.ts";
import { judge, type Verdict } from "./judge.ts";
import { openMail, type MailWorld } from "./mail.ts";
import { BOT, type Places } from "./plan.ts";

export type Mode = "journal" | "actThenRecord" | "recordThenAct";

export interface KillOptions {
  folder: string;
  seed: number;
  kills: number;
  mode?: Mode;
  /** Share of the requests that meet a fault at the peer. */
  faults?: number;
  mail: boolean;
  /** Of a wrong order: the fault that is looked for, which ends it. */
  until?: RegExp;
}

export interface KillVerdict extends Verdict {
  kills: number;
  seconds: number;
}

const WORKER = join(import.meta.dirname, "_worker.ts");
/** The worker is killed behind one of its first so many acts, and at most so much later. */
const MOST_ACTS = 7;
const LATEST_MS = 25;
const LAST_ACTS = 24;
const MOST_ENDS = 6;

/** Kills a worker again and again at random moments, lets the last one come to an end, and compares the peers' ledgers with the journal. */
export async function runKills(options: KillOptions): Promise<KillVerdict> {
  const { folder, seed, kills, mode = "journal", faults: share = 0.15 } = options;
  const from = performance.now();
  const random = createRandom(seed);
  const [home, files] = [join(folder, "home"), join(folder, "files")];
  mkdirSync(files, { recursive: true });
  const [keyed, asked, telegram, mail] = await Promise.all([
    openShop({ knowsKeys: true, fault: createFaults(seed, share) }),
    openShop({ knowsKeys: false, fault: createFaults(seed + 1, share) }),
    openTelegram(BOT, { fault: createFaults(seed + 2, share), chats: [7], isLimited: false }),
    options.mail ? openMail(join(folder, "mail"), createFaults(seed + 3, share)) : null,
  ]);
  const places: Places = {
    keyed: keyed.url,
    asked: asked.url,
    telegram: telegram.url,
    files,
    mail: mail?.places ?? null,
  };
  const told = new Set<string>();
  const happened = () =>
    count([...keyed.ledger, ...asked.ledger, ...telegram.ledger, ...namesOf(files), ...sentOf(mail)]);
  const verdictNow = async (): Promise<Verdict> => judge(await readRecords(home), happened(), told);
  let done = 0;
  try {
    while (done < kills) {
      await work(mode, home, places, told, { acts: random.below(MOST_ACTS), ms: random.next() * LATEST_MS });
      done += 1;
      const { until } = options;
      if (until && (await verdictNow()).faults.some((fault) => until.test(fault))) break;
    }
    // To its end, and again while a peer could not be asked: on a busy machine it may be slower than anybody waits.
    const ends = mode === "journal" ? MOST_ENDS : 0;
    for (let end = 0; end < ends; end += 1) {
      await work(mode, home, places, told, null);
      if (!(await readRecords(home)).some(({ state }) => state === "intended" || state === "sent")) break;
    }
    const verdict = await verdictNow();
    return { ...verdict, kills: done, seconds: Math.round((performance.now() - from) / 100) / 10 };
  } finally {
    await Promise.all([keyed.close(), asked.close(), telegram.close(), mail?.close()]);
  }
}

/** One life of the worker; null: to its own end. */
async function work(
  mode: Mode,
  home: string,
  places: Places,
  told: Set<string>,
  kill: { acts: number; ms: number } | null,
): Promise<void> {
  const acts = kill === null ? LAST_ACTS : 1_000_000;
  const args = [WORKER, mode, home, JSON.stringify(places), String(acts)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const due = Promise.withResolvers<void>();
  let acted = -1; // until it is ready
  let held = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (held + chunk.toString()).split("\n");
    held = lines.pop() ?? "";
    for (const line of lines) {
      const [what, at] = line.split(" ");
      if (what === "ended" || what === "known") told.add(`act-${at}`);
      if (what === "ended" || what === "ready") acted += 1;
      if (acted === kill?.acts) due.resolve();
    }
  });
  if (kill) {
    await Promise.race([due.promise, ended]);
    await Promise.race([pause(kill.ms), ended]);
    child.kill("SIGKILL");
  }
  const [code] = await ended;
  if (code !== null && code !== 0) throw new Error(`The worker failed by itself: ${errors.slice(-2_000)}`);
  if (kill === null && code !== 0) throw new Error("The worker did not come to its end.");
}

async function readRecords(home: string): Promise<EffectRecord[]> {
  const store = await openStore(home, createContext());
  try {
    const integrity = (await store.db.get("PRAGMA integrity_check"))?.["integrity_check"];
    if (integrity !== "ok") throw new Error(`The database is damaged: ${String(integrity)}`);
    return await store.effects.list({ limit: 1_000_000 });
  } finally {
    await store.close();
  }
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const namesOf = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => name.slice(0, -".txt".length));

const sentOf = (mail: MailWorld | null): readonly string[] => mail?.ledger ?? [];
