import { isIP } from "node:net";
import type { Config, Purpose } from "../../core/index.ts";
import type { Grant } from "../../guard/index.ts";
import { knownSources, leavesMachine } from "../../models/index.ts";
import type { Env } from "../home.ts";

/** Where one purpose may go, by the settings and the environment. What stands in neither is closed. */
export function toGrants(purpose: Purpose | null, config: Config, env: Env): Grant[] {
  if (purpose === null) return [];
  return [...ownGrants(purpose, config, env), ...allowed(purpose, config)];
}

function ownGrants(purpose: Purpose, config: Config, env: Env): Grant[] {
  const [kind = "", ...rest] = purpose.split(":");
  const name = rest.join(":");
  if (kind === "models") return modelGrants(config, env);
  if (kind === "engine") return engineGrants(purpose, config.engines[name]);
  if (kind === "mcp") return mcpGrants(purpose, config.mcp.servers[name]);
  if (kind === "registry") return registryGrants(purpose, name);
  if (kind === "unsubscribe") return unsubscribeGrants(purpose, name);
  return [];
}

/** Hubs may send on to where their bytes are: what comes is checked by its digest, and nothing is told there. */
function modelGrants({ models }: Config, env: Env): Grant[] {
  const named = new Set(knownSources(env, models.mirrors));
  const usual = new Set(knownSources({}, undefined));
  return [...named].flatMap((source) => {
    const found = toPlace(source);
    if (found === null) return [];
    const reach = usual.has(source) ? "public" : "any";
    return [{ purpose: "models" as const, ...found, reach, follows: "public", readOnly: true }];
  });
}

function engineGrants(purpose: Purpose, settings: Config["engines"][string] | undefined): Grant[] {
  if (settings === undefined || (leavesMachine(settings) && settings.allowRemote !== true)) return [];
  const base = { purpose, follows: "granted", readOnly: false } as const;
  const { url, type } = settings;
  // A provider package that knows its own address: any public server, over TLS.
  if (url === undefined && type === "aisdk") return [{ ...base, host: "*", port: 443, reach: "public" }];
  const found = toPlace(url ?? "http://127.0.0.1:11434");
  return found === null ? [] : [{ ...base, ...found, reach: "any" }];
}

function mcpGrants(purpose: Purpose, settings: Config["mcp"]["servers"][string] | undefined): Grant[] {
  if (settings !== undefined && "hosts" in settings) {
    return settings.hosts.map((place) => {
      const [host = "", port = "443"] = place.split(":");
      return { purpose, host, port: Number(port), reach: "public", follows: "granted", readOnly: false };
    });
  }
  const found = settings !== undefined && "url" in settings ? toPlace(settings.url) : null;
  return found === null ? [] : [{ purpose, ...found, reach: "any", follows: "granted", readOnly: false }];
}

/** The person typed it; it may be no more than a public server that is asked. */
function registryGrants(purpose: Purpose, name: string): Grant[] {
  const found = toPlace(`https://${name}`);
  return found === null ? [] : [{ purpose, ...found, reach: "public", follows: "public", readOnly: true }];
}

/** A mail named it, and the owner chose it: one public server, over TLS, and nowhere on. */
function unsubscribeGrants(purpose: Purpose, name: string): Grant[] {
  const found = toPlace(`https://${name}`);
  return found === null ? [] : [{ purpose, ...found, reach: "public", follows: "granted", readOnly: false }];
}

function allowed(purpose: Purpose, { egress }: Config): Grant[] {
  const asks = /^(?:models|registry:)/.test(purpose);
  return egress.allow
    .filter((one) => one.purpose === purpose)
    .map(({ host, port }) => {
      const reach = host.includes("*") ? "public" : "any";
      return { purpose, host, port, reach, follows: asks ? "public" : "granted", readOnly: asks };
    });
}

function toPlace(address: string): { host: string; port: number } | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "" || (host.endsWith(".") && isIP(host) === 0)) return null;
  return { host, port: Number(url.port) || (url.protocol === "https:" ? 443 : 80) };
}
