import { AppError } from "../core/index.ts";
import type { Approve } from "./command.ts";

/** A question that waits for a person; it is bound to exactly what it would release. */
export interface OpenApproval {
  id: string;
  session: string;
  /** Null for work that came by no message. */
  message: string | null;
  tool: string;
  describe: string;
  /** Of tool, arguments and folder. */
  hash: string;
  /** ms UTC */
  at: number;
}

export interface Approvals {
  /** Resolves when a person decided, or when `signal` fires (refused). */
  ask(question: OpenApproval, signal: AbortSignal): Promise<boolean>;
  list(): OpenApproval[];
  /** E_NOT_FOUND when it is not open (any more), E_INPUT when `hash` is another than that of the question. */
  decide(id: string, decision: "allow" | "refuse", hash: string): void;
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

/** Questions that are open in this process. They do not outlive it: a crash means no. */
export function createApprovals(changed: () => void): Approvals {
  const open = new Map<string, Open>();
  const attending = new Map<string, Approve>();

  function put({ question, closed }: Open, approve: Approve): void {
    const { id, tool, describe, hash } = question;
    approve({ id, tool, describe, argumentsHash: hash }, closed).then(
      (answer) => open.get(id)?.settle(answer),
      () => open.get(id)?.settle(false),
    );
  }

  return {
    ask: (question, signal) =>
      new Promise((resolve) => {
        const closed = new AbortController();
        const settle = (answer: boolean): void => {
          open.delete(question.id);
          signal.removeEventListener("abort", refuse);
          closed.abort();
          resolve(answer);
          changed();
        };
        const refuse = (): void => settle(false);
        if (signal.aborted) return resolve(false);
        signal.addEventListener("abort", refuse, { once: true });
        const asked: Open = { question, settle, closed: closed.signal };
        open.set(question.id, asked);
        changed();
        const approve = attending.get(subjectOf(question));
        if (approve) put(asked, approve);
      }),
    list: () => [...open.values()].map(({ question }) => question),
    decide(id, decision, hash) {
      const found = open.get(id);
      if (!found) {
        throw new AppError("E_NOT_FOUND", `No question ${id} is open.`, {
          hint: "It was answered, or its work ended; if it is still needed, the work asks again.",
        });
      }
      if (found.question.hash !== hash) {
        throw new AppError("E_INPUT", "The answer is for another question than the one that is open.", {
          hint: "Look at the question again and answer that.",
        });
      }
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
