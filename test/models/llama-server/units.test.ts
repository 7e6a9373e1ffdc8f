import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toArguments } from "../../../src/models/llama-server/arguments.ts";
import { fromHelp } from "../../../src/models/llama-server/program.ts";
import { toRefusal } from "../../../src/models/llama-server/server.ts";
import type { ServerOrder } from "../../../src/models/llama-server/types.ts";

/** Lines of `llama-server --help`, recorded from b10434. */
const HELP = `----- common params -----

-h,    --help, --usage                  print usage and exit
-c,    --ctx-size N                     size of the prompt context (default: 0, 0 = loaded from model)
--host HOST                             ip address to listen, or bind to an UNIX socket if the address ends
                                        with .sock (default: 127.0.0.1)
                                        note: for security reasons, this will limit --media-path to
--ui,  --webui, --no-ui, --no-webui     whether to enable the Web UI (default: enabled)
--context-shift, --no-context-shift     whether to use context shift on infinite text generation (default:
-lv,   --verbosity, --log-verbosity N   Set the verbosity threshold. Messages with a higher verbosity will be`;

const order: ServerOrder = {
  program: { path: "/bin/llama-server", origin: "PATH", version: "b1", options: [], hasUnixSocket: false },
  modelPath: "/m.gguf",
  projectorPath: null,
  template: null,
  contextTokens: 4096,
  threads: 2,
  batchTokens: 64,
  gpu: "none",
  reusePrefix: true,
  heartbeatMs: 1000,
};

describe("what a llama-server says of itself", () => {
  it("its options, without those that are only mentioned", () => {
    const { options, hasUnixSocket } = fromHelp(HELP, "");
    assert.ok(options.includes("--ctx-size") && options.includes("--no-webui") && options.includes("--log-verbosity"));
    assert.ok(!options.includes("--media-path"));
    assert.equal(hasUnixSocket, true);
  });

  it("its version in the spellings of several years", () => {
    const version = (text: string): string => fromHelp("", text).version;
    assert.equal(version("version: 0.1.0-dev (build 1, commit 7e4c0a9)\nbuilt with GNU 11.4.0"), "b1 (7e4c0a9)");
    assert.equal(version("load_backend: loaded CPU\nversion: 4698 (90e4dba4)\n"), "b4698 (90e4dba4)");
    assert.equal(version("something else"), "something else");
  });

  it("why it could not load a model", () => {
    const code = (words: string): string => toRefusal("exit code 1", words).code;
    assert.equal(code("E ggml_vulkan: out of memory\nE failed to load model"), "E_MODEL_TOO_LARGE");
    assert.equal(code("llama_model_load: error loading model: unknown model architecture: 'x'"), "E_MODEL_CORRUPT");
    assert.equal(code("error: invalid argument: --zap"), "E_ENGINE_START");
    assert.match(toRefusal("SIGSEGV", "").message, /SIGSEGV.*no reason/);
    assert.match(toRefusal("SIGILL", "unknown_token_id = 0").message, /built for another processor/);
  });
});

describe("the command line of a llama-server", () => {
  it("leaves out what an old build does not know", () => {
    const line = toArguments(order, { port: 4000 });
    assert.ok(!line.includes("--no-webui") && !line.includes("--cache-ram"));
    assert.deepEqual(line.slice(line.indexOf("--host"), line.indexOf("--host") + 4), [
      "--host",
      "127.0.0.1",
      "--port",
      "4000",
    ]);
  });

  it("shuts what a new build opens by default", () => {
    const options = ["--no-ui", "--no-webui", "--cors-origins", "--no-context-shift", "--no-slots"];
    const line = toArguments({ ...order, program: { ...order.program, options } }, { socket: "/x/s.sock" });
    for (const option of ["--no-ui", "--cors-origins", "--no-context-shift", "--no-slots"])
      assert.ok(line.includes(option), option);
    assert.ok(!line.includes("--no-webui"), "one of two names");
    assert.ok(line.includes("/x/s.sock") && !line.includes("--port"));
  });
});
