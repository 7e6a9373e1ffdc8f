import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { findSocket } from "../../../src/app/index.ts";
import { CREDENTIALS, expire, HOSTS, makeCredentials, ORIGINS, OWN, WS, type Line } from "./_cells.ts";
import { inParallel, openReal, readAnswer } from "./_server.ts";
import { coverTriples, toKey, triplesOf } from "./covering.ts";

/** What else a request says of where it comes from; browsers do not let a page choose it. */
const CLIENTS: Readonly<Record<string, Line[]>> = {
  program: ["User-Agent: curl/8.5.0"],
  "own page": ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"],
  "script of another page": ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"],
  "link on another page": ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
  "frame of a neighbour": ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"],
  "two minds": ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"],
};

const ROUTES: Readonly<Record<string, { line: string; accepted: number; body?: string; more?: Line[] }>> = {
  me: { line: "GET /api/me", accepted: 200 },
  interface: { line: "GET /api/openapi.json", accepted: 200 },
  nothing: { line: "GET /nothing", accepted: 404 },
  link: { line: "POST /api/links", accepted: 201, body: '{"scope":"read"}' },
  revoke: { line: "DELETE /api/tokens/0123456789abcdef", accepted: 404 },
  socket: { line: "GET /api/ws", accepted: 101, more: WS },
};
const SAFE = ["me", "interface", "nothing"];

/** From where, and what it claims about that. */
const SOURCES: Readonly<Record<string, { from: string; lines: Line[] }>> = {
  loopback: { from: "127.0.0.1", lines: [] },
  "another address of loopback": { from: "127.0.0.2", lines: [] },
  "says that it was forwarded for us": { from: "127.0.0.1", lines: ["X-Forwarded-For: 127.0.0.1"] },
  "says so in the words of the standard": { from: "127.0.0.1", lines: ["Forwarded: for=127.0.0.1;host=localhost"] },
  "says whose address is real": { from: "127.0.0.2", lines: ["X-Real-IP: 127.0.0.1"] },
  "the socket of the home": { from: "", lines: [] },
};

interface Cell {
  origin: string;
  host: string;
  credential: string;
  client: string;
  route: string;
  source: string;
}

/** Who may come in, in other words than the gate's. */
function mayCome({ origin, host, credential, client, route, source }: Cell): boolean {
  // There an address with a host in it is no address of an upgrade.
  if (source === "the socket of the home")
    return origin === "none" && host !== "missing" && (host !== "absolute" || route !== "socket");
  if (SOURCES[source]?.lines.length !== 0) return false;
  if (OWN[host] === undefined || (origin !== "none" && origin !== OWN[host])) return false;
  const isOwn = client === "program" || client === "own page";
  if (!isOwn && !(client === "link on another page" && route === "nothing")) return false;
  if (credential === "token" || credential === "both") return true;
  return credential === "cookie" && isOwn && (SAFE.includes(route) || origin !== "none");
}

const AXES = [
  ORIGINS,
  HOSTS,
  Object.fromEntries(CREDENTIALS.map((name) => [name, name])),
  CLIENTS,
  ROUTES,
  SOURCES,
].map((values) => Object.keys(values));
const SIZES = AXES.map((values) => values.length);

const toCell = (row: readonly number[]): Cell => {
  const [origin = "", host = "", credential = "", client = "", route = "", source = ""] = row.map(
    (value, at) => AXES[at]?.[value] ?? "",
  );
  return { origin, host, credential, client, route, source };
};

/** Few rows of the array may come in: so many more, evenly out of all in the product that may. */
function rightOnes(count: number): Cell[] {
  const right: Cell[] = [];
  const walk = (row: number[]): void => {
    const size = SIZES[row.length];
    if (size === undefined) {
      const cell = toCell(row);
      if (mayCome(cell)) right.push(cell);
    } else for (let value = 0; value < size; value += 1) walk([...row, value]);
  };
  walk([]);
  const step = right.length / count;
  return Array.from({ length: count }, (_, at) => right[Math.floor(at * step)]).filter((cell) => cell !== undefined);
}

describe("who comes in, over any three of six things a request says", () => {
  test("nobody wrong comes in, nobody right stays out", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const path = await findSocket(opened.home);
    assert.ok(path);
    const credentials = await makeCredentials(opened);
    await expire(opened);
    // Origin, host and credential meet in their whole product, which is the test of the matrix.
    const cells = [...coverTriples(SIZES, [0, 1, 2]).map(toCell), ...rightOnes(150)];
    const wrong: string[] = [];
    let came = 0;
    opened.lines.length = 0;
    await inParallel(cells, 12, async (cell) => {
      const { line, accepted, body = "", more = [] } = ROUTES[cell.route] ?? { line: "", accepted: 0 };
      const source = SOURCES[cell.source] ?? { from: "", lines: [] };
      const who = credentials[cell.credential as (typeof CREDENTIALS)[number]];
      const { lines, target = "" } = HOSTS[cell.host] ?? { lines: [] };
      const [method = "", address = ""] = line.split(" ");
      const length = method === "GET" ? [] : [`Content-Length: ${body.length}`];
      const kind = body === "" ? [] : ["Content-Type: application/json"];
      const mark = method === "GET" ? [] : ["X-Kralle: 1"];
      const head = [
        `${method} ${target}${address}${who.query ?? ""} HTTP/1.1`,
        ...lines,
        ...(ORIGINS[cell.origin] ?? []),
        ...who.lines,
        ...(CLIENTS[cell.client] ?? []),
        ...source.lines,
        ...length,
        ...kind,
        ...mark,
        ...more,
        "",
        "",
      ];
      const may = mayCome(cell);
      const bytes = head.join("\r\n").replaceAll("PORT", String(port)) + (may ? body : "");
      const status = await ask(source.from === "" ? { path } : { port, from: source.from }, bytes);
      came += Number(status === accepted);
      const isRight = may
        ? status === accepted
        : status !== accepted && [400, 401, 403, 404, 421, 429].includes(status);
      if (!isRight) wrong.push(`${JSON.stringify(cell)}: ${status}`);
    });
    t.diagnostic(`${cells.length} requests, ${came} of them came in`);
    assert.deepEqual(wrong, []);
    assert.equal(came, cells.filter(mayCome).length);
    assert.ok(came > 150, `${came} may come`);
    assert.ok(opened.lines.every((text) => Buffer.byteLength(text) <= 512));
  });

  test("the rows hold any values of any three, and are few", () => {
    const rows = coverTriples(SIZES, [0, 1, 2]);
    for (const triple of triplesOf(SIZES.length)) {
      const met = new Set(rows.map((row) => toKey(triple, row))).size;
      const all = triple.reduce((product, at) => product * (SIZES[at] ?? 0), 1);
      if (String(triple) !== "0,1,2") assert.equal(met, all, String(triple));
    }
    const product = SIZES.reduce((all, size) => all * size, 1);
    assert.ok(rows.length * 200 < product, `${rows.length} of ${product}`);
  });
});

async function ask(to: { path: string } | { port: number; from: string }, bytes: string): Promise<number> {
  const options = "path" in to ? to : { host: "127.0.0.1", port: to.port, localAddress: to.from };
  const socket: Socket = connect(options)
    .on("error", () => undefined)
    .resume();
  try {
    socket.write(bytes, "latin1");
    return (await readAnswer(socket)).status;
  } catch {
    return -1; // it waits for what was not sent
  } finally {
    socket.destroy();
  }
}
