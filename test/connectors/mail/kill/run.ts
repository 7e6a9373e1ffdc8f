import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../../../../src/store/index.ts";
import { createRandom } from "../../../store/_random.ts";
import { createContext } from "../../../store/_setup.ts";
import type { Dovecot } from "../../_dovecot.ts";
import { openRelay, toRaw } from "../_mailbox.ts";

export interface MailRun {
  folder: string;
  dovecot: Dovecot;
  mails: number;
  /** Connections that are broken, and processes that are killed. */
  cuts: number;
  kills: number;
  seed: number;
  mode?: "right" | "cursorFirst";
}

export interface MailVerdict {
  seed: number;
  mails: number;
  cuts: number;
  kills: number;
  renumbered: number;
  /** Of those that lie at the server: never handled, or more than once. */
  missed: number;
  twice: number;
  /** Rows of the store beyond those of the server. */
  extra: number;
  ms: number;
}

const WORKER = join(import.meta.dirname, "_worker.ts");
const PATIENCE_MS = 120_000;

/**
 * Mail comes to a real server while a process collects it whose connections are broken and that is killed, at moments that a seed chooses; once
 * the folder gets new numbers. Judged by the files of the server: each must have been handled once.
 */
export async function runMail({
  folder,
  dovecot,
  mails,
  cuts,
  kills,
  seed,
  mode = "right",
}: MailRun): Promise<MailVerdict> {
  const home = join(folder, `home-${seed}-${mode}`);
  await prepare(home);
  const random = createRandom(seed);
  const relay = await openRelay(dovecot.port);
  const start = performance.now();
  const done = { cuts: 0, kills: 0, renumbered: 0 };
  let worker = await startWorker(home, relay.port, mode);
  const restart = async (): Promise<void> => {
    worker.kill("SIGKILL");
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
    worker = await startWorker(home, relay.port, mode);
    done.kills += 1;
  };
  const db = new DatabaseSync(join(home, "kralle.db"), { readOnly: true, timeout: 5_000 });
  try {
    for (let n = 1; n <= mails; n += 1) {
      const size = random.below(20) === 0 ? 200_000 : random.below(3_000);
      dovecot.deliver(toRaw(n, `${"x".repeat(70)}\r\n`.repeat(Math.ceil(size / 72))));
      if (worker.exitCode !== null || worker.signalCode !== null) await restart(); // it ended by itself, as a control does
      if (n >= (mails / (kills + 1)) * (done.kills + 1) && done.kills < kills) {
        await pause(random.below(60));
        await restart();
      }
      if (n >= (mails / (cuts + 1)) * (done.cuts + 1) && done.cuts < cuts) {
        await pause(random.below(40));
        if (relay.cut() > 0) done.cuts += 1;
      }
      if (n === Math.floor(mails / 2)) {
        dovecot.renumber();
        done.renumbered += 1;
      }
      if (random.below(3) === 0) await pause(random.below(30));
    }
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(50)) {
      if (worker.exitCode !== null || worker.signalCode !== null) await restart();
      // Those that were still owed, now that there is somebody to break the line with.
      if (done.cuts < cuts) {
        if (relay.cut() > 0) done.cuts += 1;
        await pause(random.below(400));
      } else if (done.kills < kills) await restart();
      else if (countOf(db) >= mails) break;
      if (mode !== "right" && performance.now() > end - PATIENCE_MS + 4_000) break;
    }
    await pause(300); // for what would come twice
    return { seed, mails, ...done, ...judge(db, dovecot), ms: Math.round(performance.now() - start) };
  } finally {
    worker.kill("SIGKILL");
    db.close();
    await relay.close();
  }
}

async function prepare(home: string): Promise<void> {
  const ctx = createContext();
  const store = await openStore(home, ctx);
  await store.accounts.create(
    { kind: "imap", name: "office", address: "office@example.com", settings: {}, check: null },
    ctx,
  );
  await store.db.run("CREATE TABLE handled (message TEXT NOT NULL, run TEXT NOT NULL)");
  await store.close();
}

async function startWorker(home: string, port: number, mode: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [WORKER, home, String(port), mode], { stdio: ["ignore", "pipe", "inherit"] });
  await Promise.race([once(worker.stdout, "data"), once(worker, "exit")]);
  return worker;
}

const countOf = (db: DatabaseSync): number =>
  Number(db.prepare("SELECT COUNT(DISTINCT message) AS count FROM handled").get()?.["count"] ?? 0);

function judge(db: DatabaseSync, dovecot: Dovecot): Pick<MailVerdict, "missed" | "twice" | "extra"> {
  const handled = new Map<string, number>();
  for (const { message } of db.prepare("SELECT message FROM handled").all()) {
    handled.set(String(message), (handled.get(String(message)) ?? 0) + 1);
  }
  const there = dovecot.files().map(({ raw }) => /^Message-ID: (.*?)\r?$/m.exec(raw.toString("latin1"))?.[1] ?? "");
  const known = Number(db.prepare("SELECT COUNT(*) AS count FROM mails").get()?.["count"] ?? 0);
  return {
    missed: there.filter((id) => !handled.has(id)).length,
    twice: [...handled.values()].filter((times) => times > 1).length,
    extra: Math.max(0, known - there.length),
  };
}
