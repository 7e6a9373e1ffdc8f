import type { CommandSpec } from "./types.ts";

/** What a person asks for. */
export const WORK: readonly CommandSpec[] = [
  {
    name: "ask",
    define: (command, { options, arguments: args }) =>
      command
        .argument("<text...>", args.text)
        .option("--workspace <dir>", options.workspace)
        .option("--model <model>", options.model)
        .option("--json", options.json)
        .option("--today <date>", options.today)
        .option("--steps <n>", options.steps)
        .option("--tokens <n>", options.tokens)
        .option("--seconds <n>", options.seconds),
    load: () => import("../commands/ask.ts"),
  },
  {
    name: "chat",
    define: (command, { options }) =>
      command
        .option("--workspace <dir>", options.workspace)
        .option("--model <model>", options.model)
        .option("--session <id>", options.session),
    load: () => import("../commands/chat.ts"),
  },
  {
    name: "undo",
    define: (command, { options }) => command.option("--workspace <dir>", options.workspace),
    load: () => import("../commands/undo.ts"),
  },
  {
    name: "why",
    define: (command, { arguments: args }) => command.argument("[run]", args.run),
    load: () => import("../commands/why.ts"),
  },
  {
    name: "runs",
    define: (command, _help, { runs: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[id]", help.id)
        .option("--state <state>", help.state)
        .option("--limit <n>", help.limit)
        .option("--before <cursor>", help.before)
        .option("--json", help.json),
    load: () => import("../commands/runs.ts"),
  },
  {
    name: "schedule",
    define: (command, _help, { schedule: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[words...]", help.words)
        .option("--zone <zone>", help.zone)
        .option("--missed <policy>", help.missed)
        .option("--folder <folder>", help.folder)
        .option("--json", help.json),
    load: () => import("../commands/schedule.ts"),
  },
  {
    name: "memory",
    define: (command, _help, { memory: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[words...]", help.words)
        .option("--name <name>", help.name)
        .option("--address <form>", help.address)
        .option("--tone <tone>", help.tone)
        .option("--language <language>", help.language)
        .option("--time-zone <zone>", help.timeZone)
        .option("--hours <words>", help.hours)
        .option("--json", help.json),
    load: () => import("../commands/memory.ts"),
  },
  {
    name: "skills",
    define: (command, { options }, { skills }) =>
      command
        .argument("[action]", skills.arguments.action)
        .argument("[name]", skills.arguments.name)
        .option("--workspace <dir>", options.workspace)
        .option("--json", options.listJson),
    load: () => import("../commands/skills.ts"),
  },
];
