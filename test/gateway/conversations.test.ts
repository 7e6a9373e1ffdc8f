import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { UNSEEN } from "../guard/_hostile.ts";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

interface Recorded {
  kind: string;
  action: string;
}

interface Past {
  state: string;
  via: string;
  by: string;
}

interface Message {
  id: string;
  role: string;
  text: string;
  state: string;
  replyTo: string | null;
}

const folder = mkdtempSync(join(tmpdir(), "kralle-talk-"));
const home = join(folder, "home");
const owner: Owner = ownerOf(home);
let models: ModelServer;
let gateway: Running;

before(async () => {
  models = await startModelServer({ delayMs: (text) => Number(/wait (\d+)/.exec(text)?.[1] ?? 0) });
  prepareHome(home, models.url, { tools: { append: "ask" } });
  gateway = await startGateway(home);
});

after(async () => {
  owner.close();
  await gateway.end("SIGTERM");
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The command line, beside the gateway; all that it says. */
async function kralle(args: string[], env: Record<string, string>): Promise<string> {
  const main = join(import.meta.dirname, "../../src/cli/main.ts");
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, LC_ALL: "C.UTF-8", LANG: "en", ...env },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "close");
  return text;
}

const post = (path: string, body: unknown) => owner.ask("POST", path, body);

async function open(body: Record<string, unknown> = {}): Promise<string> {
  const { status, body: made } = await post("/api/sessions", body);
  assert.equal(status, 201);
  return (made as { id: string }).id;
}

async function send(session: string, text: string, key?: string): Promise<string> {
  const { status, body } = await post(`/api/sessions/${session}/messages`, { text, ...(key ? { key } : {}) });
  assert.equal(status, 202);
  return (body as { messageId: string }).messageId;
}

async function messages(session: string): Promise<Message[]> {
  const { body } = await owner.ask("GET", `/api/sessions/${session}/messages`);
  return (body as { messages: Message[] }).messages;
}

/** Events of a session behind `after`, up to and with the first one that is meant. */
async function until(session: string, type: string, known = 0): Promise<Record<string, unknown>[]> {
  const heard: Record<string, unknown>[] = [];
  await owner.hear(`/api/sessions/${session}/events`, known, (data) => heard.push(data) > 0 && data["type"] === type);
  return heard;
}

const askedFor = (text: string): number => models.asked.filter((one) => one.text.includes(text)).length;

