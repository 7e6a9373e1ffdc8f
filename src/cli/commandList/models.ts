import type { CommandSpec } from "./types.ts";

/** What thinks. */
export const MODELS: readonly CommandSpec[] = [
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
    load: () => import("../commands/models/index.ts"),
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
    load: () => import("../commands/engine/index.ts"),
  },
];
