import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createContext, openApp } from "../../../../src/app/index.ts";
import { openStore, type EffectRecord } from "../../../../src/store/index.ts";
import { openTelegram, type Fault, type TelegramPerson } from "../../../../src/world/index.ts";
import { prepareHome, startGateway, type Running } from "../../../gateway/_gateway.ts";
import { startModelServer } from "../../../gateway/_modelServer.ts";
import { createRandom } from "../../../store/_random.ts";
import { judge, type Verdict } from "./judge.ts";

export interface KillOptions {
  folder: string;
  seed: number;
  kills: number;
}

const TOKEN = "4711:secret-token-of-a-bot";
/** Killed processes write no coverage, and use what others compiled: most of their life is then work. */
const FAST = {
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(tmpdir(), "kralle-kills-cache"),
  NODE_V8_COVERAGE: "",
};
/** A gateway that has sent nothing by then is killed all the same. */
const MOST_ALIVE_MS = 1_500;
/** Every third kill comes after a message was taken and before the bot heard of it, the others around that. */
const HIT = 3;
/** Without an answer more, it is over. */
const SETTLE_MS = 20_000;
const MOST_OPEN = 4;

/**
 * A person writes to the bot of a gateway that is killed again and again, mostly while it sends. Judged by what stands in the chat in the end, and
 * by the journal alone for what nobody could tell.
 */
export async function runKills({ folder, seed, kills }: KillOptions): Promise<Verdict> {
  const random = createRandom(seed);
  const home = join(folder, "home");
  mkdirSync(folder, { recursive: true });
  /** Called when a message of the bot is about to be taken; says what happens to its answer. */
  let met: () => Fault = () => "none";
  const models = await startModelServer({
    delayMs: () => random.below(400),
    answer: (text) => `Answer about ${/item \d+/u.exec(text)?.[0]}.`,
  });
  const world = await openTelegram(TOKEN, { fault: () => met(), isLimited: false });
  prepareHome(home, models.url);
  const owner = world.person(7, "Ada");
  await connect(home, world.url, owner);
  const sent: number[] = [];
  const over = new AbortController();
  const writing = write(owner, sent, over.signal, random.next);
  let gateway: Running = await startGateway(home, FAST);
  let hits = 0;
  for (let number = 1; number <= kills; number += 1) {
    const due = Promise.withResolvers<void>();
    const isHit = number % HIT === 0;
    const lateMs = isHit ? 15 : random.below(120);
    met = () => {
      met = () => (isHit ? "slow" : "none");
      setTimeout(due.resolve, lateMs);
      hits += 1;
      return isHit ? "slow" : "none";
    };
    await Promise.race([due.promise, sleep(MOST_ALIVE_MS)]);
    await gateway.end("SIGKILL");
    met = () => "none";
    gateway = await startGateway(home, FAST);
  }
  over.abort();
  await writing;
  const isShown = (item: number): boolean => owner.sees().some(({ text }) => text.includes(`item ${item}.`));
  let unclear: EffectRecord[] = [];
  let last = { shown: 0, at: Date.now() };
  while (Date.now() < last.at + SETTLE_MS && !sent.every(isShown)) {
    await sleep(100);
    const shown = sent.filter(isShown).length;
    if (shown > last.shown) last = { shown, at: Date.now() };
  }
  await sleep(300);
  await gateway.end("SIGTERM");
  const store = await openStore(home, createContext({ home, env: {}, signal: over.signal }));
  try {
    unclear = await store.effects.list({ states: ["unknown"], limit: 1_000 });
    const open = (await store.effects.list({ states: ["intended", "sent"], limit: 1_000 })).length;
    const [account] = await store.accounts.list("telegram");
    const waiting = await store.telegram.waiting(account!.id);
    const left = await store.telegram.open(account!.id);
    const verdict = judge({
      sent,
      shown: owner.sees().map(({ text }) => text),
      unclear: unclear.map(({ arguments: given }) => (given as { text: string }).text),
      open: open + waiting.length + left.length,
    });
    return { ...verdict, kills, hits };
  } finally {
    await store.close();
    await Promise.all([world.close(), models.close()]);
  }
}

/** Items in order, until it is over; not many more than were answered, as a person would. */
async function write(owner: TelegramPerson, sent: number[], over: AbortSignal, random: () => number): Promise<void> {
  for (let item = 1; !over.aborted; item += 1) {
    owner.send(`tell me about item ${item} please`);
    sent.push(item);
    await sleep(300 + random() * 900);
    while (!over.aborted && sent.length - owner.sees().filter(({ text }) => /item/u.test(text)).length > MOST_OPEN) {
      await sleep(50);
    }
  }
}

async function connect(home: string, api: string, owner: TelegramPerson): Promise<void> {
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const app = await openApp({ home, env: { KRALLE_OFFLINE: "1" }, interactive: false }, ctx);
  await app.conversations();
  await app.run("connectAccount", { kind: "telegram", name: "Bot", settings: { api }, secret: TOKEN }, {}, ctx);
  const { code } = await app.run("pairTelegram", {}, {}, ctx);
  owner.send(code);
  while (owner.sees().length === 0) await sleep(10);
  await app.close();
}
