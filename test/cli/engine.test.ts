import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { startOllama } from "../models/remote/_ollama.ts";
import { startOpenAi } from "../models/remote/_openai.ts";
import { run, tempFolder } from "./_setup.ts";

const GERMAN = { LC_ALL: "de_DE.UTF-8" };
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("kralle engine", () => {
  test("add, list, check, rm: one JSON document each with --json", async (t) => {
    const server = await startOllama({ capabilities: ["completion", "vision"] });
    t.after(() => server.close());
    const home = join(tempFolder(t), "home");
    const json = async (...args: string[]): Promise<Record<string, unknown>> => {
      const ended = await run(["engine", ...args, "--json"], { home });
      assert.equal(ended.stdout.trim().split("\n").length, 1, ended.stdout);
      return { ...(JSON.parse(ended.stdout) as object), code: ended.code };
    };
    assert.deepEqual(await json("list"), { engines: [], code: 0 });
    const added = await json("add", "ol", "--type", "ollama", "--url", server.url, "--context", "2048");
    assert.deepEqual([added["name"], added["url"], added["context"], added["code"]], ["ol", server.url, 2048, 0]);
    const checked = await json("check", "ol");
    const [engine] = checked["engines"] as { ok: boolean; models: unknown[] }[];
    assert.deepEqual([checked["code"], engine?.ok], [0, true]);
    assert.deepEqual(engine?.models, [
      { id: "ol/m1:latest", contextTokens: 2048, features: ["vision"], isDefault: false },
    ]);
    await server.close();
    const failed = await json("check");
    const [silent] = failed["engines"] as { ok: boolean; error: { code: string; hint: string } }[];
    assert.deepEqual([failed["code"], silent?.ok, silent?.error.code], [1, false, "E_ENGINE_REMOTE"]);
    assert.deepEqual(await json("rm", "ol"), { name: "ol", wasDefault: false, code: 0 });
  });

  test("for people, in English and German", async (t) => {
    const server = await startOllama({ capabilities: ["completion", "vision"] });
    t.after(() => server.close());
    const home = join(tempFolder(t), "home");
    const say = async (args: string[], env = {}) => run(["engine", ...args], { home, env });
    const added = await say(["add", "ol", "--type", "ollama", "--url", server.url]);
    assert.match(inOneLine(added.stdout), /The engine ol is kept: .* its models are named ol\/MODEL/);
    const shown = await say(["check"]);
    assert.match(shown.stdout, /^ol: ollama 0\.32\.15, reached in/m);
    assert.match(shown.stdout, /^ {2}ol\/m1:latest, 8,192 tokens of context, sees images$/m);
    assert.match((await say(["check", "ol"], GERMAN)).stdout, /8\.192 Token Kontext, sieht Bilder/);
    const far = await say(["add", "far", "--type", "openai", "--url", "https://api.example.com/v1"]);
    assert.equal(far.code, 1);
    assert.match(inOneLine(far.stderr), /would go to api\.example\.com.*--allow-remote/);
    const door = await say(["add", "far", "--type", "openai", "--url", "https://api.example.com/v1", "--allow-remote"]);
    assert.match(inOneLine(door.stdout), /leaves this machine, to https:\/\/api\.example\.com/);
  });

  const wrong: [args: string[], english: RegExp, german: RegExp][] = [
    [["eat"], /kralle engine eat/, /kralle engine eat/],
    [["add", "x", "--type", "llama"], /not "llama"/, /nicht „llama“/],
  ];
  for (const [args, english, german] of wrong) {
    test(`not understood: kralle engine ${args.join(" ")}`, async (t) => {
      const home = join(tempFolder(t), "home");
      const call = ["engine", ...args];
      const [first, second] = await Promise.all([run(call, { home }), run(call, { home, env: GERMAN })]);
      assert.deepEqual([first.code, second.code], [2, 2]);
      assert.match(inOneLine(first.stderr), english);
      assert.match(inOneLine(second.stderr), german);
    });
  }

  test("kralle ask --model NAME/MODEL on an empty home asks the server and fetches nothing", async (t) => {
    const server = await startOpenAi({ answer: () => "Hello there." });
    t.after(() => server.close());
    const folder = tempFolder(t);
    const [home, workspace] = [join(folder, "home"), join(folder, "files")];
    await mkdir(workspace);
    const added = await run(["engine", "add", "test", "--type", "openai", "--url", `${server.url}/v1`], { home });
    assert.equal(added.code, 0, added.stderr);
    const asked = ["ask", "hello", "--model", "test/m1", "--json", "--workspace", workspace];
    const ended = await run(asked, { home });
    const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
    assert.deepEqual(
      [ended.code, result["ok"], result["answer"], result["model"]],
      [0, true, "Hello there.", "test/m1"],
    );
    assert.ok(!existsSync(join(home, "packs")) && !existsSync(join(home, "models")));
    assert.equal((await run(["models", "default", "test/m1"], { home })).code, 0);
    const second = await run(["ask", "hello", "--workspace", workspace], { home });
    assert.match(second.stdout, /Hello there\./);
    await server.close();
    const off = await run(asked, { home });
    const failed = JSON.parse(off.stdout.trim().split("\n").at(-1) ?? "") as { ok: boolean; error: { code: string } };
    assert.deepEqual([off.code, failed.ok, failed.error.code], [1, false, "E_ENGINE_REMOTE"]);
    assert.match(inOneLine(off.stderr), /Nothing answers at 127\.0\.0\.1:\d+ \(engine test\)/);
  });
});
