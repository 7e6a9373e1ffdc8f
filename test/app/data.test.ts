import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createContext, openApp, type App } from "../../src/app/index.ts";
import { openStore } from "../../src/store/index.ts";
import { eraseSession } from "../../src/store/data/erase.ts";
import { prepareHome } from "../gateway/_gateway.ts";
import { startModelServer, type ModelServer } from "../gateway/_modelServer.ts";
import { mailItem } from "../desks/briefing/_items.ts";
import { arrivedOf } from "../store/_mails.ts";
import { isError } from "../store/_setup.ts";

const GONE = "quokkazebra4711";
const KEPT = "wombatheron0815";

let folder = "";
let models: ModelServer;
/** A home with two conversations, each with its word wherever words go. */
let prepared = "";
let ids = { gone: "", kept: "" };

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kralle-data-"));
  prepared = join(folder, "home");
  models = await startModelServer();
  prepareHome(prepared, models.url);
  const { app, ctx } = await open(prepared);
  const talks = await app.conversations();
  const work = await mkdtemp(join(folder, "work-"));
  for (const [name, word] of Object.entries({ gone: GONE, kept: KEPT }) as ["gone" | "kept", string][]) {
    const { id } = await talks.create({});
    ids = { ...ids, [name]: id };
    await talks.attach(id, `${word}.txt`, Buffer.from(`attached ${word}`));
    await talks.send(id, { text: `Please say something nice about ${word} today` });
    await answered(talks, id);
    await writeFile(join(work, "log.md"), `# Log\n\n- about ${word}\n`);
    await talks.ask(
      { text: `Append "entry ${word}" to log.md`, session: id, workspace: work },
      { emit: () => {}, approve: undefined, ctx },
    );
    await app.run("remember", { text: `My pet is called ${word}.` }, {}, ctx);
    appendFileSync(join(prepared, "chat_history"), `Please say something nice about ${word} today\n`);
    ctx.log.warn("something failed", { session: id, text: word });
  }
  await app.run("addSchedule", { name: "again", times: "daily 7:00", text: `Say something about ${GONE}` }, {}, ctx);
  await app.run("runSchedule", { name: "again" }, {}, ctx);
  while ((await talks.clockwork.ledger("again", 1))[0]?.state !== "done")
    await new Promise((resolve) => setTimeout(resolve, 20));
  await app.run("backup", {}, {}, ctx);
  await app.close();
  await takeMails(ctx);
  await tellOfThem(ctx);
});

/** An item and a briefing with its file for each word, and what went out of it. */
async function tellOfThem(ctx: ReturnType<typeof createContext>): Promise<void> {
  const store = await openStore(prepared, ctx);
  await mkdir(join(prepared, "briefings"));
  for (const [n, word] of [GONE, KEPT].entries()) {
    await store.items.put(mailItem(`mail_${n}`, { reason: `asks about ${word}` }), ctx);
    const at = { start: n, end: n + 1 };
    const told = {
      account: "acc_cal",
      mail: null,
      sequence: 0,
      organiser: null,
      place: null,
      repeats: null,
      version: "1",
    };
    const appointment = { ...told, state: "confirmed", isBusy: true, isAllDay: false, title: `with ${word}` } as const;
    await store.calendar.put({ ...appointment, source: `/${n}.ics`, uid: `${n}`, times: [at] }, ctx);
    await store.inbox.findings.put(`mail_${n}`, { invoice: { number: word } }, ctx);
    const date = `2026-11-0${n + 1}`;
    const id = `briefing:${date}:UTC`;
    const mail = { channel: "mail", target: "", effect: `${id}/mail`, state: "done" } as const;
    await store.briefings.add({ id, date, zone: "UTC", composition: { says: word }, deliveries: [mail] }, ctx);
    await writeFile(join(prepared, "briefings", `${date}.md`), `# ${word}\n`);
    const act = { kind: "mail.send", account: "a", effectClass: "neither", key: id, title: "Briefing" } as const;
    const sent = { ...act, ref: `${id}/mail`, arguments: { text: word }, hash: "h", run: null, holder: "h" };
    const { record } = await store.effects.add(sent, ctx);
    await store.effects.finish(record.id, { state: "confirmed" }, ctx);
  }
  await store.close();
}

async function itemsOf(home: string, ctx: ReturnType<typeof createContext>): Promise<string[]> {
  const store = await openStore(home, ctx);
  const [items, briefings] = await Promise.all([store.items.list({ limit: 10 }), store.briefings.list({ limit: 10 })]);
  await store.close();
  return [...items.map(({ reason }) => reason), ...briefings.map(({ date }) => date)];
}

