import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** A model server that answers at once, and remembers when it was asked. */
export interface InstantModel {
  url: string;
  /** When a text was first asked for; ms of `performance.now`. */
  askedAt: Map<string, number>;
  close(): void;
}

export async function startInstantModel(): Promise<InstantModel> {
  const askedAt = new Map<string, number>();
  const server = createServer((incoming, response) => {
    const at = performance.now();
    let text = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => (text += chunk));
    incoming.on("end", () => {
      if (incoming.url?.endsWith("/models") === true) {
        response.setHeader("content-type", "application/json");
        return response.end('{"object":"list","data":[{"id":"m1","object":"model","max_model_len":32768}]}');
      }
      if (incoming.url?.endsWith("/chat/completions") !== true) {
        response.statusCode = 404;
        return response.end("{}");
      }
      const { messages } = JSON.parse(text) as { messages: { content: unknown }[] };
      const asked = String(messages.at(-1)?.content);
      if (!askedAt.has(asked)) askedAt.set(asked, at);
      const base = { id: "c", object: "chat.completion.chunk", model: "m1" };
      const usage = { prompt_tokens: Math.ceil(text.length / 4), completion_tokens: 5 };
      const parts = [
        { ...base, choices: [{ index: 0, delta: { role: "assistant", content: "Certainly." } }] },
        { ...base, choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage },
      ];
      response.setHeader("content-type", "text/event-stream");
      return response.end(`${parts.map((part) => `data: ${JSON.stringify(part)}\n\n`).join("")}data: [DONE]\n\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    askedAt,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface Talker {
  open(): Promise<string>;
  /** Sends, and waits for the answer as a listener of the session hears it; `firstMs`: until its first word. */
  turn(session: string, text: string): Promise<{ sentAt: number; ackMs: number; firstMs: number; answerMs: number }>;
  /** What the gateway says: one object, or those of a stream. */
  ask(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown[]>;
  close(): void;
}

/** A client of the gateway, over the socket of its home. */
export function createTalker(home: string): Talker {
  const socketPath = join(home, "run", "kralle.sock");
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const ask: Talker["ask"] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const sent = request({ socketPath, method, path, agent, headers }, (response) => {
        const isStream = response.headers["content-type"]?.startsWith("text/event-stream") === true;
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => {
          const told = isStream ? [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => data) : [text];
          resolve(told.map((data) => JSON.parse(data) as unknown));
        });
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const listeners = new Map<string, (event: "text" | "result") => void>();
  const open: { destroy(): void }[] = [];
  const listen = (session: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath, path: `/api/sessions/${session}/events` }, (response) => {
        resolve();
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
            const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
            text = text.slice(end + 2);
            const event = data === undefined ? null : (JSON.parse(data) as { type: string });
            if (event?.type === "text" || event?.type === "result") listeners.get(session)?.(event.type);
          }
        });
        response.on("error", () => undefined); // closed by us at the end
      });
      sent.on("error", reject);
      sent.end();
      open.push(sent);
    });
  return {
    async open() {
      const [made] = (await ask("POST", "/api/sessions", {})) as { id: string }[];
      const id = made?.id ?? "";
      await listen(id);
      return id;
    },
    async turn(session, text) {
      let firstAt = 0;
      const answered = new Promise<void>((resolve) =>
        listeners.set(session, (event) => {
          firstAt ||= performance.now();
          if (event === "result") resolve();
        }),
      );
      const sentAt = performance.now();
      await ask("POST", `/api/sessions/${session}/messages`, { text });
      const ackMs = performance.now() - sentAt;
      await answered;
      return { sentAt, ackMs, firstMs: firstAt - sentAt, answerMs: performance.now() - sentAt };
    },
    ask,
    close() {
      for (const one of open) one.destroy();
      agent.destroy();
    },
  };
}
