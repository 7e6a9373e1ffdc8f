import type { CommandSpec } from "./types.ts";

/** To begin with: what is set up, and tried. */
export const BEGIN: readonly CommandSpec[] = [
  {
    name: "start",
    define: (command, { options }) =>
      command
        .option("--task <text>", options.task)
        .option("--workspace <dir>", options.startWorkspace)
        .option("--model <model>", options.model),
    load: () => import("../commands/start.ts"),
  },
  {
    name: "setup",
    define: (command, { options }) => command.option("--model <model>", options.model),
    load: () => import("../commands/setup.ts"),
  },
  {
    name: "doctor",
    define: (command, { options }, { privacy }) =>
      command.option("--privacy", privacy.prove).option("--json", options.listJson),
    load: () => import("../commands/doctor.ts"),
  },
  {
    name: "demo",
    define: (command, _help, { demo }) =>
      command.option("--new", demo.isNew).option("--once", demo.once).option("--days <n>", demo.days),
    load: () => import("../commands/demo.ts"),
  },
];
