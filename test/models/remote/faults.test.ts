import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, LIMITS, type ErrorCode } from "../../../src/core/index.ts";
import type { Engine } from "../../../src/models/engine/types.ts";
import { ask, say } from "../engine/_setup.ts";
import { startOllama } from "./_ollama.ts";
import { startOpenAi } from "./_openai.ts";
import { createEngine, toContext } from "./_setup.ts";
import { sendJson, sendPieces, startStandIn, type Handler, type StandIn } from "./_standIn.ts";

const KINDS = ["ollama", "openai"] as const;
type Kind = (typeof KINDS)[number];

const CHAT = { ollama: "/api/chat", openai: "/v1/chat/completions" };
const TYPE = { ollama: "application/x-ndjson", openai: "text/event-stream" };
const LIMITED = { idleMs: 300, firstByteMs: 600, inspectMs: 600, lineBytes: 200_000 };

/** A piece of an answer as each protocol has it. */
const WORD = {
  ollama: (text: string) => `{"message":{"role":"assistant","content":${JSON.stringify(text)}},"done":false}\n`,
  openai: (text: string) => `data: {"choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}}}]}\n\n`,
};

const FINISH = {
  ollama: '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}\n',
  openai: 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
};

async function open(t: TestContext, kind: Kind, onChat: Handler): Promise<{ engine: Engine; server: StandIn }> {
  const before: Handler = (asked, response) => (asked.path === CHAT[kind] ? onChat(asked, response) : false);
  const server = kind === "ollama" ? await startOllama({ before }) : await startOpenAi({ before });
  const url = kind === "ollama" ? server.url : `${server.url}/v1`;
  const engine = createEngine({ type: kind, url }, { limits: LIMITED });
  t.after(async () => {
    await engine.close();
    await server.close();
  });
  return { engine, server };
}

/** Faults after the answer began: the stream ends with an error event, and what came before it is kept. */
const LATE: Record<
  string,
  { pieces: Record<Kind, (string | Uint8Array)[]>; end?: "end" | "cut" | "hang"; message: RegExp }
> = {
  "it stops without a word": {
    pieces: { ollama: [], openai: [] },
    message: /stopped|failed in the middle/,
  },
  "the connection breaks": {
    pieces: { ollama: [], openai: [] },
    end: "cut",
    message: /broke in the middle/,
  },
  "it hangs": { pieces: { ollama: [], openai: [] }, end: "hang", message: /sent nothing for 0\.3 seconds/ },
  "a broken line": {
    pieces: { ollama: ['{"message":{"content"\n'], openai: ['data: {"choices":[{\n\n'] },
    message: /broken line|failed in the middle/,
  },
  "half a character": {
    pieces: {
      ollama: [Buffer.from('{"message":{"content":"'), Buffer.from([0xc3]), Buffer.from('"},"done":false}\n')],
      openai: [Buffer.from('data: {"choices":[{"delta":{"content":"'), Buffer.from([0xc3]), Buffer.from('"}}]}\n\n')],
    },
    message: /no UTF-8/,
  },
  "wrong types": {
    pieces: {
      ollama: ['{"message":{"content":17},"done":"no"}\n'],
      openai: ['data: {"choices":[{"delta":{"content":17}}]}\n\n'],
    },
    message: /not what it should be|failed in the middle/,
  },
  "a line without end": {
    pieces: { ollama: [`{"x":"${"y".repeat(300_000)}`], openai: [`data: ${"y".repeat(300_000)}`] },
    message: /more at once/,
  },
  "an error of its own": {
    pieces: {
      ollama: ['{"error":"llama runner process has terminated: signal: killed"}\n'],
      openai: ['data: {"error":{"message":"llama runner process has terminated: signal: killed"}}\n\n'],
    },
    message: /process has terminated/,
  },
};

