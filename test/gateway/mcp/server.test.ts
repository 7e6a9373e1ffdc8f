import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { KRALLE, tempFolder } from "../../cli/_setup.ts";
import { openWorld, type World } from "../doors/_setup.ts";

const client = (): Client => new Client({ name: "test", version: "1.0.0" });

function overHttp({ gateway, token }: World): StreamableHTTPClientTransport {
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  return new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { requestInit });
}

interface Found {
  ok: boolean;
  answer: string;
  value: unknown;
  changed: unknown[];
  error?: { code: string };
}

const TOOLS = ["ask", "sessions", "search_messages", "remember"];

describe("Kralle as a server of the Model Context Protocol", () => {
  test("over HTTP: tools are listed, work is done in a folder, progress is told", async (t) => {
    const world = await openWorld(t);
    const folder = join(world.home, "..", "files");
    await mkdir(folder);
    await writeFile(join(folder, "prices.csv"), "article;price\nW-01;10.50\nW-02;4.25\n");
    const mcp = client();
    await mcp.connect(overHttp(world));
    t.after(() => mcp.close());
    assert.equal(mcp.getServerVersion()?.name, "kralle");
    const { tools } = await mcp.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      TOOLS,
    );
    const progress: number[] = [];
    const done = await mcp.callTool(
      { name: "ask", arguments: { text: "What is the price of W-02 in prices.csv?", workspace: folder } },
      { onprogress: ({ progress: count }) => progress.push(count) },
    );
    const found = done.structuredContent as unknown as Found;
    assert.ok(found.ok && /4[.,]25/.test(found.answer), JSON.stringify(done));
    assert.ok(progress.length > 1 && progress.every((count, at) => count === at + 1));
    const changed = await mcp.callTool({
      name: "ask",
      arguments: { text: "Set the price of W-02 to 5.00 in prices.csv", workspace: folder },
    });
    assert.equal((changed.structuredContent as unknown as Found).changed.length, 1, JSON.stringify(changed));
    assert.match(await readFile(join(folder, "prices.csv"), "utf8"), /W-02;5\.00/);
    const { sessions } = (await mcp.callTool({ name: "sessions", arguments: {} })).structuredContent as {
      sessions: { id: string; title: string }[];
    };
    assert.ok(sessions.length >= 2 && sessions[0]?.title.startsWith("Set the price"));
    const kept = await mcp.callTool({ name: "remember", arguments: { text: "Our VAT id is DE123." } });
    assert.equal((kept.structuredContent as { text: string }).text, "Our VAT id is DE123.");
    const search = await mcp.callTool({ name: "search_messages", arguments: { words: "price" } });
    assert.ok(Array.isArray((search.structuredContent as { found: unknown[] }).found));
  });

  test("what goes wrong is told: to the model as a result, to the program as an error", async (t) => {
    const world = await openWorld(t);
    const mcp = client();
    await mcp.connect(overHttp(world));
    t.after(() => mcp.close());
    const none = await mcp.callTool({ name: "ask", arguments: { text: "Hello", workspace: "/nowhere/at/all" } });
    assert.equal(none.isError, true);
    assert.match(JSON.stringify(none.content), /E_NOT_FOUND/);
    await assert.rejects(mcp.callTool({ name: "erase_all", arguments: {} }), /no tool "erase_all"/);
    await assert.rejects(mcp.callTool({ name: "ask", arguments: { text: "" } }), /text/);
    const unknown = await mcp.callTool({ name: "sessions", arguments: { id: "ses_none" } });
    assert.equal(unknown.isError, true);
  });

  test("over HTTP: only with a token that may act, no page, no batches, no other revision", async (t) => {
    const world = await openWorld(t);
    const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
    const post = async (body: unknown, headers: Record<string, string> = {}): Promise<number> => {
      const answer = await fetch(`${world.gateway}/mcp`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${world.token}`, ...headers },
        body: JSON.stringify(body),
      });
      await answer.text();
      return answer.status;
    };
    assert.equal(await post(ping), 200);
    assert.equal(await post({ jsonrpc: "2.0", method: "notifications/initialized" }), 202);
    assert.equal(await post([ping]), 400);
    assert.equal(await post(null), 400);
    assert.equal(await post(ping, { "mcp-protocol-version": "2099-01-01" }), 400);
    assert.equal(await post(ping, { authorization: "" }), 401);
    assert.equal(await post(ping, { origin: "https://evil.example" }), 403);
    const got = await fetch(`${world.gateway}/mcp`, { headers: { authorization: `Bearer ${world.token}` } });
    assert.equal(got.status, 405);
  });

  test("over stdin and stdout, by itself and through the Kralle that runs", async (t) => {
    const connect = async (home: string): Promise<Client> => {
      const mcp = client();
      const env = { PATH: process.env["PATH"] ?? "", KRALLE_HOME: home };
      await mcp.connect(new StdioClientTransport({ command: process.execPath, args: [KRALLE, "mcp"], env }));
      t.after(() => mcp.close());
      return mcp;
    };
    const alone = await connect(join(tempFolder(t), "home"));
    assert.deepEqual(
      (await alone.listTools()).tools.map(({ name }) => name),
      TOOLS,
    );
    assert.deepEqual((await alone.callTool({ name: "sessions", arguments: {} })).structuredContent, { sessions: [] });
    const world = await openWorld(t);
    const through = await connect(world.home);
    const folder = join(world.home, "..", "files");
    await mkdir(folder);
    await writeFile(join(folder, "prices.csv"), "article;price\nW-01;10.50\nW-02;4.25\n");
    const progress: number[] = [];
    const done = await through.callTool(
      { name: "ask", arguments: { text: "What is the price of W-02 in prices.csv?", workspace: folder } },
      { onprogress: ({ progress: count }) => progress.push(count) },
    );
    assert.ok((done.structuredContent as unknown as Found).ok, JSON.stringify(done));
    assert.ok(progress.length > 0);
    assert.equal((await through.callTool({ name: "sessions", arguments: {} })).isError, false);
  });
});
