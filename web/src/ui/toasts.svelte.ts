import { ApiError } from "../lib/api.ts";
import { t } from "../texts/index.svelte.ts";

interface Toast {
  id: number;
  kind: "good" | "bad";
  text: string;
  hint: string | null;
}

const SHOWN_MS = { good: 3_500, bad: 9_000 };

class Toasts {
  all = $state.raw<readonly Toast[]>([]);
  #next = 1;

  good(text: string): void {
    this.#add({ kind: "good", text, hint: null });
  }

  /** What went wrong, in the words of the gateway; what is no answer of it is a fault of this page. */
  bad(thrown: unknown): void {
    const { text, hint } = told(thrown);
    this.#add({ kind: "bad", text, hint });
  }

  close(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, "id">): void {
    const id = this.#next++;
    this.all = [...this.all, { ...toast, id }].slice(-3);
    setTimeout(() => this.close(id), SHOWN_MS[toast.kind]);
  }
}

export const toasts = new Toasts();

/** An error as a person reads it: in their language where there are words for its code, with what the gateway said beside it. */
export function told(thrown: unknown): { text: string; hint: string | null } {
  if (!(thrown instanceof ApiError))
    return { text: String(thrown instanceof Error ? thrown.message : thrown), hint: null };
  const known = t.errors[thrown.code];
  if (known !== undefined) return { text: known, hint: thrown.code === "E_UNREACHABLE" ? null : thrown.message };
  return { text: thrown.message, hint: thrown.hint };
}
