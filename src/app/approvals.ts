import { AppError, type Context } from "../core/index.ts";
import type { ApprovalReason, ApprovalVia, Store, StoredApproval } from "../store/index.ts";
import type { Approve } from "./command.ts";

/** A question that waits for a person; it is bound to exactly what it would release. */
export interface OpenApproval {
  id: string;
  session: string;
  /** Null for work that came by no message. */
  message: string | null;
  tool: string;
  /** What would happen, in words; safe to show. */
  describe: string;
  /** The exact arguments, whole; safe to show. */
  details: string;
  /** Why it is asked about; null where there is nothing to say. */
  reason: ApprovalReason | null;
  /** Of all that it would release. */
  hash: string;
  /** ms UTC */
  at: number;
  /** ms UTC; from then on the answer is no. */
  expires: number;
}

/** Who answers, and by which way. */
export interface Decider {
  by: string;
  via: ApprovalVia;
}

export interface Approvals {
  /** Of a question that is stored already: resolves when a person decided, or when `signal` fires (refused). */
  ask(id: string, signal: AbortSignal): Promise<boolean>;
  /** Those that somebody waits for. */
  list(): OpenApproval[];
  /** E_NOT_FOUND when it is not open (any more), E_INPUT when `hash` is another than that of the question. */
  decide(id: string, decision: "allow" | "refuse", hash: string, decider: Decider, ctx: Context): Promise<void>;
  /**
   * Puts the questions of a message (of a session, for work that came by none) to somebody as well, also those that are open; the first
   * answer counts, from wherever it comes. Returns what ends it.
   */
  attend(about: string, approve: Approve): () => void;
}

interface Open {
  question: OpenApproval;
  settle(answer: boolean): void;
  /** Fires when it is no longer open. */
  closed: AbortSignal;
}

/** Questions that somebody waits for in this process. The answers are the store's; a process that ends leaves a no. */
export function createApprovals(store: () => Promise<Store>, changed: () => void): Approvals {
  const open = new Map<string, Open>();
  const attending = new Map<string, Approve>();

  function put({ question, closed }: Open, approve: Approve): void {
    const { id, tool, describe, details, hash } = question;
    approve({ id, tool, describe, details, argumentsHash: hash }, closed).then(
      (answer) => open.get(id)?.settle(answer),
      () => open.get(id)?.settle(false),
    );
  }

  return {
    async ask(id, signal) {
      const stored = await (await store()).approvals.get(id);
      if (stored?.state !== "open") return false;
      const question = toOpen(stored);
      return new Promise((resolve) => {
        const closed = new AbortController();
        const settle = (answer: boolean): void => {
          open.delete(id);
          signal.removeEventListener("abort", refuse);
          closed.abort();
          resolve(answer);
          changed();
        };
        const refuse = (): void => settle(false);
        if (signal.aborted) return resolve(false);
        signal.addEventListener("abort", refuse, { once: true });
        const asked: Open = { question, settle, closed: closed.signal };
        open.set(id, asked);
        changed();
        const approve = attending.get(subjectOf(question));
        if (approve) put(asked, approve);
      });
    },
    list: () => [...open.values()].map(({ question }) => question),
    async decide(id, decision, hash, { by, via }, ctx) {
      const found = open.get(id);
      if (!found) {
        throw new AppError("E_NOT_FOUND", `No question ${id} is open.`, {
          hint: "It was answered, or its work ended; if it is still needed, the work asks again.",
        });
      }
      await (await store()).approvals.decide(id, { decision, hash, by, via }, ctx);
      found.settle(decision === "allow");
    },
    attend(about, approve) {
      attending.set(about, approve);
      for (const asked of open.values()) if (subjectOf(asked.question) === about) put(asked, approve);
      return () => {
        if (attending.get(about) === approve) attending.delete(about);
      };
    },
  };
}

const subjectOf = ({ message, session }: OpenApproval): string => message ?? session;

function toOpen({
  id,
  session,
  message,
  tool,
  title,
  details,
  reason,
  hash,
  asked,
  expires,
}: StoredApproval): OpenApproval {
  return { id, session, message, tool, describe: title, details, reason, hash, at: asked, expires };
}
