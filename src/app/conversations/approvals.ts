import { AppError } from "../../core/index.ts";
import type { OpenApproval } from "./types.ts";

export interface Approvals {
  /** Resolves when a person decided, or when `signal` fires (refused). */
  ask(question: OpenApproval, signal: AbortSignal): Promise<boolean>;
  list(): OpenApproval[];
  decide(id: string, decision: "allow" | "refuse", hash: string): void;
}

/** Questions that are open in this process. They do not outlive it: a crash means no. */
export function createApprovals(changed: () => void): Approvals {
  const open = new Map<string, { question: OpenApproval; settle: (answer: boolean) => void }>();
  return {
    ask: (question, signal) =>
      new Promise((resolve) => {
        const settle = (answer: boolean): void => {
          open.delete(question.id);
          signal.removeEventListener("abort", refuse);
          resolve(answer);
          changed();
        };
        const refuse = (): void => settle(false);
        if (signal.aborted) return resolve(false);
        signal.addEventListener("abort", refuse, { once: true });
        open.set(question.id, { question, settle });
        changed();
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
  };
}
