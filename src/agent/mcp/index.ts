import { AppError, isSecretHandle } from "../../core/index.ts";
import { connectMcp } from "./connect.ts";
import { openHttp } from "./http.ts";
import { openStdio, type McpHost } from "./stdio.ts";
import type { McpConnection, McpSettings } from "./types.ts";

export { toMcpTools, type ApprovedServer } from "./tools.ts";
export type { McpHost } from "./stdio.ts";
export type { ForeignTool, McpConnection, McpSettings } from "./types.ts";

/** `secret` opens a handle (`secret:NAME`), each time that its value is sent. */
export function openMcp(
  name: string,
  settings: McpSettings,
  host: McpHost,
  secret: (handle: string) => Promise<string> = () =>
    Promise.reject(new AppError("E_BUG", "Nobody opens secrets here.")),
): McpConnection {
  if ("command" in settings) return connectMcp(name, openStdio(name, settings, host));
  const { tokenEnv } = settings;
  if (tokenEnv !== undefined && isSecretHandle(tokenEnv)) {
    return connectMcp(
      name,
      openHttp(name, settings, () => secret(tokenEnv)),
    );
  }
  const token = tokenEnv === undefined ? null : (host.env[tokenEnv] ?? "");
  if (token === "") {
    throw new AppError(
      "E_CONFIG",
      `The variable ${tokenEnv}, which shall hold the token of the MCP server ${name}, is not set.`,
      {
        hint: "Set it in the environment from which Kralle is started.",
      },
    );
  }
  return connectMcp(
    name,
    openHttp(name, settings, () => Promise.resolve(token)),
  );
}
