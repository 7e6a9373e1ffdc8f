import type { Plan } from "../../agent/index.ts";
import { timeOf } from "../../core/index.ts";
import { readStepTimes, type Message, type Run, type Store } from "../../store/index.ts";
import { messageOf, runOf } from "../conversations/ids.ts";
import { REQUEST, type Work, type WorkStep } from "./types.ts";

/** A run of the store as work; `step` is left to who needs it. */
export function fromRun(run: Run, key: string | null): Work {
  const { id, session, state, started, ended } = run;
  const request = textOf(run.request);
  return {
    id,
    kind: REQUEST,
    state,
    session,
    request,
    schedule: scheduleOf(key),
    since: timeOf(id),
    started,
    ended,
    step: null,
  };
}

/** A message that nobody began to work on. */
export function fromMessage({ id, session, text, key, at }: Message): Work {
  const run = runOf(id);
  const times = { since: timeOf(run), started: at, ended: null };
  return {
    id: run,
    kind: REQUEST,
    state: "waiting",
    session,
    request: text,
    schedule: scheduleOf(key),
    ...times,
    step: null,
  };
}

/** The schedule whose tick sent a message: the tick's run is the message's key. */
export function scheduleOf(key: string | null): string | null {
  return /^tick_([\w-]+)_\d{4}-\d\d-\d\dT[\d:.]+Z$/.exec(key ?? "")?.[1] ?? null;
}

/** The request of this id with what it does now; null without such a one. */
export async function findRequest(id: string, store: Store): Promise<{ work: Work; run: Run | null } | null> {
  const [run, message] = await Promise.all([store.runs.get(id), store.messages.get(messageOf(id))]);
  if (run) return { work: fromRun(run, message?.key ?? null), run };
  return message?.role === "user" ? { work: fromMessage(message), run: null } : null;
}

/**
 * The plan's steps and how far it came. A step begins when what was recorded before it had ended, so its time holds the planning of its
 * clause and the wait for an answer, too.
 */
export async function stepsOf(
  { id, state, started, ended }: Run,
  plan: Plan | null,
  store: Store,
): Promise<WorkStep[]> {
  const recorded = await readStepTimes(store, id);
  let isBehind = false;
  return (plan?.steps ?? []).map(({ id: name, op, why }): WorkStep => {
    const step = { id: name, name: why, op };
    const at = recorded.findIndex((one) => one.name === `${name} ${op}`);
    const from = (index: number): number => recorded[index]?.at ?? started;
    if (at >= 0) return { ...step, state: "done", started: from(at - 1), ended: recorded[at]?.at ?? null };
    if (isBehind || state === "done" || state === "cancelled")
      return { ...step, state: "open", started: null, ended: null };
    isBehind = true;
    const begun = from(recorded.length - 1);
    return state === "running"
      ? { ...step, state: "running", started: begun, ended: null }
      : { ...step, state: "failed", started: begun, ended };
  });
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
