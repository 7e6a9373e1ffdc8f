import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { parsePair, parseToken } from "../../../../src/core/index.ts";
import { dial, readAnswer } from "../_server.ts";

/** Whom somebody guesses at, and who works meanwhile. */
export interface Targets {
  port: number;
  /** A token and a cookie whose ids the attacker knows. */
  token: string;
  cookie: string;
  /** Of somebody else, who works meanwhile. */
  other: string;
}

export interface Guessed {
  tried: number;
  /** By status of the answer. */
  statuses: Record<string, number>;
  /** By what was guessed at: when an answer said that the secret had been looked at. */
  evaluated: Map<string, number[]>;
  successes: string[];
  /** Of the other client's requests meanwhile, in ms; its failures. */
  waits: number[];
  hindered: string[];
}

export function createGuessed(): Guessed {
  return { tried: 0, statuses: {}, evaluated: new Map(), successes: [], waits: [], hindered: [] };
}

interface Way {
  bucket: string;
  /** The connection is used up by it. */
  isOnce?: boolean;
  lines(targets: Targets, n: number): { line: string; headers: string[]; body?: string };
}

const secret = (): string => randomBytes(32).toString("base64url");
const idOf = (text: string): string => (parseToken(text) ?? parsePair(text))?.id ?? "";
const bearer = (text: string): string => `Authorization: Bearer ${text}`;
const UPGRADE = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];

/** All entrances, and what attackers of others got round limiters with: other routes, addresses, fields, connections. */
const WAYS: Way[] = [
  {
    bucket: "token",
    lines: ({ token }) => ({ line: "GET /api/me", headers: [bearer(`krl_${idOf(token)}.${secret()}`)] }),
  },
  {
    bucket: "token",
    lines: ({ token }) => ({ line: "POST /api/sessions", headers: [bearer(`krl_${idOf(token)}.${secret()}`)] }),
  },
  {
    bucket: "token",
    lines: ({ token }, n) => ({ line: `GET /nothing/${n}`, headers: [bearer(`krl_${idOf(token)}.${secret()}`)] }),
  },
  {
    bucket: "token",
    isOnce: true,
    lines: ({ token }) => ({ line: "GET /api/ws", headers: [bearer(`krl_${idOf(token)}.${secret()}`), ...UPGRADE] }),
  },
  {
    bucket: "token",
    lines: ({ token }) => ({
      line: "GET /api/me",
      headers: [bearer(`krl_${idOf(token)}.${secret()}`), `Cookie: deviceToken=${secret()}`],
    }),
  },
  {
    bucket: "cookie",
    lines: ({ cookie, port }) => ({
      line: "GET /api/me",
      headers: [`Cookie: kralle_session_${port}=${idOf(cookie)}.${secret()}`],
    }),
  },
  // Known as a device, unknown as a token.
  {
    bucket: "unknown",
    lines: ({ cookie }) => ({ line: "GET /api/sessions", headers: [bearer(`krl_${idOf(cookie)}.${secret()}`)] }),
  },
  {
    bucket: "unknown",
    lines: () => ({ line: "GET /api/me", headers: [bearer(`krl_${randomBytes(8).toString("hex")}.${secret()}`)] }),
  },
  {
    bucket: "codes",
    lines: () => ({
      line: "POST /api/sign-in",
      headers: ["Content-Type: application/json"],
      body: `{"code":"${randomBytes(24).toString("base64url")}"}`,
    }),
  },
  {
    bucket: "token",
    isOnce: true, // refused by its head, and the connection with it
    lines: ({ token }, n) => ({
      line: "GET /api/me",
      headers: [bearer(`krl_${idOf(token)}.${secret()}`), `X-Forwarded-For: 10.0.${n % 250}.1`],
    }),
  },
];

const EVALUATED = 401;

/** Guesses so often with so many connections at once, over all ways in turn, while another client works. */
export async function guess(targets: Targets, count: number, connections: number, into: Guessed): Promise<void> {
  const until = into.tried + count;
  const end = new AbortController();
  const work = workMeanwhile(targets, end.signal, into);
  const attack = async (): Promise<void> => {
    let socket: Socket | null = null;
    while (into.tried < until) {
      const n = into.tried;
      into.tried += 1;
      const way = WAYS[n % WAYS.length];
      if (way === undefined) return;
      socket ??= dial(targets.port);
      const { status } = await ask(socket, targets, way, n);
      into.statuses[status] = (into.statuses[status] ?? 0) + 1;
      if (status === EVALUATED) note(into.evaluated, way.bucket);
      else if (status > 0 && status < 300) into.successes.push(`${way.bucket}: ${status}`);
      if (way.isOnce === true || status === 0 || socket.destroyed) {
        socket.destroy();
        socket = null;
      }
    }
    socket?.destroy();
  };
  await Promise.all(Array.from({ length: connections }, attack));
  end.abort();
  await work;
}

function note(evaluated: Guessed["evaluated"], bucket: string): void {
  const times = evaluated.get(bucket) ?? [];
  times.push(performance.now());
  evaluated.set(bucket, times);
}

async function ask(socket: Socket, targets: Targets, way: Way, n: number): Promise<{ status: number }> {
  const { line, headers, body = "" } = way.lines(targets, n);
  const head = [
    `${line} HTTP/1.1`,
    `Host: 127.0.0.1:${targets.port}`,
    ...headers,
    `Content-Length: ${body.length}`,
    "",
    body,
  ];
  socket.write(head.join("\r\n"));
  return readAnswer(socket, 30_000);
}

/** Somebody with another token, every 10 ms. */
async function workMeanwhile({ port, other }: Targets, signal: AbortSignal, into: Guessed): Promise<void> {
  let socket: Socket | null = null;
  while (!signal.aborted) {
    const began = performance.now();
    if (socket === null || socket.destroyed) socket = dial(port);
    socket.write(`GET /api/me HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${bearer(other)}\r\n\r\n`);
    const { status } = await readAnswer(socket, 30_000);
    into.waits.push(performance.now() - began);
    if (status !== 200) into.hindered.push(`${status}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  socket?.destroy();
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The most that were looked at within any five minutes. */
export function mostWithinWindow(times: readonly number[], windowMs = 5 * 60_000): number {
  let from = 0;
  return times.reduce((most, at, index) => {
    while ((times[from] ?? at) <= at - windowMs) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}
