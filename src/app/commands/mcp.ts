import { z } from "zod";
import type { ForeignTool } from "../../agent/index.ts";
import { AppError } from "../../core/index.ts";
import { changeConfig } from "../config.ts";
import { defineCommand } from "../command.ts";

export interface ListedServer {
  name: string;
  /** Its command or its address. */
  place: string;
  approved: boolean;
  /** Those that were approved. */
  tools: ForeignTool[];
}

/** The servers of the settings; none is reached for it. */
export const mcpServers = defineCommand<z.ZodObject, { servers: ListedServer[] }>({
  about: "lists servers of the Model Context Protocol",
  input: z.object({}),
  async run(_input, { services }) {
    const { servers } = (await services.settings()).mcp;
    if (Object.keys(servers).length === 0) return { servers: [] };
    const { pins } = await services.store();
    const listed = Object.entries(servers).map(async ([name, settings]) => {
      const pin = await pins.get("mcp", name);
      const place = "command" in settings ? [settings.command, ...settings.args].join(" ") : settings.url;
      return { name, place, approved: pin !== null, tools: (pin?.data ?? []) as ForeignTool[] };
    });
    return { servers: await Promise.all(listed) };
  },
});

const named = z.object({ name: z.string().min(1) });

/** Reaches a server and approves what it offers now; `changed`: something else was approved before. */
export const approveMcp = defineCommand<typeof named, { name: string; tools: ForeignTool[]; changed: boolean }>({
  about: "approves the tools of a server as they are now",
  input: named,
  async run({ name }, { services, ctx }) {
    await services.hold();
    const connection = await (await services.mcp()).connection(name);
    const { tools, hash } = await connection.list(ctx);
    const { pins } = await services.store();
    const before = await pins.get("mcp", name);
    await pins.put({ kind: "mcp", name, hash, data: tools }, ctx);
    return { name, tools, changed: before !== null && before.hash !== hash };
  },
});

/** Takes a server out of the settings, and its approval with it. */
export const removeMcp = defineCommand<typeof named, { name: string }>({
  about: "removes a server",
  input: named,
  async run({ name }, { services }) {
    await services.hold();
    const { servers } = (await services.settings()).mcp;
    if (!Object.hasOwn(servers, name)) {
      throw new AppError("E_NOT_FOUND", `There is no MCP server ${name.slice(0, 60)}.`, {
        hint: "`kralle mcp list` shows those of the settings (mcp.servers).",
      });
    }
    await changeConfig(services.home, (raw) => {
      const mcp = (raw["mcp"] ?? {}) as { servers?: Record<string, unknown> };
      const { [name]: _old, ...others } = mcp.servers ?? {};
      return { ...raw, mcp: { ...mcp, servers: others } };
    });
    await (await services.store()).pins.remove("mcp", name);
    services.changes.tell("settings");
    return { name };
  },
});
