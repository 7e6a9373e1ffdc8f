import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { run, tempFolder } from "../cli/_setup.ts";
import { startLlamaServer } from "../models/remote/_llamaServer.ts";
import { NO_LLAMA_SERVER } from "../models/engine/_setup.ts";

// The real program and a real llama-server (KRALLE_TEST_LLAMA_SERVER) with the smallest model, on an empty home.
test(
  "a model on a real server answers through the real command line, and nothing is fetched",
  { skip: NO_LLAMA_SERVER },
  async (t) => {
    const server = await startLlamaServer({ contextTokens: 4096 });
    t.after(() => server.stop());
    const folder = tempFolder(t);
    const [home, workspace] = [join(folder, "home"), join(folder, "files")];
    await mkdir(workspace);
    await writeFile(join(workspace, "note.txt"), "The bicycle shop opens at nine and closes at six.\n");
    const added = await run(["engine", "add", "test", "--type", "openai", "--url", `${server.url}/v1`], { home });
    assert.equal(added.code, 0, added.stderr);
    const checked = await run(["engine", "check", "test", "--json"], { home });
    const [engine] = (JSON.parse(checked.stdout) as { engines: { kind: string; models: object[] }[] }).engines;
    assert.deepEqual([engine?.kind, engine?.models.length], ["llama-server", 1]);
    const ended = await run(["ask", "Summarise note.txt", "--model", "test/m1", "--json", "--workspace", workspace], {
      home,
    });
    const result = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
    assert.equal(result["model"], "test/m1");
    const usage = result["usage"] as { promptTokens: number; completionTokens: number; modelMs: number };
    assert.ok(usage.promptTokens > 0 && usage.completionTokens > 0 && usage.modelMs > 0, ended.stdout + ended.stderr);
    assert.ok(!existsSync(join(home, "packs")) && !existsSync(join(home, "models")));
  },
);
