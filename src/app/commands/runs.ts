import { z } from "zod";
import type { AskResult, Plan } from "../../agent/index.ts";
import { AppError } from "../../core/index.ts";
import type { Run } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

export interface RunSummary {
  id: string;
  session: string | null;
  request: string;
  state: Run["state"];
  /** ms UTC */
  started: number;
  ended: number | null;
}

const runsInput = z.object({ limit: z.int().positive().max(1000).default(20), session: z.string().optional() });

/** The latest pieces of work, newest first. */
export const runs = defineCommand<typeof runsInput, RunSummary[], never>({
  about: "lists what was done",
  input: runsInput,
  async run({ limit, session }, { services }) {
    const store = await services.store();
    return (await store.runs.list(limit, session === undefined ? {} : { session })).map(toSummary);
  },
});

export interface Why {
  run: RunSummary;
  /** As it was stored before it ran, whole; null when the request never became one. */
  plan: Plan | null;
  result: AskResult | null;
}

const whyInput = z.object({ run: z.string().optional(), session: z.string().optional() });

/** The stored plan of a run, of the last one where none is named, and what came of it. */
export const why = defineCommand<typeof whyInput, Why, never>({
  about: "shows the plan of a run",
  input: whyInput,
  async run({ run: id, session }, { services }) {
    const store = await services.store();
    const run =
      id === undefined
        ? (await store.runs.list(1, session === undefined ? {} : { session }))[0]
        : await store.runs.get(id);
    if (!run) {
      throw id === undefined
        ? new AppError("E_NOT_FOUND", "Nothing was done yet, so there is no plan to show.", {
            hint: 'Ask for something first: kralle ask "…".',
          })
        : new AppError("E_NOT_FOUND", `There is no run ${id}.`, {
            hint: "`kralle why` without a name shows the last one.",
          });
    }
    const plans = await store.runs.plans(run.id);
    return {
      run: toSummary(run),
      plan: (plans.at(-1)?.plan as Plan | undefined) ?? null,
      result: run.result as AskResult | null,
    };
  },
});

function toSummary({ id, session, request, state, started, ended }: Run): RunSummary {
  return { id, session, request: textOf(request), state, started, ended };
}

/** A run keeps its whole request as JSON; a person wants the words. */
function textOf(request: string): string {
  try {
    const parsed: unknown = JSON.parse(request);
    if (typeof parsed === "object" && parsed !== null && "text" in parsed) return String(parsed.text);
  } catch {
    return request; // plain words
  }
  return request;
}
