import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { AskResult } from "../../src/app/index.ts";
import { prepareHome, startGateway, ownerOf } from "../gateway/_gateway.ts";
import { startModelServer } from "../gateway/_modelServer.ts";
import { run, start, tempFolder } from "./_setup.ts";

const jsonOf = (stdout: string): Record<string, unknown> => JSON.parse(stdout.trim()) as Record<string, unknown>;

describe("a gateway that runs", () => {
  test("is told by status, refuses a second one by its address, and is ended by down", async (t) => {
    const model = await startModelServer();
    t.after(() => model.close());
    const home = join(tempFolder(t), "home");
    prepareHome(home, model.url);
    const before = await run(["status", "--json"], { home });
    assert.deepEqual([before.code, jsonOf(before.stdout)], [1, { running: false }]);
    const gateway = await startGateway(home);
    t.after(() => gateway.child.kill("SIGKILL"));
    const status = await run(["status", "--json"], { home });
    const told = jsonOf(status.stdout);
    assert.deepEqual(
      [status.code, told["running"], told["url"], told["pid"], told["atWork"], told["models"]],
      [0, true, gateway.url, gateway.child.pid, 0, []],
    );
    const second = await run(["up", "--port", "0", "--json"], { home });
    const { error } = jsonOf(second.stdout) as { error: { code: string; message: string } };
    assert.deepEqual([second.code, error.code], [1, "E_HOME_LOCKED"]);
    assert.ok(error.message.includes(gateway.url) && error.message.includes(String(gateway.child.pid)), error.message);
    const down = await run(["down"], { home });
    assert.equal(down.code, 0, down.stderr);
    assert.ok(!existsSync(join(home, "run", "gateway.json")) && !existsSync(join(home, "run", "kralle.sock")));
    assert.equal((await run(["status"], { home })).code, 1);
    assert.equal(gateway.stderr(), "");
  });

  test("finishes what is short before it ends, and leaves what is long to its next start; both within 5 s", async (t) => {
    const model = await startModelServer({ delayMs: (text) => (text.includes("long") ? 60_000 : 1_000) });
    t.after(() => model.close());
    const home = join(tempFolder(t), "home");
    prepareHome(home, model.url);
    const gateway = await startGateway(home);
    const owner = ownerOf(home);
    const send = async (text: string): Promise<string> => {
      const { id } = (await owner.ask("POST", "/api/sessions", {})).body as { id: string };
      await owner.ask("POST", `/api/sessions/${id}/messages`, { text, key: "k" });
      return id;
    };
    const [short, long] = [await send("short"), await send("long")];
    while (model.waiting() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    owner.close();
    const began = performance.now();
    assert.equal(await gateway.end("SIGTERM"), 0);
    const ms = performance.now() - began;
    assert.ok(ms < 5_000, `${ms} ms`);
    const again = await startGateway(home);
    t.after(() => again.child.kill("SIGKILL"));
    const later = ownerOf(home);
    const states = async (session: string) => {
      const { messages } = (await later.ask("GET", `/api/sessions/${session}/messages`)).body as {
        messages: { role: string; state: string }[];
      };
      return messages.map(({ role, state }) => `${role} ${state}`);
    };
    assert.deepEqual(await states(short), ["user done", "assistant done"]);
    while (model.asked.filter(({ text }) => text.includes("long")).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await states(long), ["user running"]);
    later.close();
  });

  test("killed while the command line waits: it says that the request goes on, and the next start answers it", async (t) => {
    let isHeld = true;
    const model = await startModelServer({ delayMs: () => (isHeld ? 60_000 : 0) });
    t.after(() => model.close());
    const folder = tempFolder(t);
    const home = join(folder, "h".repeat(120)); // too long for a socket inside of it
    const workspace = join(folder, "empty");
    mkdirSync(workspace);
    prepareHome(home, model.url);
    const gateway = await startGateway(home);
    const asking = start(["ask", "hello", "--json", "--workspace", workspace], { home });
    while (model.waiting() < 1) await new Promise((resolve) => setTimeout(resolve, 20));
    isHeld = false;
    await gateway.end("SIGKILL");
    const ended = await asking.ended;
    const { error } = JSON.parse(ended.stdout.trim()) as AskResult;
    assert.deepEqual([ended.code, error?.code], [1, "E_GATEWAY_GONE"]);
    const session = /--session (ses_\w+)/.exec(error?.hint ?? "")?.[1];
    assert.ok(session, error?.hint);
    const again = await startGateway(home);
    t.after(() => again.child.kill("SIGKILL"));
    while (model.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await run(["down"], { home })).code, 0);
    const shown = await run(["chat", "--session", session], { home, input: "/quit\n" });
    assert.match(shown.stdout, /You said: /, shown.stderr);
  });
});
