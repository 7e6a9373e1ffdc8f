import type { CommandSpec } from "./types.ts";

/** What may happen, what did, and the end of it. */
export const RULES: readonly CommandSpec[] = [
  {
    name: "approve",
    define: (command, _help, { guard: { approve } }) =>
      command
        .argument("[action]", approve.help.action)
        .argument("[answer]", approve.help.answer)
        .option("--hash <hash>", approve.help.hash)
        .option("--json", approve.help.json),
    load: () => import("../commands/approve.ts"),
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
    load: () => import("../commands/policy.ts"),
  },
  {
    name: "stop",
    define: (command, _help, { effects: { help } }) =>
      command.argument("[reason...]", help.reason).option("--off", help.off).option("--json", help.json),
    load: () => import("../commands/stop.ts"),
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
    load: () => import("../commands/effects.ts"),
  },
  {
    name: "privacy",
    define: (command, { options }, { privacy }) =>
      command.argument("[action]", privacy.action).option("--json", options.listJson),
    load: () => import("../commands/privacy.ts"),
  },
  {
    name: "egress",
    define: (command, { options }, { egress }) =>
      command.option("--since <date>", egress.options.since).option("--json", options.listJson),
    load: () => import("../commands/egress.ts"),
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
    load: () => import("../commands/audit.ts"),
  },
  {
    name: "secret",
    define: (command, _help, { guard: { secret } }) =>
      command
        .argument("[action]", secret.help.action)
        .argument("[name]", secret.help.name)
        .option("--json", secret.help.json),
    load: () => import("../commands/secret.ts"),
  },
];
