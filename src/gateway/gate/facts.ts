import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** What the gate looks at, out of the raw headers: there a header that was sent twice is still seen twice. */
export interface Facts {
  method: string;
  target: string;
  peer: string;
  socket: Socket;
  headers: number;
  isUpgrade: boolean;
  hosts: string[];
  origins: string[];
  fetchSites: string[];
  fetchModes: string[];
  fetchDests: string[];
  contentTypes: string[];
  marks: string[];
  authorizations: string[];
  cookies: string[];
  agents: string[];
  /** Names of headers that only a proxy sets. */
  forwarded: string[];
}

const FORWARDED = /^(?:forwarded|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-original-.*|x-rewrite-url)$/;

/** The header by which our own pages show that a script of theirs sent the request; no form can set it. */
const MARK = "x-kralle";

export function factsOf(request: IncomingMessage): Facts {
  const byName = new Map<string, string[]>();
  const raw = request.rawHeaders;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? "").toLowerCase();
    const values = byName.get(name);
    if (values) values.push(raw[at + 1] ?? "");
    else byName.set(name, [raw[at + 1] ?? ""]);
  }
  const of = (name: string): string[] => byName.get(name) ?? [];
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    peer: request.socket.remoteAddress ?? "",
    socket: request.socket,
    headers: raw.length / 2,
    isUpgrade: byName.has("upgrade"),
    hosts: of("host"),
    origins: of("origin"),
    fetchSites: of("sec-fetch-site"),
    fetchModes: of("sec-fetch-mode"),
    fetchDests: of("sec-fetch-dest"),
    contentTypes: of("content-type"),
    marks: of(MARK),
    authorizations: of("authorization"),
    cookies: of("cookie"),
    agents: of("user-agent"),
    forwarded: [...byName.keys()].filter((name) => FORWARDED.test(name)),
  };
}
