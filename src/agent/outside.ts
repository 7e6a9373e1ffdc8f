import { createHash } from "node:crypto";
import { AppError, toCanonicalJson, type Context, type ErrorCode } from "../core/index.ts";
import { createStopSwitch, hashIntent, openEffects, toFault, type Act, type Effects } from "../durable/index.ts";
import { createPermits, type Permits } from "../guard/index.ts";
import type { Store } from "../store/index.ts";

/** What reaches outside needs: the journal of this home, and the guard's mint. */
export interface OutsideParts {
  effects: Pick<Effects, "perform">;
  mint: Permits["mint"];
}

export interface ToolCall {
  tool: string;
  /** Of the tool as it was released. */
  version: string;
  input: unknown;
  /** In words, safe to show. */
  title: string;
}

/**
 * Runs a tool that reaches outside, through the journal. Called only with what the policy and, where it asks, a person released. Nobody can
 * be asked what came of such a call, so it happens at most once: E_EFFECT_UNKNOWN where its outcome is unclear, also when a run that a
 * crash left calls it again.
 */
export type Outside = <O>(call: ToolCall, work: (ctx: Context) => Promise<O>) => Promise<O>;

/** Tools bound their calls themselves; what takes longer than this does not end. */
const CALL_MS = 15 * 60_000;

export function createOutside({ effects, mint }: OutsideParts, run: string): Outside {
  const calls = new Map<string, number>();
  return async <O>({ tool, version, input, title }: ToolCall, work: (ctx: Context) => Promise<O>): Promise<O> => {
    // The same call of the same run has the same name when the run is taken up again; a second like it has another.
    const what = createHash("sha256").update(toCanonicalJson({ tool, version, input })).digest("hex").slice(0, 24);
    const at = calls.get(what) ?? 0;
    calls.set(what, at + 1);
    const intent = { id: `${run}/${what}/${at}`, kind: "tool", account: tool, arguments: input, title, run };
    const permit = mint({ hash: hashIntent(intent) });
    const act = (_order: unknown, ctx: Context): Promise<Act> =>
      work(ctx).then((receipt) => ({ outcome: "done", receipt }), toAct);
    return (await effects.perform(intent, permit, { effectClass: "neither", actMs: CALL_MS, act })) as O;
  };
}

/** What is thrown before anything leaves this machine. */
const NOT_BEGUN: readonly ErrorCode[] = ["E_INPUT", "E_REFUSED", "E_CONFIG", "E_NOT_FOUND", "E_SANDBOX_MISSING"];

/** A tool that says that it failed was asked and answered; what else goes wrong on the way may have happened. */
function toAct(thrown: unknown): Act {
  const isCertain =
    thrown instanceof AppError && (NOT_BEGUN.includes(thrown.code) || thrown.data?.["answered"] === true);
  if (isCertain) return { outcome: "refused", fault: toFault(thrown) };
  return { outcome: "unclear", reason: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** For who has a store and no house around it. The store says what was done and whether STOP holds, so nothing is lost by it. */
export function openOutside(store: Store, ctx: Context): OutsideParts {
  const { mint, redeem } = createPermits(ctx.clock);
  const stop = createStopSwitch(store.stops, ctx);
  return { mint, effects: openEffects({ store, stop, adapter: () => null, redeem, holder: "agent" }, ctx) };
}
