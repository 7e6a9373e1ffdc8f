import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { moveStore, openStore, type Store } from "../../src/store/index.ts";
import { createContext } from "./_setup.ts";

const ctx = createContext();
const MOVER = join(import.meta.dirname, "_mover.ts");

/** A home with something in most tables, also what points forwards and backwards, and what is hard to carry. */
export async function fillHome(home: string, messages: number): Promise<void> {
  const store = await openStore(home, ctx);
  const { id: session } = await store.sessions.create({ title: "Umzug\0🙂\ufdd0" }, ctx);
  for (let n = 0; n < messages; n += 1) {
    const text = `Nachricht ${n} Prüfung ${"ä🙂".repeat(n % 7)}`;
    const { message } = await store.messages.accept({ session, key: `k${n}`, text, data: { n } }, ctx);
    if (n % 2 === 0) {
      const answer = { message: message.id, state: "done" as const, run: null, text: "ja", data: { half: n / 2 } };
      await store.messages.answer(answer, ctx);
    }
  }
  const run = await store.runs.start({ session, request: "etwas" }, ctx);
  await store.runs.savePlan(run.id, { steps: [] }, ctx);
  let memory = (await store.memories.add("Preis 1", null, ctx)).id;
  for (let n = 2; n < 6; n += 1) memory = (await store.memories.correct(memory, `Preis ${n}`, null, ctx)).id;
  const unit = await store.undo.openUnit({ root: "/w", run: run.id, label: "x" }, ctx);
  const change = { unit: unit.id, kind: "write" as const, path: "a", source: null, before: null, after: null, step: 2 };
  await store.undo.addChange({ ...change, mode: 0o644, modified: 1795710440203.123, folders: [] });
  const call = { run: run.id, session, task: "write", model: "m", ok: true, modelMs: 1, wallMs: 2 };
  await store.usage.record({ ...call, promptTokens: 1, cachedTokens: 0, completionTokens: 3 }, ctx);
  await store.close();
}

/** What a person would find in a store, whatever database is under it. */
export async function readAll(store: Store): Promise<unknown> {
  const sessions = (await store.sessions.page()).sessions;
  const each = sessions.map(async ({ id }) => ({
    messages: await store.messages.list(id),
    events: await Array.fromAsync(store.sessions.allEvents(id)),
    runs: await store.runs.list(100, { session: id }),
  }));
  const memories = await store.memories.list();
  const histories = await Promise.all(memories.map(({ id }) => store.memories.history(id)));
  const found = await store.search.messages("pruf", { limit: 5 });
  const units = await store.undo.units("/w", ["open"]);
  const changes = await Promise.all(units.map(({ id }) => store.undo.changes(id)));
  return {
    sessions,
    each: await Promise.all(each),
    memories,
    histories,
    found,
    units,
    changes,
    usage: await store.usage.sum({}),
  };
}

interface Killed {
  wasKilled: boolean;
  /** Progress that it had told. */
  lines: number;
}

/** Moves a home in a process of its own, and kills that when it has told so much progress; null: it ends by itself. */
async function moveInChild(home: string, url: string, killAtLine: number | null): Promise<Killed> {
  const child = spawn(process.execPath, [MOVER, home, url], { stdio: ["ignore", "pipe", "inherit"] });
  let lines = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    lines += chunk.toString().split("\n").length - 1;
    if (killAtLine !== null && lines >= killAtLine) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { wasKilled: signal === "SIGKILL", lines };
}

/** Kills moves of copies of one home at moments spread over all that a move does, carries each to its end, and compares. */
export async function killMoves(
  folder: string,
  freshDatabase: () => Promise<string>,
  { kills, messages, random }: { kills: number; messages: number; random: () => number },
): Promise<{ killed: number; halfway: number }> {
  const model = join(folder, "model");
  await mkdir(folder, { recursive: true });
  await fillHome(model, messages);
  const before = await openStore(model, ctx);
  const expected = await readAll(before);
  await before.close();
  const copyOf = async (name: string): Promise<string> => {
    await cp(model, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const whole = await moveInChild(await copyOf("whole"), await freshDatabase(), null);
  const counts = { killed: 0, halfway: 0 };
  for (let n = 0; n < kills; n += 1) {
    const home = await copyOf(`home${n}`);
    const url = await freshDatabase();
    const { wasKilled, lines } = await moveInChild(home, url, Math.ceil(random() * whole.lines));
    if (wasKilled) counts.killed += 1;
    if (wasKilled && lines > 0) counts.halfway += 1;
    await moveStore(home, { databaseUrl: url, onProgress: () => undefined }, ctx);
    const store = await openStore(home, ctx, { databaseUrl: url });
    assert.deepEqual(await readAll(store), expected, `kill ${n}`);
    await store.close();
    await rm(home, { recursive: true });
  }
  return counts;
}