async function takeMails(ctx: ReturnType<typeof createContext>): Promise<void> {
  const store = await openStore(prepared, ctx);
  for (const [n, word] of [GONE, KEPT].entries()) {
    const raw = await store.blobs.put(Buffer.from(`Subject: about ${word}`));
    const mail = arrivedOf(
      n,
      { subject: `about ${word}`, from: { name: "", address: `${word}@example.org` } },
      { raw },
    );
    await store.mails.take({ account: "acc_1", changes: [mail], cursor: n, starts: "inbox.mail" }, ctx);
  }
  await store.close();
}

async function mailsOf(home: string, ctx: ReturnType<typeof createContext>): Promise<string[]> {
  const store = await openStore(home, ctx);
  const mails = await store.mails.list({ limit: 10 });
  const cursor = await store.mails.cursor("acc_1");
  await store.close();
  assert.equal(cursor, 1, "what was deleted does not come again");
  return mails.map(({ subject }) => subject);
}

after(async () => {
  await models.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(home: string): Promise<{ app: App; ctx: ReturnType<typeof createContext> }> {
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  return { app: await openApp({ home, env: { KRALLE_OFFLINE: "1" }, interactive: false }, ctx), ctx };
}

async function answered(talks: Awaited<ReturnType<App["conversations"]>>, id: string): Promise<void> {
  const stop = new AbortController();
  for await (const heard of talks.follow(id, 0, stop.signal)) {
    if (heard.kind === "event" && heard.event.type === "result") return stop.abort();
  }
}

const copyOf = async (name: string): Promise<string> => {
  const home = join(folder, name);
  await cp(prepared, home, { recursive: true });
  return home;
};

/** Files of a folder in which a word stands, in any case. */
async function filesWith(home: string, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = (await readFile(path)).toString("latin1").toLowerCase();
    if (text.includes(word) || path.includes(word)) found.push(path.slice(home.length + 1));
  }
  return found.toSorted();
}

const outside = (paths: readonly string[]): string[] => paths.filter((path) => !path.startsWith("backups/"));

/** What is left works: the other conversation, its memory, search, and an audit log that says what was done. */
async function checkKept(home: string): Promise<void> {
  const { app, ctx } = await open(home);
  const talks = await app.conversations();
  assert.equal((await talks.messages(ids.kept)).length, 4);
  assert.ok((await app.run("searchMessages", { words: KEPT }, {}, ctx)).length > 0);
  assert.deepEqual(await app.run("searchMessages", { words: GONE }, {}, ctx), []);
  const { records } = await app.run("auditRecords", { kind: "data" }, {}, ctx);
  assert.equal(records[0]?.action, "deleted");
  assert.ok((await app.run("verifyAudit", {}, {}, ctx)).isSound);
  await app.close();
}

describe("data of the owner", () => {
  test("control: before it is deleted, the word stands in many places, and taking rows out alone leaves it", async () => {
    const places = await filesWith(prepared, GONE);
    const inPlaces = (start: string) => places.some((path) => path.startsWith(start));
    for (const start of ["kralle.db", "files/", "chat_history", "logs/", "blobs/", "backups/"])
      assert.ok(inPlaces(start), start);
    const home = await copyOf("half");
    const store = await openStore(home, (await open(home)).ctx);
    await store.db.transaction((tx) => eraseSession(tx, ids.gone));
    assert.ok(
      (await filesWith(home, GONE)).some((path) => path.startsWith("kralle.db")),
      "the log of changes has it",
    );
    await store.close();
  });

  test("of a text: gone from every byte of the home but the backups, which are named; the rest stays", async () => {
    const home = await copyOf("match");
    const { app, ctx } = await open(home);
    const deleted = await app.run("deleteOwnData", { match: GONE }, {}, ctx);
    assert.deepEqual([deleted.sessions, deleted.messages, deleted.memories, deleted.found], [2, 6, 1, []]);
    assert.ok(deleted.blobs > 0);
    assert.deepEqual([deleted.backups.names.length, deleted.backups.removed], [1, false]);
    assert.deepEqual(
      (await app.run("schedules", {}, {}, ctx)).schedules,
      [],
      "what belongs to a conversation ends with it",
    );
    const { ticks } = await app.run("scheduleLedger", { name: "again" }, {}, ctx);
    assert.deepEqual(
      ticks.map(({ state, note }) => [state, note]),
      [["done", null]],
      "that it ran stays",
    );
    await app.close();
    assert.deepEqual(await mailsOf(home, ctx), [`about ${KEPT}`]);
    assert.deepEqual(await itemsOf(home, ctx), [`asks about ${KEPT}`, "2026-11-02"]);
    const left = await filesWith(home, GONE);
    assert.deepEqual(outside(left), []);
    assert.ok(left.length > 0, "control: the backup has it, as was said");
    await checkKept(home);
  });

  test("of a conversation, with the backups; its memory was not said in it and stays", async () => {
    const home = await copyOf("session");
    const { app, ctx } = await open(home);
    const deleted = await app.run("deleteOwnData", { session: ids.gone, backups: true }, {}, ctx);
    assert.deepEqual([deleted.sessions, deleted.backups.removed], [1, true]);
    const { memories } = await app.run("memories", {}, {}, ctx);
    assert.equal(memories.length, 2);
    await app.close();
    const again = await open(home);
    await again.app.run("deleteOwnData", { match: GONE }, {}, again.ctx);
    await assert.rejects(
      again.app.run("deleteOwnData", { session: ids.gone }, {}, again.ctx),
      isError("E_NOT_FOUND"),
      "it is gone",
    );
    await again.app.close();
    assert.deepEqual(await filesWith(home, GONE), []);
    await checkKept(home);
  });

  test("everything: no word of any conversation is left, settings and the audit log are", async () => {
    const home = await copyOf("everything");
    const { app, ctx } = await open(home);
    const deleted = await app.run("deleteOwnData", { everything: true, backups: true }, {}, ctx);
    assert.deepEqual([deleted.sessions, deleted.memories], [3, 2]);
    await app.close();
    assert.deepEqual(await mailsOf(home, ctx), []);
    assert.deepEqual(await itemsOf(home, ctx), []);
    for (const word of [GONE, KEPT]) assert.deepEqual(await filesWith(home, word), []);
    const again = await open(home);
    assert.ok((await again.app.run("verifyAudit", {}, {}, again.ctx)).isSound);
    assert.equal((await again.app.run("engines", {}, {}, again.ctx)).engines.length, 1);
    await again.app.close();
  });

  test("not while somebody is at work in the home, and never without saying what", async () => {
    const home = await copyOf("busy");
    const { app, ctx } = await open(home);
    await app.conversations();
    await assert.rejects(app.run("deleteOwnData", { everything: true }, {}, ctx), isError("E_HOME_LOCKED"));
    await assert.rejects(app.run("deleteOwnData", {}, {}, ctx), isError("E_INPUT", /which data/));
    await assert.rejects(app.run("deleteOwnData", { session: "x", everything: true }, {}, ctx), isError("E_INPUT"));
    await app.close();
  });

  test("given out as files whose digests are in the manifest, never over a folder that is there", async () => {
    const home = await copyOf("export");
    const { app, ctx } = await open(home);
    const to = join(folder, "taken");
    const exported = await app.run("exportOwnData", { session: ids.gone, folder: to }, {}, ctx);
    assert.equal(exported.sessions, 1);
    for (const { path, sha256 } of exported.files) {
      assert.equal(
        createHash("sha256")
          .update(await readFile(join(to, path)))
          .digest("hex"),
        sha256,
        path,
      );
    }
    const conversation = JSON.parse(await readFile(join(to, "conversations", `${ids.gone}.json`), "utf8")) as Record<
      string,
      unknown[]
    >;
    assert.equal(conversation["messages"]?.length, 4);
    assert.ok(
      (await filesWith(to, GONE)).some((path) => path.startsWith("files/")),
      "what was attached",
    );
    assert.ok(
      exported.files.some(({ path }) => path.startsWith("contents/")),
      "what is kept for undoing",
    );
    assert.deepEqual(await filesWith(to, KEPT), [], "nothing of another conversation");
    await assert.rejects(app.run("exportOwnData", { everything: true, folder: to }, {}, ctx), isError("E_EXISTS"));
    await assert.rejects(
      app.run("exportOwnData", { session: "ses_none", folder: `${to}2` }, {}, ctx),
      isError("E_NOT_FOUND"),
    );
    const all = await app.run("exportOwnData", { everything: true, folder: `${to}3` }, {}, ctx);
    for (const name of ["memories.json", "items.json", "briefings.json", "metrics.json"])
      assert.ok(
        all.files.some(({ path }) => path === name),
        name,
      );
    assert.equal(all.files.filter(({ path }) => /^mails\/mail_\w+\.(?:json|eml)$/.test(path)).length, 4);
    await app.close();
  });
});
