import { BEGIN } from "./begin.ts";
import { DAY } from "./day.ts";
import { KEEPING } from "./keeping.ts";
import { MODELS } from "./models.ts";
import { RULES } from "./rules.ts";
import { SERVING } from "./serving.ts";
import { WORK } from "./work.ts";
import type { CommandSpec } from "./types.ts";

export type { CommandSpec } from "./types.ts";

/** The commands as the help shows them: in groups, each in the order in which a person meets them. */
export const GROUPS = {
  begin: BEGIN,
  work: WORK,
  day: DAY,
  models: MODELS,
  rules: RULES,
  serving: SERVING,
  keeping: KEEPING,
} as const satisfies Record<string, readonly CommandSpec[]>;

export const COMMANDS: readonly CommandSpec[] = Object.values(GROUPS).flat();
