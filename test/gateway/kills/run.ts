import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "../_gateway.ts";
import { startModelServer, type Asked } from "../_modelServer.ts";
import { judge, type Seen, type Sent, type Verdict } from "./judge.ts";

export interface KillOptions {
  /** A folder that is not there yet. */
  folder: string;
  seed: number;
  kills: number;
  onKill?: (number: number) => void;
}

/** Killed processes write no coverage, and use what others compiled: most of their life is then work. */
const FAST = {
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(tmpdir(), "kralle-kills-cache"),
  NODE_V8_COVERAGE: "",
};
const SESSIONS = 4;
/** Of which one works in a folder, where each message adds one line to a file. */
const WITH_FOLDER = 1;
/** Time that a gateway is left alone before it is killed. */
const MOST_ALIVE_MS = 1_200;
const SETTLE_MS = 30_000;
const HEAR_MS = 10_000;

/**
 * Clients send to a gateway that is killed again and again, and send again what was not acknowledged; then it is left alone until
 * everything is answered. Judged by what the clients were told and by the model server's own log.
 */
export async function runKills({ folder, seed, kills, onKill }: KillOptions): Promise<Verdict> {
  const random = createRandom(seed);
  const home = join(folder, "home");
  const work = join(folder, "work");
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "log.md"), "# Log\n\n");
  const models = await startModelServer({ delayMs: () => Math.floor(random() * 500) });
  prepareHome(home, models.url);
  await (await startGateway(home, FAST)).end("SIGTERM"); // who is killed does not keep what he compiled
  let gateway: Running | null = await startGateway(home, FAST);
  const killedAt: number[] = [];
  const sent: Sent[] = [];
  const owner = ownerOf(home);
  const sessions: { id: string; hasFolder: boolean }[] = [];
  for (let number = 0; number < SESSIONS; number += 1) {
    const hasFolder = number < WITH_FOLDER;
    const { body } = await owner.ask("POST", "/api/sessions", hasFolder ? { workspace: work } : {});
    sessions.push({ id: (body as { id: string }).id, hasFolder });
  }
  const over = new AbortController();
  const lost = new AbortController();
  const clients = sessions.map((session) => send(session, owner, sent, random, over.signal));
  const seen: Seen[] = sessions.map(({ id }) => ({ session: id, seqs: [], results: [] }));
  const listening = seen.map((one) => listen(one, owner, over.signal, lost.signal));
  for (let number = 1; number <= kills; number += 1) {
    await sleep(50 + Math.floor(random() * MOST_ALIVE_MS));
    await gateway.end("SIGKILL");
    killedAt.push(Date.now());
    onKill?.(number);
    gateway = await startGateway(home, FAST);
  }
  over.abort();
  await Promise.all(clients);
  const answers = await settle(sessions, owner, sent);
  await Promise.race([Promise.all(listening), sleep(HEAR_MS)]);
  const asked: readonly Asked[] = [...models.asked];
  const log = readFileSync(join(work, "log.md"), "utf8");
  lost.abort();
  await gateway.end("SIGTERM");
  owner.close();
  await models.close();
  return judge({ sent, answers, seen, asked, killedAt, log });
}

/** One message after another, each again with its key until it is acknowledged; sometimes several without waiting. */
async function send(
  session: { id: string; hasFolder: boolean },
  owner: Owner,
  sent: Sent[],
  random: () => number,
  over: AbortSignal,
): Promise<void> {
  for (let number = 1; !over.aborted; number += 1) {
    const mark = `${session.id.slice(-6)}-${number}`;
    const text = session.hasFolder ? `Append "entry ${mark} done" to log.md` : `tell me about item ${mark} please`;
    const entry: Sent = { session: session.id, mark, hasFolder: session.hasFolder, ids: new Set(), ackedAt: 0 };
    sent.push(entry);
    while (entry.ackedAt === 0) {
      try {
        const { status, body } = await owner.ask("POST", `/api/sessions/${session.id}/messages`, { text, key: mark });
        if (status !== 202) throw new Error(`answered with ${status}`);
        entry.ids.add((body as { messageId: string }).messageId);
        entry.ackedAt = Date.now();
      } catch {
        await sleep(30); // killed, or not there yet
      }
    }
    // Now and then the same again, as a client does that lost the answer.
    if (random() < 0.2) {
      const again = await owner
        .ask("POST", `/api/sessions/${session.id}/messages`, { text, key: mark })
        .catch(() => null);
      if (again?.status === 202) entry.ids.add((again.body as { messageId: string }).messageId);
    }
    await sleep(Math.floor(random() * 400));
  }
}

/** Hears a session's events, each once, over all its gateways. Ends when the clients are done and all is answered. */
async function listen(seen: Seen, owner: Owner, over: AbortSignal, lost: AbortSignal): Promise<void> {
  const path = `/api/sessions/${seen.session}/events`;
  while (!lost.aborted) {
    try {
      await owner.hear(path, seen.seqs.at(-1) ?? 0, (data, id) => {
        if (id === 0) return false;
        seen.seqs.push(id);
        if (data["type"] === "message") seen.results.push({ message: String(data["message"]), ended: false });
        const ended = data["type"] === "result" && seen.results.find(({ message }) => message === data["message"]);
        if (ended) ended.ended = true;
        return over.aborted && seen.results.every((one) => one.ended);
      });
      return;
    } catch {
      await sleep(20);
    }
  }
}

export interface Answer {
  id: string;
  role: string;
  text: string;
  state: string;
  replyTo: string | null;
  at: string;
}

/** Waits for the answers, and takes what stands there when it has waited long enough. */
async function settle(sessions: { id: string }[], owner: Owner, sent: readonly Sent[]): Promise<Map<string, Answer[]>> {
  const until = Date.now() + SETTLE_MS + sent.length * 20;
  const all = new Map<string, Answer[]>();
  for (const { id } of sessions) {
    for (;;) {
      const { body } = await owner.ask("GET", `/api/sessions/${id}/messages`);
      const { messages } = body as { messages: Answer[] };
      all.set(id, messages);
      const open = messages.filter(({ state }) => state === "waiting" || state === "running");
      if (open.length === 0 || Date.now() > until) break;
      await sleep(100);
    }
  }
  return all;
}

/** Mulberry32: small, good enough for choosing moments, the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
