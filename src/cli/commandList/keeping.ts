import type { CommandSpec } from "./types.ts";

/** What a home holds. */
export const KEEPING: readonly CommandSpec[] = [
  {
    name: "backup",
    define: (command, _help, { backup: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[name]", help.name)
        .option("--to <folder>", help.to)
        .option("--check", help.check)
        .option("--force", help.force)
        .option("--json", help.json),
    load: () => import("../commands/backup.ts"),
  },
  {
    name: "data",
    define: (command, _help, { guard: { data } }) =>
      command
        .argument("[action]", data.help.action)
        .option("--session <id>", data.help.session)
        .option("--match <text>", data.help.match)
        .option("--everything", data.help.everything)
        .option("--to <folder>", data.help.to)
        .option("--backups", data.help.backups)
        .option("--yes", data.help.yes)
        .option("--json", data.help.json),
    load: () => import("../commands/data.ts"),
  },
  {
    name: "migrate",
    define: (command, _help, { database: { migrate } }) => command.option("--json", migrate.json),
    load: () => import("../commands/migrate.ts"),
  },
];
