import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { pipeline } from "node:stream";
import { join } from "node:path";
import { AppError, type Context, type Endpoint, type Net } from "../../core/index.ts";
import { giveTo, NOBODY, runsAsRoot } from "../sandbox/owner.ts";

/** A way out for one program in a sandbox: a Unix socket behind which the broker decides. */
export interface ConnectProxy {
  /** Its own; nothing else lies in it. */
  folder: string;
  socket: string;
  close(): Promise<void>;
}

const MOST_HEAD_BYTES = 8 * 1024;
const MOST_CONNECTIONS = 64;

/**
 * An HTTP proxy (RFC 9110, 9.3.6) that knows CONNECT and nothing else: each connection is one question to `net`, which holds the purpose of the
 * program, with its grants, its look at the addresses, its record and the privacy lock. What could be read in two ways is refused:
 * other methods, absolute forms, lines that end otherwise than by CR LF, bytes behind the head before it was answered. `headMs`: how long a
 * head may take.
 */
export async function openConnectProxy(
  net: Pick<Net, "connect">,
  ctx: Context,
  headMs = 10_000,
): Promise<ConnectProxy> {
  const folder = await mkdtemp(join(tmpdir(), "kralle-way-out-"));
  const socket = join(folder, "proxy.sock");
  const open = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: false }, (client) => {
    open.add(client);
    client.on("error", () => undefined).once("close", () => open.delete(client));
    void serve(client, net, ctx, headMs);
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, socket);
  await chmod(socket, 0o600);
  if (runsAsRoot()) await giveTo(NOBODY, folder); // who the sandbox runs as
  return {
    folder,
    socket,
    async close() {
      server.close();
      for (const client of open) client.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function serve(client: Socket, net: Pick<Net, "connect">, ctx: Context, headMs: number): Promise<void> {
  const ended = new AbortController();
  client.once("close", () => ended.abort());
  const signal = AbortSignal.any([ctx.signal, ended.signal]);
  try {
    const target = toTarget(await readHead(client, headMs));
    const stream = await net.connect(target, signal);
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    pipeline(client, stream, () => undefined); // how it ended is in the record
    pipeline(stream, client, () => undefined);
  } catch (thrown) {
    if (!client.destroyed) client.end(toAnswer(thrown));
  }
}

/** The program asked in a form that is not answered; `status` says which. */
class Misasked extends Error {
  readonly status: string;

  constructor(status: string) {
    super(status);
    this.status = status;
  }
}

/** Everything up to the empty line, and not a byte behind it. */
function readHead(client: Socket, headMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let head = "";
    const timer = setTimeout(() => end(new Misasked("408 Request Timeout")), headMs);
    const end = (result: string | Error): void => {
      clearTimeout(timer);
      client.pause().removeListener("data", take).removeListener("close", leave);
      if (typeof result === "string") resolve(result);
      else reject(result);
    };
    const leave = (): void => end(new Misasked("400 Bad Request"));
    const take = (bytes: Buffer): void => {
      head += bytes.toString("latin1");
      const at = head.indexOf("\r\n\r\n");
      if (at >= 0) end(at + 4 === head.length ? head.slice(0, at) : new Misasked("400 Bad Request"));
      else if (head.length > MOST_HEAD_BYTES) end(new Misasked("431 Request Header Fields Too Large"));
    };
    client.on("data", take).once("close", leave).resume();
  });
}

/** Where it wants to go. Whether the host is one, the broker says. */
function toTarget(head: string): Endpoint {
  const [first = "", ...fields] = head.split("\r\n");
  const isWhole = [first, ...fields].every((line) => !/[\r\n\0]/u.test(line));
  if (!isWhole || fields.some((line) => !/^[!#$%&'*+.^_`|~\w-]+:/u.test(line))) throw new Misasked("400 Bad Request");
  if (!first.startsWith("CONNECT ")) throw new Misasked("405 Method Not Allowed");
  const [, host, port] = /^CONNECT (\[[\da-f:.]+\]|[\w.-]+):([1-9]\d{0,4}) HTTP\/1\.[01]$/iu.exec(first) ?? [];
  if (host === undefined) throw new Misasked("400 Bad Request");
  return { host, port: Number(port) };
}

function toAnswer(thrown: unknown): string {
  const status = thrown instanceof Misasked ? thrown.status : statusOf(thrown);
  return `HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;
}

function statusOf(thrown: unknown): string {
  const code = thrown instanceof AppError ? thrown.code : "";
  if (code === "E_REFUSED" || code === "E_PRIVACY_LOCK") return "403 Forbidden";
  return code === "E_INPUT" ? "400 Bad Request" : "502 Bad Gateway";
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
}
