import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { need } from "../engine/_setup.ts";

export interface RunningServer {
  /** Without a slash at its end and without /v1. */
  url: string;
  /** Ends it as a crash would. */
  kill(): void;
  stop(): Promise<void>;
}

/** A real llama-server with the smallest model, which it calls "m1", on a port of loopback. */
export async function startLlamaServer(
  options: { contextTokens?: number; extra?: string[] } = {},
): Promise<RunningServer> {
  const program = need("KRALLE_TEST_LLAMA_SERVER");
  const port = await findPort();
  const args = ["-m", need("KRALLE_TEST_SMOL"), "--alias", "m1", "-ngl", "0", "-np", "1", "-t", "2", "--no-ui"];
  const place = ["-c", String(options.contextTokens ?? 2048), "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(program, [...args, ...place, ...(options.extra ?? [])], {
    env: { ...process.env, LD_LIBRARY_PATH: dirname(program) },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const isReady = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null || tries > 600) throw new Error(`llama-server did not start (${child.exitCode})`);
    await sleep(100);
  }
  return {
    url,
    kill: () => child.kill("SIGKILL"),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
