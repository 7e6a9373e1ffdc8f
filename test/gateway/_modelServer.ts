import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  /** The last thing that the user said. */
  text: string;
  /** ms UTC */
  at: number;
}

export interface ModelServer {
  url: string;
  /** Every completion that was asked for, in order. */
  asked: Asked[];
  /** Completions that wait now. */
  waiting(): number;
  close(): Promise<void>;
}

export interface ModelServerOptions {
  /** Milliseconds until an answer begins. */
  delayMs?: (text: string) => number;
  answer?: (text: string) => string;
}

/** An OpenAI-compatible server whose only model `m1` answers as it is told, in three pieces. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { delayMs = () => 0, answer = (text) => `You said: ${text.slice(0, 200)}` } = options;
  const asked: Asked[] = [];
  let waiting = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url?.endsWith("/models")) return json(response, { object: "list", data: [MODEL] });
      if (!request.url?.endsWith("/chat/completions")) return json(response, {}, 404);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { messages: { content: unknown }[] };
      const text = String(body.messages.at(-1)?.content ?? "");
      asked.push({ text, at: Date.now() });
      waiting += 1;
      setTimeout(() => {
        waiting -= 1;
        stream(response, answer(text), JSON.stringify(body.messages).length / 4);
      }, delayMs(text)).unref(); // nobody waits for one whose server is closed
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    waiting: () => waiting,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const MODEL = { id: "m1", object: "model", max_model_len: 32_768 };

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
}

function stream(response: ServerResponse, text: string, promptTokens: number): void {
  response.setHeader("content-type", "text/event-stream");
  const base = { id: "c1", object: "chat.completion.chunk", created: 1, model: "m1" };
  const send = (choice: unknown, more = {}): void => {
    response.write(`data: ${JSON.stringify({ ...base, choices: [choice], ...more })}\n\n`);
  };
  const third = Math.ceil(text.length / 3);
  for (let at = 0; at < text.length; at += third) {
    send({ index: 0, delta: { role: "assistant", content: text.slice(at, at + third) }, finish_reason: null });
  }
  const usage = { prompt_tokens: Math.ceil(promptTokens), completion_tokens: 20 };
  send({ index: 0, delta: {}, finish_reason: "stop" }, { usage });
  response.end("data: [DONE]\n\n");
}
