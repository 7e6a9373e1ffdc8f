import type { Context } from "../core/index.ts";
import type { Words } from "../guard/index.ts";
import type { Change } from "./workspace/index.ts";
import type { UsedMemory } from "./memory/index.ts";
import type { UsedSkill } from "./skills/index.ts";
import type { Evidence, Json, Plan, PlanStep } from "./plan/types.ts";

/** The stable result of a request; `kralle ask --json` prints it as its last line. Fields are only ever added. */
export interface AskResult {
  ok: boolean;
  answer: string;
  value: Json;
  evidence: Evidence[];
  changed: { path: string; kind: Change["kind"] }[];
  /** What is remembered of the owner and went into the answer. */
  memories: UsedMemory[];
  /** Skills whose instructions the answer followed. */
  skills: UsedSkill[];
  model: string;
  usage: { promptTokens: number; completionTokens: number; cachedTokens: number; modelMs: number; wallMs: number };
  /** Plan steps and model calls that were run. */
  steps: number;
  stopped: "done" | "budget" | "refused" | "cancelled" | "error";
  error: { code: string; message: string; hint: string } | null;
  /** Parts of the request that were not done, in its own words; missing when all of it was. The answer says so, too. */
  left?: string[];
}

/** What a session does, in order; each is stored before it is shown. */
export type AgentEvent =
  | { type: "request"; text: string; workspace: string; message?: string }
  | { type: "note"; text: string }
  | { type: "plan"; plan: Plan }
  | { type: "step"; step: PlanStep; state: "started" | "done" | "failed"; summary?: string }
  | { type: "model"; question: string; chosen: string; ms: number }
  | { type: "text"; text: string }
  | { type: "tool"; name: string; describe: string; state: "started" | "done" | "failed"; summary?: string }
  | { type: "approval"; id: string; tool: string; describe: string; decision?: "allow" | "refuse"; reason?: Words }
  | { type: "change"; path: string; kind: Change["kind"]; diff: string }
  | { type: "memories"; used: UsedMemory[] }
  /** `dropped`: the latest of those that no longer go to the model, of `droppedCount` in all. */
  | { type: "compacted"; kept: number; dropped: string[]; droppedCount: number }
  | { type: "result"; result: AskResult; message?: string };

/** What a person is asked. */
export interface ApprovalQuestion {
  id: string;
  tool: string;
  describe: string;
  details: string;
  argumentsHash: string;
}

export interface AskOptions {
  text: string;
  /** Folder to work in. */
  workspace: string;
  /** Continues this session; a new one otherwise. */
  session?: string;
  /**
   * The message that asks, and the run that does its work: begun, taken up where a crash left it, or, when it has ended already,
   * answered with its result.
   */
  turn?: { message: string; run: string };
  /** Fires when the process ends: the run is left as it stands, for the next one to take up, and `ask` throws E_CANCELLED. */
  leave?: AbortSignal;
  /** A folder without files is a conversation: what no rule is certain of goes to the model as it stands. */
  converses?: boolean;
  /** ISO date that counts as today; the clock's (in the person's zone) otherwise. */
  today?: string;
  /** Another program wrote the text: nothing of it counts as the owner's own words. */
  sender?: "agent";
  budget?: { steps?: number; tokens?: number; seconds?: number };
  /**
   * Asked when the policy says "ask"; without it such calls are refused. `describe` and `details` (the exact arguments) are safe to show
   * and whole. `withdrawn` fires when no answer is waited for any more.
   */
  approve?: (question: ApprovalQuestion, withdrawn: AbortSignal) => Promise<boolean>;
  /** `approve` brings answers that are in the store already; without it, those of somebody at a terminal of this process. */
  answersAreStored?: boolean;
  onEvent?: (event: AgentEvent) => void;
}

/**
 * Contract: `ask` never throws for what a person or a file did wrong: the result says so (`ok: false`, `error`). It
 * throws only for faults of Kralle (E_BUG) and when the store cannot keep events. Events are stored before `onEvent`
 * hears of them. `resume` finishes the run of a session that a crash interrupted, or returns null when there is none.
 */
export interface Agent {
  ask(options: AskOptions, ctx: Context): Promise<AskResult>;
  resume(
    session: string,
    options: Pick<AskOptions, "approve" | "answersAreStored" | "onEvent">,
    ctx: Context,
  ): Promise<AskResult | null>;
  undo(workspace: string, ctx: Context): Promise<{ label: string; changes: Change[] }>;
}
