import { AppError } from "../../core/index.ts";
import { connectMcp } from "./connect.ts";
import { openHttp } from "./http.ts";
import { openStdio } from "./stdio.ts";
import type { McpConnection, McpSettings } from "./types.ts";

export { toMcpTools, type ApprovedServer } from "./tools.ts";
export type { ForeignTool, McpConnection, McpSettings } from "./types.ts";

export function openMcp(
  name: string,
  settings: McpSettings,
  env: Readonly<Record<string, string | undefined>>,
): McpConnection {
  if ("command" in settings) return connectMcp(name, openStdio(name, settings, env));
  const { tokenEnv } = settings;
  const token = tokenEnv === undefined ? null : (env[tokenEnv] ?? "");
  if (token === "") {
    throw new AppError(
      "E_CONFIG",
      `The variable ${tokenEnv}, which shall hold the token of the MCP server ${name}, is not set.`,
      {
        hint: "Set it in the environment from which Kralle is started.",
      },
    );
  }
  return connectMcp(name, openHttp(name, settings, token));
}
