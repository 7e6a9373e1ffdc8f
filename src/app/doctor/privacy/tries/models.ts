import { openMcp } from "../../../../agent/index.ts";
import type { Context } from "../../../../core/index.ts";
import { createRemoteEngine, openWire, searchHub } from "../../../../models/index.ts";
import { readConfig } from "../../../config.ts";
import { toServer } from "../../../server.ts";
import { PORTS, type InsideOrder, type Try } from "../types.ts";
import { LIMIT_MS } from "./limit.ts";

/** Engines of the settings, and how each is named there. */
const ENGINES = [
  ["far", "IPv4"],
  ["named", "name"],
  ["ollama", "IPv6"],
] as const;

/** Engines, hubs and MCP servers as those who use them go: also what a request at one of the doors comes to. */
export function modelTries({ ipv4, home }: InsideOrder, outer: Context): Try[] {
  const within = (): Context => ({ ...outer, signal: AbortSignal.timeout(LIMIT_MS) });
  const engines = ENGINES.flatMap(([name, how]): Try[] => {
    const open = async () => {
      const { config } = await readConfig(home);
      const settings = config.engines[name];
      if (settings === undefined) throw new Error(`there is no engine ${name}`);
      const server = toServer(name, settings, { home, env: {} });
      return createRemoteEngine({ id: `${name}/m`, model: "m", parallel: 1, wire: () => openWire(server) });
    };
    const purpose = `engine:${name}` as const;
    return [
      {
        actor: "engine",
        way: `asked for its model, by ${how}`,
        purpose,
        run: async () => (await open()).load(within()),
      },
      {
        actor: "engine",
        way: `a conversation, by ${how}`,
        purpose,
        async run() {
          const request = { messages: [{ role: "user" as const, content: "words" }], maxTokens: 1 };
          for await (const event of (await open()).generate(request, within())) {
            if (event.type === "end" && event.error) throw event.error;
          }
        },
      },
    ];
  });
  const server = { url: `http://${ipv4}:${PORTS.web}/mcp`, allowRemote: true };
  const host = { env: {}, sandbox: () => Promise.reject(new Error("not asked for")), hidden: [] };
  const mcp: Try = {
    actor: "mcp",
    way: "its tools listed",
    purpose: "mcp:far",
    async run() {
      const connection = openMcp("far", server, host);
      await connection.list(within()).finally(() => connection.close());
    },
  };
  const hub: Try = {
    actor: "models",
    way: "a search",
    purpose: "models",
    run: () => searchHub(["small"], { env: {} }, within()),
  };
  return [...engines, mcp, hub];
}
