import type { Mention } from "../gather/index.ts";
import type { Fill, PlanContext } from "../types.ts";
import type { Part } from "./part.ts";
import { planQuery, type PlannedQuery } from "./plan.ts";
import type { ScoredFrame } from "./sources.ts";

/** What the rules read out of a clause without a model: every open choice is taken as code ranks it, and counted. */
export async function tryRules(
  part: Part,
  ctx: PlanContext,
  mentions: Mention[],
  scored: ScoredFrame,
): Promise<{ planned: PlannedQuery | null; open: number }> {
  const counted = { open: 0 };
  const planned = await planQuery(part, { ...ctx, fill: createFirstFill(ctx.fill, counted) }, mentions, scored);
  return { planned, open: counted.open };
}

function createFirstFill({ used, holes }: Fill, counted: { open: number }): Fill {
  const open = (options: readonly unknown[]): void => {
    if (options.length > 1) counted.open += 1;
  };
  return {
    choose: ({ options }) => (open(options), Promise.resolve(options.length > 0 ? 0 : null)),
    chooseMany: ({ options }) => {
      counted.open += options.length > 0 ? 1 : 0;
      return Promise.resolve([]);
    },
    form: ({ fields }) => {
      for (const { options } of fields) open(options);
      return Promise.resolve(Object.fromEntries(fields.map(({ name, options }) => [name, options[0] ?? ""])));
    },
    write: () => Promise.resolve({ text: "", faults: [] }),
    match: () => Promise.resolve(null),
    used,
    holes,
  };
}
