import type { Command } from "commander";
import type { Texts } from "./texts/index.ts";

/** What a command's module gives: its work, with the exit code as the result. Usage faults are thrown as E_USAGE. */
export interface CommandModule {
  run(args: string[], options: Record<string, unknown>): Promise<number>;
}

/**
 * One command as the command line knows it. This table is read at every start, so nothing heavy may be imported here:
 * `load` brings the code of the one command that was called.
 */
export interface CommandSpec {
  name: keyof Texts["help"]["commands"];
  /** Adds arguments and options. */
  define?: (command: Command, help: Texts["help"], texts: Texts) => void;
  load: () => Promise<CommandModule>;
}

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "start",
    define: (command, { options }) =>
      command
        .option("--task <text>", options.task)
        .option("--workspace <dir>", options.startWorkspace)
        .option("--model <model>", options.model),
    load: () => import("./commands/start.ts"),
  },
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
    load: () => import("./commands/ask.ts"),
  },
  {
    name: "chat",
    define: (command, { options }) =>
      command
        .option("--workspace <dir>", options.workspace)
        .option("--model <model>", options.model)
        .option("--session <id>", options.session),
    load: () => import("./commands/chat.ts"),
  },
  {
    name: "undo",
    define: (command, { options }) => command.option("--workspace <dir>", options.workspace),
    load: () => import("./commands/undo.ts"),
  },
  {
    name: "why",
    define: (command, { arguments: args }) => command.argument("[run]", args.run),
    load: () => import("./commands/why.ts"),
  },
  {
    name: "models",
    define: (command, { options, arguments: args }, { install, resident }) =>
      command
        .argument("[action]", args.action)
        .argument("[name...]", args.model)
        .option("--json", options.listJson)
        .option("--quant <name>", install.options.quant)
        .option("--from <source>", install.options.from)
        .option("--accept-licence", install.options.acceptLicence)
        .option("--repin", install.options.repin)
        .option("--hub", install.options.hub)
        .option("--name <name>", install.options.name)
        .option("--in-place", install.options.inPlace)
        .option("--projector <file>", install.options.projector)
        .option("--machine <words>", options.machine)
        .option("--context <n>", options.context)
        .option("--check", options.check)
        .option("--full", resident.options.full)
        .option("--seconds <n>", resident.options.seconds),
    load: () => import("./commands/models/index.ts"),
  },
  {
    name: "engine",
    define: (command, { options, arguments: args }) =>
      command
        .argument("[action]", args.engineAction)
        .argument("[name]", args.engine)
        .option("--type <type>", options.engineType)
        .option("--url <url>", options.engineUrl)
        .option("--key-env <variable>", options.engineKeyEnv)
        .option("--package <package>", options.enginePackage)
        .option("--context <tokens>", options.engineContext)
        .option("--allow-remote", options.engineAllowRemote)
        .option("--json", options.engineJson),
    load: () => import("./commands/engine/index.ts"),
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
    load: () => import("./commands/memory.ts"),
  },
  {
    name: "accounts",
    define: (command, _help, { accounts: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[account]", help.account)
        .option("--imap <server>", help.imap)
        .option("--smtp <server>", help.smtp)
        .option("--user <user>", help.user)
        .option("--name <name>", help.name)
        .option("--ca <file>", help.ca)
        .option("--folder <dir>", help.folder)
        .option("--client-id <id>", help.clientId)
        .option("--password-stdin", help.password)
        .option("--yes", help.yes)
        .option("--json", help.json),
    load: () => import("./commands/accounts/index.ts"),
  },
  {
    name: "effects",
    define: (command, _help, { effects: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[id]", help.id)
        .option("--unknown", help.unknown)
        .option("--happened", help.happened)
        .option("--did-not", help.didNot)
        .option("--json", help.json),
    load: () => import("./commands/effects.ts"),
  },
  {
    name: "stop",
    define: (command, _help, { effects: { help } }) =>
      command.argument("[reason...]", help.reason).option("--off", help.off).option("--json", help.json),
    load: () => import("./commands/stop.ts"),
  },
  {
    name: "setup",
    define: (command, { options }) => command.option("--model <model>", options.model),
    load: () => import("./commands/setup.ts"),
  },
  {
    name: "up",
    define: (command, { options }) => command.option("--port <n>", options.port).option("--json", options.upJson),
    load: () => import("./commands/up.ts"),
  },
  {
    name: "status",
    define: (command, _help, { gateway }) => command.option("--json", gateway.json),
    load: () => import("./commands/status.ts"),
  },
  { name: "down", load: () => import("./commands/down.ts") },
  {
    name: "service",
    define: (command, _help, { gateway }) => command.argument("[action]", gateway.action),
    load: () => import("./commands/service.ts"),
  },
  {
    name: "doctor",
    define: (command, { options }, { privacy }) =>
      command.option("--privacy", privacy.prove).option("--json", options.listJson),
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "approve",
    define: (command, _help, { guard: { approve } }) =>
      command
        .argument("[action]", approve.help.action)
        .argument("[answer]", approve.help.answer)
        .option("--hash <hash>", approve.help.hash)
        .option("--json", approve.help.json),
    load: () => import("./commands/approve.ts"),
  },
  {
    name: "secret",
    define: (command, _help, { guard: { secret } }) =>
      command
        .argument("[action]", secret.help.action)
        .argument("[name]", secret.help.name)
        .option("--json", secret.help.json),
    load: () => import("./commands/secret.ts"),
  },
  {
    name: "telegram",
    define: (command, _help, { telegram: { help: words } }) =>
      command
        .argument("[action]", words.action)
        .argument("[chat]", words.chat)
        .option("--bot <name>", words.bot)
        .option("--api <url>", words.api)
        .option("--json", words.json),
    load: () => import("./commands/telegram.ts"),
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
    load: () => import("./commands/data.ts"),
  },
  {
    name: "audit",
    define: (command, _help, { guard: { audit } }) =>
      command
        .argument("[action]", audit.help.action)
        .option("--limit <n>", audit.help.limit)
        .option("--head <hash>", audit.help.head)
        .option("--to <file>", audit.help.to)
        .option("--json", audit.help.json),
    load: () => import("./commands/audit.ts"),
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
    load: () => import("./commands/runs.ts"),
  },
  {
    name: "today",
    define: (command, _help, { briefing: { help } }) =>
      command.argument("[question...]", help.question).option("--json", help.json),
    load: () => import("./commands/today.ts"),
  },
  {
    name: "demo",
    define: (command, _help, { demo }) => command.option("--new", demo.isNew).option("--once", demo.once),
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "knowledge",
    define: (command, _help, { knowledge }) =>
      command
        .argument("[action]", knowledge.action)
        .argument("[words...]", knowledge.words)
        .option("--json", knowledge.json),
    load: () => import("./commands/knowledge.ts"),
  },
  {
    name: "briefing",
    define: (command, _help, { briefing: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[words...]", help.words)
        .option("--zone <zone>", help.zone)
        .option("--json", help.json),
    load: () => import("./commands/briefing.ts"),
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
    load: () => import("./commands/schedule.ts"),
  },
  {
    name: "inbox",
    define: (command, _help, { inbox: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[words...]", help.words)
        .option("--state <state>", help.state)
        .option("--hash <number>", help.hash)
        .option("--json", help.json),
    load: () => import("./commands/inbox/index.ts"),
  },
  {
    name: "migrate",
    define: (command, _help, { database: { migrate } }) => command.option("--json", migrate.json),
    load: () => import("./commands/migrate.ts"),
  },
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
    load: () => import("./commands/backup.ts"),
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
    load: () => import("./commands/token.ts"),
  },
  {
    name: "door",
    define: (command, { options }, { doors }) =>
      command
        .argument("[action]", doors.arguments.action)
        .argument("[name]", doors.arguments.name)
        .option("--port <n>", doors.options.port)
        .option("--json", options.listJson),
    load: () => import("./commands/door.ts"),
  },
  {
    name: "egress",
    define: (command, { options }, { egress }) =>
      command.option("--since <date>", egress.options.since).option("--json", options.listJson),
    load: () => import("./commands/egress.ts"),
  },
  {
    name: "privacy",
    define: (command, { options }, { privacy }) =>
      command.argument("[action]", privacy.action).option("--json", options.listJson),
    load: () => import("./commands/privacy.ts"),
  },
  {
    name: "mcp",
    define: (command, { options }, { mcp }) =>
      command
        .argument("[action]", mcp.arguments.action)
        .argument("[name]", mcp.arguments.name)
        .option("--json", options.listJson),
    load: () => import("./commands/mcp/index.ts"),
  },
  {
    name: "policy",
    define: (command, { options }, { policy }) =>
      command
        .argument("[action]", policy.arguments.action)
        .argument("[words...]", policy.arguments.words)
        .option("--to <address...>", policy.options.to)
        .option("--amount <amount>", policy.options.amount)
        .option("--from <origin>", policy.options.from)
        .option("--private", policy.options.private)
        .option("--json", options.listJson)
        .addHelpText("after", `\n${policy.form}`),
    load: () => import("./commands/policy.ts"),
  },
  {
    name: "skills",
    define: (command, { options }, { skills }) =>
      command
        .argument("[action]", skills.arguments.action)
        .argument("[name]", skills.arguments.name)
        .option("--workspace <dir>", options.workspace)
        .option("--json", options.listJson),
    load: () => import("./commands/skills.ts"),
  },
  {
    name: "devices",
    define: (command, { options }, { access }) =>
      command
        .argument("[action]", access.arguments.devicesAction)
        .argument("[id]", access.arguments.id)
        .option("--json", options.listJson),
    load: () => import("./commands/devices.ts"),
  },
  {
    name: "sign-in",
    define: (command, { options }, { access }) =>
      command.option("--scope <scope>", access.options.scope).option("--json", options.listJson),
    load: () => import("./commands/signIn.ts"),
  },
];
