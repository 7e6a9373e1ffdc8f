import type { CommandSpec } from "./types.ts";

/** The gateway, and who may come in. */
export const SERVING: readonly CommandSpec[] = [
  {
    name: "up",
    define: (command, { options }) => command.option("--port <n>", options.port).option("--json", options.upJson),
    load: () => import("../commands/up.ts"),
  },
  { name: "down", load: () => import("../commands/down.ts") },
  {
    name: "status",
    define: (command, _help, { gateway }) => command.option("--json", gateway.json),
    load: () => import("../commands/status.ts"),
  },
  {
    name: "service",
    define: (command, _help, { gateway }) => command.argument("[action]", gateway.action),
    load: () => import("../commands/service.ts"),
  },
  {
    name: "sign-in",
    define: (command, { options }, { access }) =>
      command.option("--scope <scope>", access.options.scope).option("--json", options.listJson),
    load: () => import("../commands/signIn.ts"),
  },
  {
    name: "devices",
    define: (command, { options }, { access }) =>
      command
        .argument("[action]", access.arguments.devicesAction)
        .argument("[id]", access.arguments.id)
        .option("--json", options.listJson),
    load: () => import("../commands/devices.ts"),
  },
  {
    name: "token",
    define: (command, { options }, { access }) =>
      command
        .argument("[action]", access.arguments.tokenAction)
        .argument("[id]", access.arguments.id)
        .option("--name <name>", access.options.name)
        .option("--scope <scope>", access.options.scope)
        .option("--days <n>", access.options.days)
        .option("--json", options.listJson),
    load: () => import("../commands/token.ts"),
  },
  {
    name: "door",
    define: (command, { options }, { doors }) =>
      command
        .argument("[action]", doors.arguments.action)
        .argument("[name]", doors.arguments.name)
        .option("--port <n>", doors.options.port)
        .option("--json", options.listJson),
    load: () => import("../commands/door.ts"),
  },
  {
    name: "mcp",
    define: (command, { options }, { mcp }) =>
      command
        .argument("[action]", mcp.arguments.action)
        .argument("[name]", mcp.arguments.name)
        .option("--json", options.listJson),
    load: () => import("../commands/mcp/index.ts"),
  },
];
