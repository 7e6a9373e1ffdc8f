import type { Context, Permit } from "../../core/index.ts";
import type { WorkflowRun } from "../types.ts";
import type { EffectClass, EffectFault, EffectRecord } from "../../store/index.ts";

/** An act on the world outside, before it happens. The whole of it is what a permit is bound to. */
export interface Intent {
  /**
   * The caller's name for this act, the same on every try: inside a workflow its run and step. The same name twice is one act; with
   * other contents it is E_INPUT.
   */
  id: string;
  /** Which adapter does it. */
  kind: string;
  /** Which account of that kind. */
  account: string;
  /** JSON. */
  arguments: unknown;
  /** The idempotency key that the other side is given; `id` without it. */
  key?: string;
  /** What it does, in one line for a person; safe to show. */
  title: string;
  /** The run that it belongs to. */
  run?: string;
}

/** What an adapter works with. */
export interface Order {
  account: string;
  arguments: unknown;
  key: string;
}

/**
 * How an act went. done: the other side said that it happened · refused: it certainly did not, and will not · notYet: it certainly did
 * not, and may be tried again · unclear: it may have happened. What an adapter throws is unclear.
 */
export type Act =
  | { outcome: "done"; receipt: unknown }
  | { outcome: "refused"; fault: EffectFault }
  | { outcome: "notYet"; fault: EffectFault; retryAfterMs?: number }
  | { outcome: "unclear"; reason: string };

/**
 * One way of acting outside, for one account. Contract: `act` hands the key on where the class is `keyed`, never tries again by
 * itself, and says `refused` or `notYet` only where the other side cannot have done it. `query` gives the receipt of an act that happened
 * and null for one that did not; it throws when it could not find out. Both stop when `ctx.signal` fires.
 */
export interface EffectAdapter {
  readonly effectClass: EffectClass;
  /** For how long the other side knows a key again; for ever without it. */
  readonly keyWindowMs?: number;
  /** How long after an act began `query` may still say "no" of one that happens. */
  readonly settleMs?: number;
  /** An act that takes longer is unclear; a minute without it. */
  readonly actMs?: number;
  /** An act that was intended longer ago is not begun any more; a day without it. */
  readonly freshMs?: number;
  act(order: Order, ctx: Context): Promise<Act>;
  query?(order: Order, ctx: Context): Promise<unknown>;
  /** Looks afterwards whether it is really there; an act that is not found again is unknown. */
  readBack?(order: Order, receipt: unknown, ctx: Context): Promise<boolean>;
}

export interface Reconciled {
  confirmed: number;
  failed: number;
  unknown: number;
  /** Left for later: STOP holds, or the other side could not be asked. */
  open: number;
}

/**
 * Everything that reaches outside goes through here. Contract:
 * - The intent is on disk before anything happens; then STOP and the permit are looked at; that the act begins is on disk before the
 *   other side hears of it; then the outcome is.
 * - `perform` gives the receipt of an act that happened. It throws the fault of one that certainly did not (E_STOPPED where STOP
 *   holds), and E_EFFECT_UNKNOWN of one that nobody can tell about. An act of a name that was performed already is never begun
 *   again: its recorded outcome is the answer, and the permit is not needed.
 * - Tries again, at most six times and with growing pauses, only what certainly did not happen, what has a key that the other side
 *   still knows, and what the other side was asked about and did not find. An unclear act of class `neither` is unknown at once.
 * - `reconcile` is called once after each start: it carries on with what a crash left, by key or by asking. What was released
 *   before the crash needs no new permit; STOP holds it all the same. Also after STOP is released.
 * - A clock that was set back makes no key live longer and no old intent fresh.
 * - One process carries the effects of one holder: whoever opens this holds the home. Several homes may share one database: then each shows
 *   itself, carries on with what a dead one left, and begins nothing while it is not sure that the others know it to be alive.
 */
export interface Effects {
  /**
   * `own`: an adapter for this act alone, which no later process has; what is unclear then stays unknown. `run`: the workflow whose step
   * this is. It is asked right before the act whether its work is still this process's (E_CANCELLED where not), and then also takes over an
   * act of the same name that another process of the same work left open.
   */
  perform(
    intent: Intent,
    permit: Permit,
    own?: EffectAdapter,
    run?: Pick<WorkflowRun, "ensureOwner">,
  ): Promise<unknown>;
  /** `isForeign`: of another Kralle that was given up, and may still be about to end its act. */
  reconcile(options?: { isForeign?: boolean }): Promise<Reconciled>;
  /** A person says what became of an unknown act. E_NOT_FOUND, E_INPUT when it is not unknown. */
  settle(id: string, happened: boolean, by: string): Promise<EffectRecord>;
  /** Waits for what is being done; begins nothing new. */
  close(): Promise<void>;
}
