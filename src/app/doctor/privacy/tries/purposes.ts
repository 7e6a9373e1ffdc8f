import { spawn } from "node:child_process";
import type { Net, Purpose } from "../../../../core/index.ts";
import { PORTS, type InsideOrder, type Try } from "../types.ts";
import { LIMIT_MS } from "./limit.ts";

/** One of each kind that there is. For those whose only place is their name, the places are below. */
const NAMED: readonly Purpose[] = ["packages", "web", "engine:far", "mcp:far", "mail:far", "account:far"];

/** Each purpose, by each way in which the broker can be asked. */
export function purposeTries(order: InsideOrder, net: Net): Try[] {
  const { ipv4 } = order;
  const tries = [
    ...NAMED.flatMap((purpose) => [
      ...asking(purpose, net, places(order, "http")),
      ...sending(purpose, net, places(order, "http")),
      ...connecting(purpose, net, order),
    ]),
    ...asking("models", net, places(order, "http")),
    ...ownPlaces("registry", order).flatMap(([way, purpose, url]) => asking(purpose, net, [[way, url]])),
    ...ownPlaces("unsubscribe", order).flatMap(([way, purpose, url]) => sending(purpose, net, [[way, url]])),
    ...(["mail:far", "web", "engine:far", "mcp:far", "account:far", "models"] as const).map((purpose) =>
      toTry(purpose, "a redirect to another machine", () =>
        net
          .for(purpose)
          .fetch(`http://127.0.0.1:${PORTS.redirecting}/`, limited())
          .then((answer) => answer.text()),
      ),
    ),
  ];
  const programs = (["packages", "models"] as const).map((purpose) =>
    toTry(purpose, "a program that dials by itself", () => net.for(purpose).entrust("npm", () => startDialing(ipv4))),
  );
  const hub = [
    ["the hub", "https://huggingface.co/api/models"],
    ["Ollama's registry", "https://registry.ollama.ai/v2/"],
    ["releases of llama-server", "https://github.com/"],
  ] as const;
  const hubs = hub.map(([way, url]) => toTry("models", way, () => net.for("models").fetch(url, limited())));
  const provider = toTry("engine:provider", "a provider package", () =>
    net.for("engine:provider").fetch("https://api.example/v1/chat", { ...limited(), method: "POST", body: "words" }),
  );
  return [...tries, ...programs, ...hubs, provider];
}

type Place = readonly [way: string, url: string];

const places = ({ ipv4, ipv6 }: InsideOrder, scheme: string): Place[] => [
  ["by IPv4", `${scheme}://${ipv4}/x`],
  ["by IPv6", `${scheme}://[${ipv6}]/x`],
  ["by name", `${scheme}://far.example/x`],
];

/** Purposes that may go to what they are called, and nowhere else. */
const ownPlaces = (kind: "registry" | "unsubscribe", order: InsideOrder): [string, Purpose, string][] =>
  places(order, "https").map(([way, url]) => [way, `${kind}:${new URL(url).hostname}`, url]);

const limited = (): RequestInit => ({ signal: AbortSignal.timeout(LIMIT_MS) });

const toTry = (purpose: Purpose, way: string, run: () => Promise<unknown>): Try => ({
  actor: purpose.replace(/:.*/su, ""),
  way,
  purpose,
  run,
});

const asking = (purpose: Purpose, net: Net, to: readonly Place[]): Try[] =>
  to.map(([way, url]) => toTry(purpose, `asking ${way}`, () => net.for(purpose).fetch(url, limited())));

const sending = (purpose: Purpose, net: Net, to: readonly Place[]): Try[] =>
  to.map(([way, url]) =>
    toTry(purpose, `sending ${way}`, () =>
      net.for(purpose).fetch(url, { ...limited(), method: "POST", body: "words" }),
    ),
  );

function connecting(purpose: Purpose, net: Net, { ipv4, ipv6 }: InsideOrder): Try[] {
  const open = (host: string, port: number, tls = false) =>
    net.for(purpose).connect({ host, port, tls }, AbortSignal.timeout(LIMIT_MS)).then(leave);
  return [
    toTry(purpose, "a connection by IPv4", () => open(ipv4, PORTS.tls)),
    toTry(purpose, "a connection by IPv6", () => open(ipv6, PORTS.tls)),
    toTry(purpose, "a connection by name, with TLS", () => open("far.example", PORTS.tls, true)),
    toTry(purpose, "the look-up of a name", () => net.for(purpose).resolve({ host: "far.example", port: PORTS.tls })),
    toTry(purpose, "a question to a name server", () => net.for(purpose).records({ name: "mx.example", type: "MX" })),
  ];
}

function leave(stream: { destroy(): unknown }): void {
  stream.destroy();
}

/** What stands in the place of npm and pip, which have a network of their own. */
function startDialing(ipv4: string): Promise<void> {
  const script = `require("net").connect(${PORTS.web}, "${ipv4}", () => process.exit(0)).on("error", () => process.exit(1))`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["-e", script], { stdio: "ignore", timeout: LIMIT_MS });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
  });
}