describe("conversations of a gateway", () => {
  it("answer in order, one message at a time in a session, sessions beside each other", async () => {
    const [first, second] = [await open(), await open()];
    await send(first, "wait 700, slow one");
    await send(first, "the next in line");
    await send(second, "quick one");
    await until(second, "result");
    assert.equal(askedFor("the next in line"), 0, "it waits for the one before");
    assert.equal((await messages(first)).filter(({ role }) => role === "assistant").length, 0);
    while ((await messages(first)).length < 4) await sleep(20);
    const replies = (await messages(first)).filter(({ role }) => role === "assistant").map(({ text }) => text);
    assert.deepEqual(replies, ["You said: wait 700, slow one", "You said: the next in line"]);
  });

  it("take the same key for the same message, and run it once", async () => {
    const session = await open();
    const ids = await Promise.all(Array.from({ length: 10 }, () => send(session, "only once please", "k1")));
    assert.equal(new Set(ids).size, 1);
    await until(session, "result");
    assert.equal(await send(session, "other words, the same key", "k1"), ids[0]);
    await sleep(100);
    assert.equal(askedFor("only once please"), 1);
    assert.equal(askedFor("other words"), 0);
    assert.notEqual(await send(await open(), "only here", "k1"), ids[0], "a key belongs to its session");
  });

  it("stop a message that runs and one that waits; both say so, and what comes after goes on", async () => {
    const session = await open();
    const running = await send(session, "wait 20000, never mind");
    const waiting = await send(session, "not begun yet");
    await send(session, "after them");
    while (askedFor("never mind") === 0) await sleep(10);
    const stopped = await post(`/api/messages/${waiting}/stop`, undefined);
    assert.equal((stopped.body as Message).state, "cancelled");
    const began = performance.now();
    assert.equal(((await post(`/api/messages/${running}/stop`, undefined)).body as Message).state, "cancelled");
    assert.ok(performance.now() - began < 3_000);
    while ((await messages(session)).length < 6) await sleep(20);
    const all = await messages(session);
    assert.deepEqual(
      all.filter(({ role }) => role === "user").map(({ state }) => state),
      ["cancelled", "cancelled", "done"],
    );
    assert.equal(askedFor("not begun yet"), 0);
    assert.equal(
      ((await post(`/api/messages/${running}/stop`, undefined)).body as Message).state,
      "cancelled",
      "again",
    );
    assert.equal((await messages(session)).length, 6);
  });

  it("ask before what the owner wants to be asked about, bound to what would be done", async () => {
    const work = mkdtempSync(join(folder, "work-"));
    writeFileSync(join(work, "log.md"), "# Log\n\n- first\n");
    const session = await open({ workspace: work });
    for (const decision of ["refuse", "allow"] as const) {
      const id = await send(session, `Append "entry ${decision}" to log.md`);
      let asked: { id: string; hash: string; message: string; describe: string }[] = [];
      while (asked.length === 0) {
        await sleep(20);
        asked = ((await owner.ask("GET", "/api/approvals")).body as { approvals: typeof asked }).approvals;
      }
      const [approval] = asked;
      assert.ok(approval && approval.message === id);
      const path = `/api/approvals/${approval.id}`;
      assert.equal((await post(path, { decision: "allow", hash: "0".repeat(64) })).status, 400, "another question");
      assert.equal((await post(path, { decision, hash: approval.hash })).status, 200);
      assert.equal((await post(path, { decision, hash: approval.hash })).status, 404, "answered once");
      while ((await messages(session)).every(({ replyTo }) => replyTo !== id)) await sleep(20);
    }
    const { approvals } = (await owner.ask("GET", "/api/approvals/history")).body as { approvals: Past[] };
    assert.deepEqual(
      approvals.map(({ state, via, by }) => [state, via, by]),
      [
        ["used", "cli", "owner"],
        ["refused", "cli", "owner"],
      ],
    );
    const { records } = (await owner.ask("GET", "/api/audit?limit=200")).body as { records: Recorded[] };
    const actions = records.flatMap(({ kind, action }) => (/^(?:approval|refusal)$/.test(kind) ? [action] : []));
    assert.deepEqual(actions.toReversed(), ["asked", "refused", "refused", "asked", "allowed", "used"]);
    const proof = (await owner.ask("GET", "/api/audit/verify")).body as { isSound: boolean };
    assert.ok(proof.isSound);
    assert.equal(readFileSync(join(work, "log.md"), "utf8").trim().split("\n").at(-1), "- entry allow");
    assert.ok(!readFileSync(join(work, "log.md"), "utf8").includes("refuse"));
  });

  it("show a question in the same words and with the same fingerprint to programs and on the command line", async () => {
    const work = mkdtempSync(join(folder, "work-"));
    writeFileSync(join(work, "log.md"), "# Log\n\n- first\n");
    const session = await open({ workspace: work });
    const nasty = "entry\u202e 10\u200b0\u{e0041}";
    const id = await send(session, `Append "${nasty}" to log.md`);
    let asked: Record<"id" | "hash" | "describe" | "details", string>[] = [];
    while (asked.length === 0) {
      await sleep(20);
      const ended = (await messages(session)).find(({ replyTo }) => replyTo === id);
      assert.equal(ended, undefined, ended?.text);
      asked = ((await owner.ask("GET", "/api/approvals")).body as { approvals: typeof asked }).approvals;
    }
    const [question] = asked;
    assert.ok(question);
    assert.match(question.details, /entry\\u\{202e\} 10\\u\{200b\}0/);
    const listed = await kralle(["approve", "list"], { KRALLE_HOME: home });
    for (const shown of [question.describe, question.details, listed]) assert.doesNotMatch(shown, UNSEEN);
    assert.ok(listed.includes(`#${question.hash}`), "the same fingerprint");
    for (const line of question.details.split("\n")) assert.ok(listed.includes(line), line);
    const other = await kralle(["approve", question.id, "yes", "--hash", "0".repeat(64)], { KRALLE_HOME: home });
    assert.match(other, /another question/);
    await kralle(["approve", question.id, "no"], { KRALLE_HOME: home });
    while ((await messages(session)).every(({ replyTo }) => replyTo !== id)) await sleep(20);
    assert.ok(!readFileSync(join(work, "log.md"), "utf8").includes("10"));
  });

  it("say what is wrong with a request, and take nothing of it", async () => {
    const session = await open();
    const wrong: [string, unknown, number][] = [
      ["/api/sessions/ses_none/messages", { text: "x" }, 404],
      [`/api/sessions/${session}/messages`, { text: "" }, 400],
      [`/api/sessions/${session}/messages`, { text: 7 }, 400],
      [`/api/sessions/${session}/messages`, { text: "x".repeat(200_000) }, 400],
      [`/api/sessions/${session}/messages`, { text: "x".repeat(2_000_000) }, 413],
      ["/api/sessions", { workspace: "relative/path" }, 400],
      ["/api/sessions", { workspace: join(folder, "is not there") }, 404],
      ["/api/messages/msg_none/stop", undefined, 404],
      ["/api/approvals/app_none", { decision: "allow", hash: "1" }, 404],
    ];
    for (const [path, body, status] of wrong) {
      const answer = await post(path, body);
      assert.equal(answer.status, status, `${path} ${JSON.stringify(body)?.slice(0, 60)}`);
      const { error } = answer.body as { error: { code: string; message: string } };
      assert.match(error.code, /^E_/);
      assert.ok(error.message.length > 5);
    }
    assert.equal((await messages(session)).length, 0);
  });

  it("end within five seconds when they are told to, and go on at the next start", { timeout: 60_000 }, async () => {
    const [short, long] = [await open(), await open()];
    await send(short, "wait 900, ends in time");
    await send(long, "wait 5500, takes too long");
    await send(long, "and this behind it");
    while (askedFor("takes too long") === 0 || askedFor("ends in time") === 0) await sleep(10);
    assert.equal((await messages(long)).length, 2, "both are kept");
    const began = performance.now();
    assert.equal(await gateway.end("SIGTERM"), 0);
    assert.ok(performance.now() - began < 5_000, `${performance.now() - began} ms`);
    gateway = await startGateway(home);
    assert.equal((await messages(short)).at(-1)?.text, "You said: wait 900, ends in time");
    assert.equal(askedFor("ends in time"), 1, "what had its answer is not asked again");
    while ((await messages(long)).length < 4) await sleep(50);
    assert.deepEqual(
      (await messages(long)).map(({ state }) => state),
      ["done", "done", "done", "done"],
    );
    const seqs = (await until(long, "result")).map(({ seq }) => seq).filter((seq) => seq !== 0);
    assert.deepEqual(
      seqs,
      seqs.map((_, index) => index + 1),
      "events have no gaps over the restart",
    );
  });
});
