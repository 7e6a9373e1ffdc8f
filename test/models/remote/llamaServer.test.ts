import { after } from "node:test";
import { engineSuite } from "../engine/suite.ts";
import { startLlamaServer, type RunningServer } from "./_llamaServer.ts";
import { createEngine } from "./_setup.ts";

// A real llama-server as the OpenAI-compatible server: nothing here is played.
let server: RunningServer | null = null;
after(() => server?.stop());

engineSuite("OpenAI-compatible server (llama-server)", async () => {
  server = await startLlamaServer();
  return createEngine({ type: "openai", url: `${server.url}/v1` });
});
