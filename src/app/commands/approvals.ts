import { z } from "zod";
import type { ApprovalReason, ApprovalState, ApprovalVia, StoredApproval } from "../../store/index.ts";
import type { OpenApproval } from "../approvals.ts";
import { defineCommand } from "../command.ts";

/** A question that is over. Times are ISO 8601; texts are safe to show and whole. */
export interface PastApproval {
  id: string;
  session: string;
  tool: string;
  describe: string;
  details: string;
  reason: ApprovalReason | null;
  hash: string;
  state: ApprovalState;
  asked: string;
  decided: string | null;
  by: string | null;
  via: ApprovalVia | null;
  /** Calls that it released, of so many. */
  uses: number;
  maxCount: number;
}

export const approvals = defineCommand<z.ZodObject, { approvals: OpenApproval[] }, never>({
  about: "lists the questions that wait for a person",
  input: z.object({}),
  run: (_input, { services }) => Promise.resolve({ approvals: services.approvals.list() }),
});

const decideInput = z.object({
  id: z.string().min(1),
  decision: z.enum(["allow", "refuse"]),
  /** Of the question that was seen. */
  hash: z.string().min(1),
});

export const decideApproval = defineCommand<typeof decideInput, { id: string; hash: string }, never>({
  about: "answers a question",
  input: decideInput,
  async run({ id, decision, hash }, { services, ctx }) {
    await services.approvals.decide(id, decision, hash, { by: "owner", via: "cli" }, ctx);
    return { id, hash };
  },
});

const historyInput = z.object({ limit: z.int().min(1).max(200).default(50), before: z.string().min(1).optional() });

/** Questions that are over, newest first: who answered, by which way, and what came of it. */
export const approvalHistory = defineCommand<typeof historyInput, { approvals: PastApproval[] }, never>({
  about: "lists the questions that are over",
  input: historyInput,
  async run({ limit, before }, { services }) {
    const { approvals: stored } = await services.store();
    const states = ["allowed", "used", "refused", "expired"] as const;
    return { approvals: (await stored.list({ states, before, limit })).map(toPast) };
  },
});

const toIso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function toPast(approval: StoredApproval): PastApproval {
  const { id, session, tool, title, details, reason, hash, state, asked, decided, by, via, uses, maxCount } = approval;
  const times = { asked: new Date(asked).toISOString(), decided: toIso(decided) };
  return { id, session, tool, describe: title, details, reason, hash, state, ...times, by, via, uses, maxCount };
}
