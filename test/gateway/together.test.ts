import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { usePostgres } from "../_postgres.ts";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

const postgres = usePostgres();

interface Node {
  owner: Owner;
  gateway: Running;
}

describe("two gateways on one database", { skip: postgres.skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-together-"));
  let models: ModelServer;
  let url = "";
  /** Texts with "slow" wait until this is taken away. */
  let isSlow = true;
  const nodes: Node[] = [];

  const startNode = async (name: string): Promise<Node> => {
    const home = join(folder, name);
    prepareHome(home, models.url);
    const gateway = await startGateway(home, { DATABASE_URL: url });
    const node = { owner: ownerOf(home), gateway };
    nodes.push(node);
    return node;
  };
  before(async () => {
    models = await startModelServer({ delayMs: (text) => (isSlow && text.includes("slow") ? 60_000 : 0) });
    url = await postgres.freshDatabase();
  });
  after(async () => {
    for (const { owner, gateway } of nodes) {
      owner.close();
      await gateway.end("SIGKILL");
    }
    await models.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const create = async ({ owner }: Node): Promise<string> =>
    ((await owner.ask("POST", "/api/sessions", {})).body as { id: string }).id;
  const send = async ({ owner }: Node, session: string, text: string): Promise<void> => {
    const { status } = await owner.ask("POST", `/api/sessions/${session}/messages`, { text, key: text });
    assert.equal(status, 202);
  };
  const answers = async ({ owner }: Node, session: string): Promise<string[]> => {
    const { body } = await owner.ask("GET", `/api/sessions/${session}/messages`);
    const { messages } = body as { messages: { role: string; text: string; state: string }[] };
    return messages.filter(({ role }) => role === "assistant").map(({ text }) => text);
  };
  const untilAnswers = async (node: Node, session: string, count: number, withinMs = 60_000): Promise<string[]> => {
    const until = performance.now() + withinMs;
    for (;;) {
      const found = await answers(node, session);
      if (found.length >= count || performance.now() > until) return found;
      await sleep(50);
    }
  };
  const asked = (text: string): number => models.asked.filter((one) => one.text.includes(text)).length;

  it("share sessions, answer each message once and in order, and hear each other", async () => {
    const [a, b] = [await startNode("a"), await startNode("b")];
    const session = await create(a);
    const heard: unknown[] = [];
    const hearing = b.owner.hear(`/api/sessions/${session}/events`, 0, (data) => {
      if (data["type"] === "result") heard.push(data["result"]);
      return heard.length === 6;
    });
    const texts = ["one", "two", "three", "four", "five", "six"].map((word) => `say ${word}`);
    for (const [n, text] of texts.entries()) await send(n % 2 === 0 ? a : b, session, text);
    const said = texts.map((text) => `You said: ${text}`);
    assert.deepEqual(await untilAnswers(a, session, 6), said);
    assert.deepEqual(await answers(b, session), said);
    await hearing;
    for (const text of texts) assert.equal(asked(text), 1, text);
  });

  it("let in whom one of them lets in, and no more whom one shut out", async () => {
    const [a, b] = nodes as [Node, Node];
    const { body } = await a.owner.ask("POST", "/api/tokens", { name: "phone", scope: "read" });
    const { token, id } = body as { token: string; id: string };
    const statusAt = async ({ gateway }: Node): Promise<number> =>
      (await fetch(`${gateway.url}/api/sessions`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await statusAt(a), 200);
    const until = async (status: number): Promise<void> => {
      // A guess at a token that nobody knows is counted, so it is not asked again and again.
      for (let tries = 0; (await statusAt(b)) !== status; tries += 1) {
        assert.ok(tries < 8, `it is not ${status}`);
        await sleep(1_000);
      }
    };
    await sleep(700); // it is looked for twice a second
    await until(200);
    await a.owner.ask("DELETE", `/api/devices/${id}`);
    assert.equal(await statusAt(a), 401);
    await sleep(700);
    await until(401);
  });

  it("go on with what one left that died, within ten seconds", async (t) => {
    const [a, b] = nodes as [Node, Node];
    const session = await create(a);
    await send(a, session, "slow first");
    await send(a, session, "then second");
    while (asked("slow first") < 1) await sleep(20);
    isSlow = false;
    await a.gateway.end("SIGKILL");
    const died = performance.now();
    const found = await untilAnswers(b, session, 2);
    const ms = performance.now() - died;
    t.diagnostic(`answered ${Math.round(ms)} ms after the death`);
    assert.deepEqual(found, ["You said: slow first", "You said: then second"]);
    assert.equal(asked("slow first"), 2, "what was in flight is asked again");
    assert.ok(ms < 20_000, `${Math.round(ms)} ms`); // 10 s on a machine that does nothing else
  });

  it("let one that was stopped, and goes on, store nothing over what the other did", async () => {
    const [, b] = nodes as [Node, Node];
    const c = await startNode("c");
    isSlow = true;
    const session = await create(c);
    await send(c, session, "slow and stopped");
    while (asked("slow and stopped") < 1) await sleep(20);
    c.gateway.child.kill("SIGSTOP");
    isSlow = false;
    assert.deepEqual(await untilAnswers(b, session, 1), ["You said: slow and stopped"]);
    c.gateway.child.kill("SIGCONT");
    await send(c, session, "after that");
    assert.deepEqual(await untilAnswers(c, session, 2), ["You said: slow and stopped", "You said: after that"]);
    await sleep(1_500); // the time in which it notices, and could do something wrong
    const { body } = await c.owner.ask("GET", `/api/sessions/${session}/messages`);
    const { messages } = body as { messages: { role: string; state: string }[] };
    assert.deepEqual(
      messages.map(({ role, state }) => `${role} ${state}`),
      ["user done", "assistant done", "user done", "assistant done"],
    );
  });

  it("stop what is at work at the other", async () => {
    const [, b, c] = nodes as [Node, Node, Node];
    isSlow = true;
    const session = await create(c);
    const { body } = await c.owner.ask("POST", `/api/sessions/${session}/messages`, { text: "slow to stop", key: "k" });
    const { messageId } = body as { messageId: string };
    while (asked("slow to stop") < 1) await sleep(20);
    const { status } = await b.owner.ask("POST", `/api/messages/${messageId}/stop`, {});
    assert.ok(status < 300, String(status));
    const { body: listed } = await b.owner.ask("GET", `/api/sessions/${session}/messages`);
    const { messages } = listed as { messages: { id: string; state: string }[] };
    assert.equal(messages.find(({ id }) => id === messageId)?.state, "cancelled");
    await send(b, session, "and then");
    assert.equal((await untilAnswers(b, session, 2)).at(-1), "You said: and then");
  });
});
