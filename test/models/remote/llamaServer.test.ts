import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import { recogniseToolCalls } from "../../../src/models/index.ts";
import { estimatePrompt } from "../../../src/models/remote/estimate.ts";
import { NO_LLAMA_SERVER, ask, say } from "../engine/_setup.ts";
import { engineSuite } from "../engine/suite.ts";
import { startLlamaServer } from "./_llamaServer.ts";
import { createEngine, toContext } from "./_setup.ts";

// A real llama-server as the OpenAI-compatible server: nothing here is played.
const server =
  NO_LLAMA_SERVER === false ? await startLlamaServer() : { url: "", program: "", stop: () => Promise.resolve() };
after(() => server.stop());

engineSuite(
  "OpenAI-compatible server (llama-server)",
  () => createEngine({ type: "openai", url: `${server.url}/v1` }),
  { skip: NO_LLAMA_SERVER },
);

test(
  "estimates of prompts are not below what a real tokeniser counts, in German, English and code",
  { skip: NO_LLAMA_SERVER },
  async (t) => {
    const engine = createEngine({ type: "openai", url: `${server.url}/v1` });
    t.after(() => engine.close());
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    const files = globSync(["src/app/sample/**/*.{csv,txt,md,eml,ics}", "docs/*.md", "src/models/remote/*.ts"], {
      cwd: root,
    });
    assert.ok(files.length > 20);
    for (const file of files) {
      const { messages } = say(readFileSync(root + file, "utf8").slice(0, 6000));
      const [estimate, counted] = [estimatePrompt(messages, []), await engine.count(messages, toContext())];
      assert.ok(estimate >= counted, `${file}: ${estimate} estimated, ${counted} counted`);
      assert.ok(estimate < 2.5 * counted + 80, `${file}: ${estimate} estimated, ${counted} counted`);
    }
  },
);

test(
  "tools for a model that has none: what it writes can be read by the recogniser, and counts are exact",
  { skip: NO_LLAMA_SERVER },
  async (t) => {
    const engine = createEngine({ type: "openai", url: `${server.url}/v1` });
    t.after(() => engine.close());
    const input = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };
    const tools = [{ name: "read_file", description: "Reads a file", input }];
    const request = say("Read notes.txt", 24, { tools });
    const { text, thinking, end } = await ask(engine, request);
    assert.equal(end.usage.promptTokens, await engine.count(request.messages, toContext(), tools));
    assert.ok(["none", "calls", "unclear"].includes(recogniseToolCalls(text, thinking, tools).kind));
  },
);

test(
  "its death in the middle of an answer is an error event; the next request says that nothing answers",
  { skip: NO_LLAMA_SERVER },
  async (t) => {
    const dying = await startLlamaServer();
    const engine = createEngine({ type: "openai", url: `${dying.url}/v1` });
    t.after(() => engine.close());
    const request = say("Tell a long story.", 300);
    let reason = "";
    for await (const event of engine.generate(request, toContext())) {
      if (event.type === "text") dying.kill();
      if (event.type === "end") reason = `${event.reason} ${event.error?.code}`;
    }
    assert.equal(reason, "error E_ENGINE_DIED");
    await dying.stop();
    await assert.rejects(ask(engine, request), { code: "E_ENGINE_REMOTE", message: /Nothing answers/ });
  },
);
