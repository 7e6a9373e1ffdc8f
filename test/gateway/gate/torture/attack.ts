/**
 * A process that does to a port what may be done without any credential, until it is told to end: what takes connections, memory or
 * processor time before anybody has proven who he is. It says how often each of it was done.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const [port = 0, idle = 0] = process.argv.slice(2).map(Number);
const done: Record<string, number> = {};
const over = new AbortController();
process.once("message", () => {
  over.abort();
  process.send?.(done);
  process.disconnect();
});

const count = (name: string): void => {
  done[name] = (done[name] ?? 0) + 1;
};
const head = (line: string, ...lines: string[]): string =>
  [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...lines, "", ""].join("\r\n");
const dial = (): Socket => connect({ host: "127.0.0.1", port, noDelay: true }).on("error", () => undefined);
const MEGABYTE = Buffer.alloc(1024 * 1024);
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));
const MOST_MS = 3_000;

/** Sends the pieces as fast as they are taken; the answer is read, unless `isDeaf`. Ends with the connection, or when it had its time. */
async function send(pieces: Iterable<string | Uint8Array>, { pauseMs = 0, isDeaf = false } = {}): Promise<void> {
  const socket = dial();
  if (!isDeaf) socket.resume();
  const until = performance.now() + MOST_MS;
  for (const piece of pieces) {
    if (over.signal.aborted || socket.destroyed || performance.now() > until) break;
    const isTaken = socket.write(piece);
    if (!isTaken) await once(socket, "drain", { signal: AbortSignal.timeout(200) }).catch(() => undefined);
    await sleep(pauseMs);
  }
  await sleep(20);
  socket.destroy();
}

function* repeat<T>(piece: T, times: number): Generator<T> {
  for (let made = 0; made < times; made += 1) yield piece;
}

const UPGRADE = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
const KEYED = [
  ...UPGRADE,
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  "Sec-WebSocket-Extensions: permessage-deflate",
];
/** A frame that says it is 64 MB long. */
const FRAME = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4]);
const JSON_BODY = ["Content-Type: application/json", "X-Kralle: 1"];

const ATTACKS: Readonly<Record<string, () => Promise<void>>> = {
  "a body of 64 MB": () =>
    send([head("POST /api/sign-in", ...JSON_BODY, "Content-Length: 67108864"), ...repeat(MEGABYTE, 64)]),
  "a body without end in chunks": () =>
    send([head("POST /api/links", ...JSON_BODY, "Transfer-Encoding: chunked"), ...repeat("1;x=y\r\nx\r\n", 20_000)]),
  "a body that grows when it is unpacked": () =>
    send([head("POST /api/sign-in", ...JSON_BODY, "Content-Encoding: gzip", `Content-Length: ${BOMB.length}`), BOMB]),
  "a head byte by byte": () => send(head("GET /api/me", "X-Slow: 1"), { pauseMs: 40 }),
  "ten thousand headers": () => send([head("GET /api/me", ...repeat("X-Many: 1", 10_000))]),
  "a header of 8 MB": () => send(["GET /api/me HTTP/1.1\r\nX-Long: ", ...repeat(MEGABYTE, 8)]),
  "a socket and a frame of 64 MB": () => send([head("GET /api/ws", ...KEYED), FRAME, ...repeat(MEGABYTE, 64)]),
  "half an upgrade": () => send([head("GET /api/ws", ...UPGRADE)], { pauseMs: 500 }),
  "a thousand requests, and none of the answers read": () =>
    send(repeat(head("GET /"), 1_000), { isDeaf: true, pauseMs: 1 }),
  "texts that patterns dislike": () =>
    send([
      head(
        `GET /${"%2e%2e/".repeat(300)}`,
        `Cookie: ${"kralle_session_1=a; ".repeat(300)}`,
        `Accept-Language: ${"x-".repeat(1_500)}`,
        `Authorization: Bearer krl_${"0".repeat(2_000)}.`,
      ),
    ]),
  "a body of nothing but brackets": () => {
    const body = "[".repeat(900_000);
    return send([head("POST /api/sign-in", ...JSON_BODY, `Content-Length: ${body.length}`), body]);
  },
};

/** Sockets that say nothing. Whoever is dropped comes again. */
async function crowd(): Promise<void> {
  const open = new Set<Socket>();
  while (!over.signal.aborted) {
    for (let made = 0; made < 100 && open.size < idle; made += 1) {
      const socket = dial().resume();
      open.add(socket);
      count("a socket that says nothing");
      socket.once("close", () => open.delete(socket));
    }
    await sleep(50);
  }
  for (const socket of open) socket.destroy();
}

async function again(name: string, work: () => Promise<void>): Promise<void> {
  while (!over.signal.aborted) {
    count(name);
    await work();
    await sleep(5);
  }
}

await Promise.all([crowd(), ...Object.entries(ATTACKS).map(([name, work]) => again(name, work))]);
