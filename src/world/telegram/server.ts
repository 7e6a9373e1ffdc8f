import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../core/index.ts";
import type { Fault } from "../faults.ts";
import { createLimits } from "./limits.ts";
import { HANDLERS, no, type MethodParts, type Said } from "./methods.ts";
import { readForm } from "./multipart.ts";
import { createPerson } from "./people.ts";
import { createRooms } from "./rooms.ts";
import { isMethod, METHODS, type Method } from "./schemas.ts";
import type { Call, Telegram, TelegramOptions } from "./types.ts";
import { createUpdates } from "./updates.ts";

/** Longer than anybody waits. */
const SLOW_MS = 60;
const NUMBERS_AND_OBJECTS = /^(?:-?\d+|true|false|[[{].*)$/s;

type Parts = Omit<MethodParts, "attached" | "left"> & {
  token: string;
  calls: Call[];
  fault: () => Fault;
  retryAfter: number;
};

/** See `Telegram`. */
export async function openTelegram(token: string, options: TelegramOptions = {}): Promise<Telegram> {
  const { fault = () => "none", clock = systemClock, chats = [], isLimited = true, retryAfter = 1 } = options;
  const ledger: string[] = [];
  const rooms = createRooms(clock);
  const parts: Parts = {
    token,
    rooms,
    updates: createUpdates(clock),
    clock,
    limit: isLimited ? createLimits(() => clock.now()) : null,
    presses: new Map(),
    commands: new Map(),
    sent: ({ text }) => void ledger.push(text),
    calls: [],
    fault,
    retryAfter,
  };
  for (const id of chats) rooms.open({ id, type: "private", title: `Person ${id}`, members: new Set([id]) });
  let server = await serve(parts, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ledger,
    calls: parts.calls,
    chats: rooms.chats,
    commands: parts.commands,
    waiting: () => parts.updates.waiting(),
    person: (id, name = `Person ${id}`) => createPerson(id, name, parts),
    group: (id, members) => void rooms.open({ id, type: "group", title: "Group", members: new Set(members) }),
    async outage(isOn) {
      if (isOn) await shut(server);
      else server = await serve(parts, port);
    },
    async close() {
      parts.updates.close();
      await shut(server);
    },
  };
}

async function serve(parts: Parts, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, parts).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const file = /^\/file\/bot([^/]+)\/files\/(\w+)$/u.exec(pathname);
  if (file) return sendBytes(response, file, parts);
  const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)$/u.exec(pathname) ?? [];
  if (given !== parts.token) return send(response, no(given === undefined ? 404 : 401, "Unauthorized"));
  if (!isMethod(method)) return send(response, no(404, "Not Found"));
  const body = Buffer.concat(chunks);
  const read = readInput(body, request.headers["content-type"] ?? "", searchParams);
  if (read === null) return send(response, no(400, "Bad Request: can't parse the request"));
  const left = new AbortController();
  response.once("close", () => left.abort());
  const call: Call = { method, chat: null, at: parts.clock.now(), status: 0, happened: false };
  parts.calls.push(call);
  const act = async (): Promise<Said> => {
    const said = await run(method, read.values, { ...parts, attached: read.files, left: left.signal });
    const { chat_id: chat } = read.values;
    Object.assign(call, { chat: typeof chat === "number" ? chat : null, status: said.status });
    call.happened = said.status === 200;
    return said;
  };
  const fault = method === "getUpdates" ? "none" : parts.fault();
  await meet(fault, act, response, parts);
}

async function run(method: Method, values: unknown, parts: MethodParts): Promise<Said> {
  const parsed = METHODS[method].safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return no(400, `Bad Request: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "wrong"}`);
  }
  // The schema of a method is that of its handler.
  const handler = HANDLERS[method] as (given: unknown, parts: MethodParts) => Said | Promise<Said>;
  return handler(parsed.data, parts);
}

interface Input {
  values: Record<string, unknown>;
  files: ReadonlyMap<string, { name: string; bytes: Uint8Array }>;
}

/** Null for what cannot be read. */
function readInput(body: Buffer, type: string, query: URLSearchParams): Input | null {
  const none = new Map<string, never>();
  if (body.length === 0) return { values: toValues(query), files: none };
  if (type.startsWith("multipart/form-data")) {
    const form = readForm(body, type);
    return form && { values: toValues(form.fields), files: form.files };
  }
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { values: toValues(new URLSearchParams(body.toString())), files: none };
  }
  try {
    const values: unknown = JSON.parse(body.toString());
    return typeof values === "object" && values !== null ? { values: { ...values }, files: none } : null;
  } catch {
    return null;
  }
}

/** Fields are text: numbers, booleans and objects stand in them as JSON. */
function toValues(fields: Iterable<[string, string]>): Record<string, unknown> {
  const isText = new Set(["text", "caption", "url", "secret_token", "file_id", "callback_query_id"]);
  return Object.fromEntries(
    [...fields].map(([name, value]) => {
      return [name, !isText.has(name) && NUMBERS_AND_OBJECTS.test(value) ? (JSON.parse(value) as unknown) : value];
    }),
  );
}

async function meet(
  fault: Fault,
  act: () => Promise<Said>,
  response: ServerResponse,
  { clock, retryAfter }: Parts,
): Promise<void> {
  switch (fault) {
    case "none":
      return send(response, await act());
    case "busy":
      return send(response, no(429, `Too Many Requests: retry after ${retryAfter}`, retryAfter));
    case "errorBefore":
      return send(response, no(500, "Internal Server Error"));
    case "errorAfter":
      await act();
      return send(response, no(502, "Bad Gateway"));
    case "cutBefore":
      return void response.destroy();
    case "cutAfter": {
      const { status, body } = await act();
      const whole = JSON.stringify(body);
      response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(whole) });
      response.write(whole.slice(0, whole.length / 2), () => response.destroy());
      return;
    }
    case "silentAfter":
      await act(); // and no answer, ever
      return;
    case "slow": {
      const said = await act();
      await clock.sleep(SLOW_MS);
      send(response, said);
    }
  }
}

function send(response: ServerResponse, { status, body }: Said): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function sendBytes(
  response: ServerResponse,
  [, token, id = ""]: RegExpExecArray,
  { rooms, clock, ...parts }: Parts,
): void {
  const kept = rooms.files.get(id);
  if (token !== parts.token || !kept || kept.until <= clock.now()) return send(response, no(404, "Not Found"));
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end(kept.file.bytes);
}