for (const kind of KINDS) {
  describe(`${kind}: an answer that goes wrong after it began`, () => {
    for (const [name, { pieces, end, message }] of Object.entries(LATE)) {
      test(name, async (t) => {
        const { engine } = await open(t, kind, (_asked, response) =>
          sendPieces(response, TYPE[kind], [WORD[kind]("one "), WORD[kind]("two "), ...pieces[kind]], end),
        );
        const { text, end: last } = await ask(engine, say("count", 20));
        assert.equal(text, "one two ");
        assert.equal(last.reason, "error");
        assert.equal(last.error?.code, "E_ENGINE_DIED", last.error?.message);
        assert.match(last.error?.message ?? "", message);
        assert.ok(last.error?.hint);
      });
    }

    test("control: the same server without a fault answers", async (t) => {
      const { engine } = await open(t, kind, () => false);
      const { end } = await ask(engine, say("count", 5));
      assert.deepEqual([end.reason, end.usage.completionTokens], ["length", 5]);
    });

    test("one that begins late is waited for; one that only keeps the connection alive is not", async (t) => {
      const late = await open(t, kind, async (_asked, response) => {
        response.writeHead(200, { "content-type": TYPE[kind] }).flushHeaders();
        await sleep(400); // longer than a pause in mid-answer may take
        response.end(`${WORD[kind]("late ")}${FINISH[kind]}`);
      });
      assert.equal((await ask(late.engine, say("count", 20))).text, "late ");
      const idle = await open(t, kind, async (asked, response) => {
        response.writeHead(200, { "content-type": TYPE[kind] });
        response.write(`${WORD[kind]("one ")}${WORD[kind]("two ")}`);
        while (!asked.signal.aborted) {
          response.write(kind === "openai" ? ": ping\n\n" : "\n");
          await sleep(50);
        }
      });
      const { end } = await ask(idle.engine, say("count", 20));
      assert.match(end.error?.message ?? "", /sent nothing for 0\.3 seconds/);
    });

    test("one that never ends is ended at the limit of tokens, and its connection closed", async (t) => {
      let closed: AbortSignal | null = null;
      const { engine } = await open(t, kind, async (asked, response) => {
        closed = asked.signal;
        response.writeHead(200, { "content-type": TYPE[kind] });
        while (!asked.signal.aborted) {
          response.write(WORD[kind]("on "));
          await sleep(1);
        }
      });
      const { end, text } = await ask(engine, say("count", 20));
      assert.equal(end.reason, "length");
      assert.ok(text.length < 1000);
      await waitFor(() => closed?.aborted === true);
    });

    test("cancelling closes the connection within 200 ms", async (t) => {
      let closed: AbortSignal | null = null;
      const { engine } = await open(t, kind, async (asked, response) => {
        closed = asked.signal;
        await sendPieces(response, TYPE[kind], [WORD[kind]("one ")], "hang");
      });
      const controller = new AbortController();
      const began = performance.now();
      let at = began;
      for await (const event of engine.generate(say("count"), toContext(controller.signal))) {
        if (event.type === "text") {
          at = performance.now();
          controller.abort();
        } else assert.equal(event.type === "end" && event.reason, "cancelled");
      }
      assert.ok(performance.now() - at < LIMITS.cancelMs);
      await waitFor(() => closed?.aborted === true);
    });
  });

  describe(`${kind}: a request that is refused before anything was said`, () => {
    const cases: [string, number, Record<string, string>, string, ErrorCode, RegExp][] = [
      ["wrong key", 401, {}, '{"error":"unauthorized"}', "E_ENGINE_REMOTE", /refuses the key.*401/],
      ["no such model", 404, {}, '{"error":"model \'m1\' not found"}', "E_MODEL_UNKNOWN", /does not have this model/],
      ["no such route", 404, {}, "404 page not found", "E_ENGINE_REMOTE", /404, so it is no server of this type/],
      ["too busy", 429, { "retry-after": "30" }, "slow down", "E_ENGINE_REMOTE", /too busy \(429\).*slow down/],
      ["overloaded", 503, {}, '{"error":"server busy"}', "E_ENGINE_REMOTE", /too busy \(503\)/],
      ["failed", 500, {}, '{"error":{"message":"boom"}}', "E_ENGINE_DIED", /failed \(500\): boom/],
      ["bad gateway", 502, { "content-type": "text/html" }, "<html>nginx</html>", "E_ENGINE_DIED", /failed \(502\)/],
      [
        "too little memory",
        500,
        {},
        '{"error":"model requires more system memory (9 GiB)"}',
        "E_MODEL_TOO_LARGE",
        /memory/,
      ],
      [
        "too long",
        400,
        {},
        '{"error":"the input length exceeds the context length"}',
        "E_PROMPT_TOO_LONG",
        /does not fit/,
      ],
      [
        "elsewhere",
        307,
        { location: "http://example.com/v1" },
        "",
        "E_ENGINE_REMOTE",
        /http:\/\/example\.com.*not done/,
      ],
      ["a page", 200, { "content-type": "text/html; charset=utf-8" }, "<html>hi</html>", "E_ENGINE_REMOTE", /web page/],
    ];
    for (const [name, status, headers, body, code, message] of cases) {
      test(`${name} (${status})`, async (t) => {
        const { engine, server } = await open(t, kind, (_asked, response) => {
          response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
        });
        const error = await ask(engine, say("count")).then(
          ({ end }) => end.error,
          (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof AppError, String(error));
        assert.equal(error.code, code, error.message);
        assert.match(error.message, message);
        assert.ok(error.hint);
        assert.equal(server.asked.filter(({ path }) => path === CHAT[kind]).length, 1, "it is asked once");
      });
    }

    test("a short wait that the server names is waited for, once", async (t) => {
      let tries = 0;
      const { engine } = await open(t, kind, (_asked, response) => {
        if ((tries += 1) > 1) return false;
        response.writeHead(429, { "retry-after": "0" }).end();
      });
      const { end } = await ask(engine, say("count", 3));
      assert.deepEqual([end.reason, tries], ["length", 2]);
    });

    test("one that does not begin is given up", async (t) => {
      const { engine } = await open(t, kind, () => undefined);
      await assert.rejects(ask(engine, say("count")), {
        code: "E_ENGINE_REMOTE",
        message: /did not begin to answer within 0\.6 s/,
      });
    });
  });

  describe(`${kind}: a server that is none`, () => {
    const unusable = async (t: TestContext, url: string): Promise<AppError> => {
      const path = kind === "ollama" ? "" : "/v1";
      const engine = createEngine({ type: kind, url: `${url}${path}` }, { limits: LIMITED });
      t.after(() => engine.close());
      const error = await engine.load(toContext()).then(
        () => assert.fail("it loaded"),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AppError, String(error));
      assert.equal(error.code, "E_ENGINE_REMOTE", error.message);
      assert.ok(error.hint);
      return error;
    };

    test("is not running", async (t) => {
      assert.match(
        (await unusable(t, "http://127.0.0.1:9")).message,
        /Nothing answers at 127\.0\.0\.1:9 \(engine test\)/,
      );
    });

    test("answers with pages, with something else, with too much, or with no HTTP at all", async (t) => {
      const answers: Handler[] = [
        (_asked, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html></html>"),
        (_asked, response) => sendJson(response, 200, { hello: "world" }),
        (_asked, response) => sendJson(response, 200, "x"),
        (_asked, response) => void response.writeHead(200, { "content-type": "application/json" }).end("{"),
        async (_asked, response) => {
          response.writeHead(200, { "content-type": "application/json" });
          const piece = "y".repeat(1024 * 1024);
          for (let at = 0; at < 20 && response.writable; at += 1)
            await new Promise((resolve) => response.write(piece, resolve));
          response.end();
        },
      ];
      for (const answer of answers) {
        const server = await startStandIn(answer);
        t.after(() => server.close());
        await unusable(t, server.url);
      }
      const socket = createServer((connection) => connection.end("hello\n"));
      await new Promise<void>((resolve) => socket.listen(0, "127.0.0.1", resolve));
      t.after(() => socket.close());
      await unusable(t, `http://127.0.0.1:${(socket.address() as AddressInfo).port}`);
    });
  });
}

describe("Ollama through /v1", () => {
  test("a recorded death, which its wire does not tell, is an error event", async (t) => {
    const bytes = readFileSync(new URL("fixtures/ollama-0.32.15/died.v1.sse", import.meta.url));
    const { engine } = await open(t, "openai", (_asked, response) => sendPieces(response, TYPE.openai, [bytes]));
    const { text, end } = await ask(engine, say("Tell a story", 300));
    assert.ok(text.length > 0);
    assert.deepEqual([end.reason, end.error?.code], ["error", "E_ENGINE_DIED"]);
    assert.match(end.error?.message ?? "", /stopped without a last line/);
  });
});

describe("what leaves this process", () => {
  test("the key goes to the server and to nobody else, and errors do not hold it", async (t) => {
    const server = await startOpenAi();
    const engine = createEngine({ type: "openai", url: `${server.url}/v1` }, { key: "secret-key" });
    t.after(async () => {
      await engine.close();
      await server.close();
    });
    await ask(engine, say("hello", 3));
    assert.ok(server.asked.every(({ headers }) => headers.authorization === "Bearer secret-key"));
    await server.close();
    const error = await ask(engine, say("hello", 3)).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof AppError);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.data)} ${String(error.cause)}`, /secret-key/);
  });

  test("no client writes on our output", async (t) => {
    const said: string[] = [];
    for (const name of ["log", "warn", "error"] as const)
      t.mock.method(console, name, (text: string) => said.push(text));
    for (const body of ["plain words", "{ broken"]) {
      const { engine } = await open(t, "ollama", (_asked, response) => {
        response.writeHead(500, { "content-type": body.startsWith("{") ? "application/json" : "text/plain" }).end(body);
      });
      await assert.rejects(ask(engine, say("x")), { code: "E_ENGINE_DIED" });
    }
    const { engine } = await open(t, "ollama", (_asked, response) =>
      sendPieces(response, TYPE.ollama, ["\n", WORD.ollama("one"), "\n\n", "{broken\n"]),
    );
    assert.equal((await ask(engine, say("x"))).end.reason, "error");
    assert.deepEqual(said, []);
  });
});

async function waitFor(is: () => boolean): Promise<void> {
  for (let waited = 0; waited < 2000; waited += 10) {
    if (is()) return;
    await sleep(10);
  }
  assert.fail("it did not happen within 2 s");
}

for (const kind of KINDS) {
  test(`${kind}: requests are sent side by side, as many as are allowed`, async (t) => {
    let together = 0;
    let most = 0;
    const all = Promise.withResolvers<void>();
    const server = await (kind === "ollama" ? startOllama : startOpenAi)({
      before: async (asked, response) => {
        if (asked.path !== CHAT[kind]) return false;
        together += 1;
        most = Math.max(most, together);
        if (together === 5) all.resolve();
        await Promise.race([all.promise, sleep(200)]);
        together -= 1;
        response.setHeader("content-type", TYPE[kind]);
        response.end(WORD[kind]("yes") + FINISH[kind]);
        return true;
      },
    });
    const url = kind === "ollama" ? server.url : `${server.url}/v1`;
    const engine = createEngine({ type: kind, url }, { parallel: 5 });
    t.after(async () => {
      await engine.close();
      await server.close();
    });
    await Promise.all(Array.from({ length: 8 }, (_, number) => ask(engine, say(`number ${number}`))));
    assert.equal(most, 5);
  });
}
