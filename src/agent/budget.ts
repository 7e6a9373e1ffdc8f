import { AppError, type Context } from "../core/index.ts";
import type { Models, Usage } from "../models/index.ts";
import type { AskOptions } from "./types.ts";

export interface BudgetUse {
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  modelMs: number;
  calls: number;
  planSteps: number;
}

export interface Budget {
  /** Fires when the caller cancels or the time is over. */
  signal: AbortSignal;
  check(used: unknown, planSteps: number): void;
  /** The same models, counted and recorded for this run. */
  meter(models: Models, run: string): Models;
  used(): BudgetUse;
  /** E_BUDGET when an abort came from the budget's own clock; null when it did not. */
  explain(thrown: unknown): AppError | null;
  dispose(): void;
}

const DEFAULT_SECONDS = 600;
const DEFAULT_STEPS = 60;

/** Steps (plan steps and model calls), tokens and seconds of one run. */
export function createBudget(granted: NonNullable<AskOptions["budget"]>, ctx: Context): Budget {
  const seconds = granted.seconds ?? DEFAULT_SECONDS;
  const steps = granted.steps ?? DEFAULT_STEPS;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), seconds * 1000);
  const use: BudgetUse = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, modelMs: 0, calls: 0, planSteps: 0 };

  function over(): AppError | null {
    if (timeout.signal.aborted && !ctx.signal.aborted) return exceeded(`${seconds} seconds`, "--seconds");
    if (use.calls + use.planSteps > steps) return exceeded(`${steps} steps`, "--steps");
    const tokens = use.promptTokens + use.completionTokens;
    if (granted.tokens !== undefined && tokens > granted.tokens)
      return exceeded(`${granted.tokens} tokens`, "--tokens");
    return null;
  }

  function add(usage: Usage): void {
    use.promptTokens += usage.promptTokens;
    use.completionTokens += usage.completionTokens;
    use.cachedTokens += usage.cachedTokens;
    use.modelMs += usage.promptMs + usage.completionMs;
    use.calls += usage.calls;
  }

  return {
    signal: AbortSignal.any([ctx.signal, timeout.signal]),
    check(_used, planSteps) {
      use.planSteps = planSteps;
      const error = over();
      if (error) throw error;
    },
    meter: (models, run) => ({
      ...models,
      async generate(request, inner) {
        const error = over();
        if (error) throw error;
        const result = await models.generate({ ...request, run }, inner);
        add(result.usage);
        return result;
      },
    }),
    used: () => ({ ...use }),
    explain: () => (timeout.signal.aborted && !ctx.signal.aborted ? exceeded(`${seconds} seconds`, "--seconds") : null),
    dispose: () => clearTimeout(timer),
  };
}

function exceeded(what: string, flag: string): AppError {
  return new AppError("E_BUDGET", `The budget of ${what} ended before the work was done.`, {
    hint: `Grant more with ${flag}, or ask for a smaller piece.`,
  });
}
