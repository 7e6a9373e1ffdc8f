import { createHash } from "node:crypto";
import { toCanonicalJson, type Context } from "../core/index.ts";
import {
  createApproval,
  releaseOf,
  toBillionths,
  type Approval,
  type Bulk,
  type Call,
  type Words,
} from "../guard/index.ts";
import type { Store } from "../store/index.ts";
import type { Recorder } from "./events.ts";
import type { Tool } from "./tools/index.ts";
import type { AskOptions } from "./types.ts";

/** What a person is asked about. Both are read anew when the answer is there: what became another call meanwhile is not released. */
export interface Asked {
  call(): Omit<Call, "session">;
  describe: string;
  /** Why it is asked about, in words. */
  reason?: Words;
  bulk?: Bulk;
}

export interface AskingParts {
  approvals: Store["approvals"];
  approve: AskOptions["approve"];
  recorder: Recorder;
  /** The message whose work this is. */
  message: string | null;
}

/**
 * Puts a question to a person: stored, then shown, then answered, then used, once. Contract: true exactly when somebody allowed this
 * very call, as it stands when it is about to run, in time, and the store has that answer; the end of the process, of the work or of the time is a no. Throws E_INPUT
 * for arguments that nobody can be shown in full.
 */
export function createAsking({ approvals, approve, recorder, message }: AskingParts, ctx: Context) {
  const { session } = recorder;
  /** Those that release many calls, and may release more. */
  const granted: Approval[] = [];

  return async function ask({ call, describe, reason, bulk }: Asked): Promise<boolean> {
    for (const earlier of granted) if (await use(earlier, call)) return true;
    const approval = createApproval({ ...call(), session }, describe, ctx, bulk);
    const { id, tool, title } = approval;
    await approvals.ask({ ...toQuestion(approval, message), reason: reason ?? null }, ctx);
    const told = { type: "approval", id, tool, describe: title } as const;
    await recorder.emit(reason === undefined ? told : { ...told, reason });
    const isReleased = (await answerOf(approval)) && (await use(approval, call));
    if (!isReleased) await approvals.expire(id, ctx);
    else if (approval.bulk.maxCount > 1) granted.push(approval);
    await recorder.emit({ ...told, decision: isReleased ? "allow" : "refuse" });
    return isReleased;
  };

  async function use(approval: Approval, call: Asked["call"]): Promise<boolean> {
    const release = releaseOf(approval, { ...call(), session }, ctx);
    return release !== null && approvals.use(approval.id, release, ctx);
  }

  /** Of the person, within the time. */
  async function answerOf(approval: Approval): Promise<boolean> {
    if (!approve) return false;
    const { id, tool, title, details, hash, asked, expires } = approval;
    const over = new AbortController();
    const withdrawn = AbortSignal.any([ctx.signal, over.signal]);
    const late = ctx.clock.sleep(expires - asked, withdrawn).then(
      () => false,
      () => false, // cancelled: whoever waits for the answer sees it by its own signal
    );
    try {
      return await Promise.race([
        approve({ id, tool, describe: title, details, argumentsHash: hash }, withdrawn),
        late,
      ]);
    } finally {
      over.abort();
    }
  }
}

function toQuestion(approval: Approval, message: string | null): Parameters<Store["approvals"]["ask"]>[0] {
  const { id, session, tool, title, details, hash, asked, expires, bulk } = approval;
  const { maxCount, maxAmount } = bulk;
  const limit = maxAmount === null ? null : toBillionths(maxAmount.limit);
  return { id, session, message, tool, title, details, hash, maxCount, maxAmount: limit, asked, expires };
}

/**
 * For somebody who sits at a terminal of this very process: what they say is stored, as the answer to what they were shown, before it
 * counts. Elsewhere answers come by other ways, and whoever brings them stores them.
 */
export function answeredHere(
  approvals: Store["approvals"],
  approve: NonNullable<AskOptions["approve"]>,
  ctx: Context,
): NonNullable<AskOptions["approve"]> {
  return async (question, withdrawn) => {
    const decision = (await approve(question, withdrawn)) ? "allow" : "refuse";
    if (withdrawn.aborted) return false; // no longer open
    await approvals.decide(question.id, { decision, hash: question.argumentsHash, by: "owner", via: "cli" }, ctx);
    return decision === "allow";
  };
}

/** Of a tool as it is now: its name, what it says of itself, what it may do, and what it takes. SHA-256. */
export function versionOf({ name, description, effect, input }: Tool): string {
  const schema: unknown = input.toJSONSchema({ unrepresentable: "any", io: "input" });
  const told = toCanonicalJson(JSON.parse(JSON.stringify({ name, description, effect, schema })));
  return createHash("sha256").update(told).digest("hex");
}
