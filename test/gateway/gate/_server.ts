import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openApp, type Access, type App } from "../../../src/app/index.ts";
import { createLogger, type Context } from "../../../src/core/index.ts";
import { openGateway, type Gateway, type GatewayOptions } from "../../../src/gateway/index.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";

export interface Opened {
  app: App;
  access: Access;
  gateway: Gateway;
  home: string;
  /** The lines of its log. */
  lines: string[];
  ctx: Context;
  close(): Promise<void>;
}

/** The real gateway on a port of its own, closed when the test ends. */
export async function openReal(
  t: TestContext,
  home?: string,
  changes: Partial<App["gateway"]> = {},
  more: Pick<GatewayOptions, "translate"> = {},
): Promise<Opened> {
  const lines: string[] = [];
  const end = new AbortController();
  const log = createLogger(
    (line) => lines.push(line),
    "info",
    () => 0,
    { pid: process.pid },
  );
  const ctx = createContext({ log, signal: end.signal });
  const folder = home ?? join(await tempFolder(t), "home");
  const app = await openApp({ home: folder, env: {}, interactive: false }, ctx);
  const gateway = await openGateway({ app, settings: { ...app.gateway, port: 0, ...changes }, ...more }, ctx);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await gateway.close(200);
    await app.close();
    end.abort();
  };
  t.after(close);
  return { app, access: await app.access(), gateway, home: folder, lines, ctx, close };
}

export interface Answer {
  /** 0 when the connection ended without an answer. */
  status: number;
  head: string;
  body: string;
}

/** A connection whose resets are told by "close" alone. */
export function dial(port: number): Socket {
  return connect({ host: "127.0.0.1", port, noDelay: true })
    .on("error", () => undefined)
    .resume();
}

/** Sends these bytes on a connection of their own and reads the head and what came with it. */
export async function send(port: number, bytes: string): Promise<Answer> {
  const socket = dial(port);
  try {
    socket.write(bytes, "latin1");
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

/** Reads one answer: its head, and a body of the length that it tells. */
export function readAnswer(socket: Socket, waitMs = 10_000): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(
      () => done(new Error(`no answer within ${waitMs} ms, so far: ${text.slice(0, 200)}`)),
      waitMs,
    );
    const done = (result: Error | Answer): void => {
      clearTimeout(timer);
      socket.off("data", onData).off("close", onClose);
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString("latin1");
      const answer = toAnswer(text);
      if (answer) done(answer);
    };
    const onClose = (): void => done({ status: 0, head: text, body: "" });
    socket.on("data", onData).on("close", onClose);
  });
}

function toAnswer(text: string): Answer | null {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const head = text.slice(0, end);
  const body = text.slice(end + 4);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  if (body.length < length) return null;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body };
}

/** Runs the work with so many at the same time. */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
