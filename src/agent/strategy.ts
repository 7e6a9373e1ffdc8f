import type { ModelAbility } from "../models/index.ts";

/** How much is left to a model. Follows from what it was measured to do on this machine, never from its name. */
export interface Strategy {
  /** Where code has no plan, the model may choose tools itself, step by step. */
  free: boolean;
  /** Who chooses among candidates: a model that does it little better than by chance leaves it to the ranking of code. */
  chooser: "model" | "code";
}

/** Shares of the probe's cases, from which on a model is trusted with more (`probeAbility`). */
const CHOOSES = 0.7;
const FREE = { choose: 0.9, schema: 0.9, tools: 0.9 };

/** The careful one, until a model was measured. */
const GUIDED: Strategy = { free: false, chooser: "model" };

export function strategyFor(ability: ModelAbility | null): Strategy {
  if (ability === null) return GUIDED;
  const { choose, schema, tools } = ability;
  const chooser = choose >= CHOOSES ? "model" : "code";
  return { chooser, free: choose >= FREE.choose && schema >= FREE.schema && tools >= FREE.tools };
}
