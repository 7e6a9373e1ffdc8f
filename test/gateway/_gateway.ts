import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Running {
  child: ChildProcess;
  url: string;
  /** From the start of the process until it serves. */
  ms: number;
  /** Everything that it wrote to its standard error so far. */
  stderr(): string;
  /** Sends the signal and waits for the end; the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

/** A home whose default model is `m1` of this server. */
export function prepareHome(home: string, modelUrl: string, more: Record<string, unknown> = {}): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const settings = { engines: { test: { type: "openai", url: modelUrl } }, models: { default: "test/m1" }, ...more };
  writeFileSync(join(home, "config.json"), JSON.stringify(settings));
}

/** `kralle up --json` as a person starts it, on any free port; resolves when it serves. */
export async function startGateway(home: string, env: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, "up", "--port", "0", "--json"], {
    env: { ...process.env, KRALLE_HOME: home, KRALLE_OFFLINE: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line") as Promise<[string]>, ended]);
  if (typeof first[0] !== "string") throw new Error(`The gateway ended before it served: ${stderr}`);
  const ready = JSON.parse(first[0]) as { event: string; url: string; ms: number };
  return {
    child,
    url: ready.url,
    ms: ready.ms,
    stderr: () => stderr,
    async end(signal) {
      child.kill(signal);
      const [code, by] = await ended;
      return code ?? String(by);
    },
  };
}

export interface Answered {
  status: number;
  body: unknown;
}

/** Requests over the socket of the home: what the owner's own programs do. */
export interface Owner {
  ask(method: string, path: string, body?: unknown): Promise<Answered>;
  /** Server-sent events of a path; `hear` returns true to end. Rejects when the connection breaks. */
  hear(path: string, after: number, hear: (data: Record<string, unknown>, id: number) => boolean): Promise<void>;
  close(): void;
}

export function ownerOf(home: string): Owner {
  const socketPath = join(home, "run", "kralle.sock");
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  return {
    ask: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = body === undefined ? {} : { "content-type": "application/json" };
        const sent = request({ socketPath, method, path, agent, headers }, (response) => {
          let text = "";
          response.on("data", (chunk: Buffer) => (text += chunk.toString()));
          response.on("error", reject);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, body: text === "" ? null : JSON.parse(text) }),
          );
        });
        sent.on("error", reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    hear: (path, after, hear) =>
      new Promise((resolve, reject) => {
        const sent = request({ socketPath, path, headers: { "last-event-id": String(after) } }, (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            text += chunk;
            for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
              const frame = text.slice(0, end);
              text = text.slice(end + 2);
              const data = /^data: (.*)$/m.exec(frame)?.[1];
              if (data === undefined) continue;
              if (!hear(JSON.parse(data) as Record<string, unknown>, Number(/^id: (\d+)$/m.exec(frame)?.[1] ?? 0)))
                continue;
              sent.destroy();
              return resolve();
            }
          });
          response.on("end", () => reject(new Error("the stream ended")));
          response.on("error", reject);
        });
        sent.on("error", reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
