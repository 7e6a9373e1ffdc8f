import { openMcp, type ApprovedServer, type ForeignTool, type McpConnection, type McpHost } from "../agent/index.ts";
import { AppError, type Config, type Context } from "../core/index.ts";
import type { Services } from "./services.ts";

type Servers = Config["mcp"]["servers"];

/** The servers of others: each is reached by the first who needs it, and left with the house. */
export interface McpHouse {
  /** E_NOT_FOUND where the settings have no such server. */
  connection(name: string): Promise<McpConnection>;
  /** Those that the settings have and the owner approved. */
  approved(): Promise<ApprovedServer[]>;
}

/** The connections end with `ctx`. */
export function createMcpHouse(
  services: Pick<Services, "settings" | "store" | "env" | "sandbox" | "home" | "secrets">,
  ctx: Context,
): McpHouse {
  const open = new Map<string, McpConnection>();
  const host: McpHost = { env: services.env, sandbox: () => services.sandbox(), hidden: [services.home] };
  const serversNow = async (): Promise<Servers> => (await services.settings()).mcp.servers;
  const leave = (): void => {
    for (const connection of open.values()) void connection.close();
    open.clear();
  };
  ctx.signal.addEventListener("abort", leave, { once: true });

  const reach = (name: string, settings: Servers[string]): McpConnection => {
    const key = `${name} ${JSON.stringify(settings)}`;
    const known = open.get(key);
    if (known) return known;
    const inner = openMcp(name, settings, host, async (handle) =>
      (await services.secrets()).resolve(handle, `mcp:${name}`),
    );
    /** After a failure the next who asks gets a new one. */
    const guarded = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (thrown) {
        if (open.get(key) === connection) open.delete(key);
        await inner.close();
        throw thrown;
      }
    };
    const connection: McpConnection = {
      list: (caller) => guarded(inner.list(caller)),
      call: (tool, input, caller) => guarded(inner.call(tool, input, caller)),
      close: () => inner.close(),
    };
    open.set(key, connection);
    return connection;
  };

  return {
    async connection(name) {
      const settings = (await serversNow())[name];
      if (settings !== undefined) return reach(name, settings);
      throw new AppError("E_NOT_FOUND", `There is no MCP server ${name.slice(0, 60)}.`, {
        hint: "`kralle mcp list` shows those of the settings (mcp.servers).",
      });
    },
    async approved() {
      const servers = await serversNow();
      if (Object.keys(servers).length === 0) return [];
      const pins = await (await services.store()).pins.list("mcp");
      return pins.flatMap(({ name, hash, data }) => {
        const settings = servers[name];
        const tools = data as ForeignTool[];
        return settings === undefined ? [] : [{ name, hash, tools, connect: () => reach(name, settings) }];
      });
    },
  };
}
