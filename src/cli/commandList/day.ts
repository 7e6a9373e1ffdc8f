import type { CommandSpec } from "./types.ts";

/** The day of a firm: its mail, and what is important in it. */
export const DAY: readonly CommandSpec[] = [
  {
    name: "today",
    define: (command, _help, { briefing: { help } }) =>
      command.argument("[question...]", help.question).option("--json", help.json),
    load: () => import("../commands/today.ts"),
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
    load: () => import("../commands/inbox/index.ts"),
  },
  {
    name: "briefing",
    define: (command, _help, { briefing: { help } }) =>
      command
        .argument("[action]", help.action)
        .argument("[words...]", help.words)
        .option("--zone <zone>", help.zone)
        .option("--json", help.json),
    load: () => import("../commands/briefing.ts"),
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
        .option("--calendar <url>", help.calendar)
        .option("--client-id <id>", help.clientId)
        .option("--password-stdin", help.password)
        .option("--yes", help.yes)
        .option("--json", help.json),
    load: () => import("../commands/accounts/index.ts"),
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
    load: () => import("../commands/telegram.ts"),
  },
  {
    name: "knowledge",
    define: (command, _help, { knowledge }) =>
      command
        .argument("[action]", knowledge.action)
        .argument("[words...]", knowledge.words)
        .option("--json", knowledge.json),
    load: () => import("../commands/knowledge.ts"),
  },
];
