import { AppError } from "../../core/index.ts";
import { goesOn } from "./request/index.ts";
import type { Clause, Lang } from "./types.ts";

/** A clause that nobody could turn into steps, or that builds on such a one. */
export interface Left {
  clause: Clause;
  /** What stood in the way; null: only that an earlier clause was left. */
  error: { message: string; hint: string } | null;
}

/** The refusal of one clause, as data; rethrows everything that is no such refusal. */
export function toRefusal(thrown: unknown): { message: string; hint: string } {
  if (!(thrown instanceof AppError) || thrown.code !== "E_NOT_UNDERSTOOD") throw thrown;
  return { message: thrown.message, hint: thrown.hint ?? "" };
}

const DESTROYS =
  /(?<!\p{L})(?:delete|remove|erase|overwrite|throw (?:it |them )?away|lösch\p{L}*|entfern\p{L}*|überschreib\p{L}*|wegwerf\p{L}*|wirf)(?!\p{L})/iu;

/**
 * Whether a clause must wait for one that was left: it goes on about it ("save it as …"), comes after it in time ("when that's done, …"),
 * or takes something away that the left one may still have needed.
 */
export function mustWait(clause: Clause, left: readonly Left[]): boolean {
  const { text, order } = clause;
  return left.length > 0 && (goesOn(order ?? text) || goesOn(text) || DESTROYS.test(text));
}

/** A request of which nothing could be done fails as its first clause did. */
export function refuseAll(left: readonly Left[]): AppError {
  const error = left[0]?.error ?? { message: "", hint: "" };
  return new AppError("E_NOT_UNDERSTOOD", error.message, { hint: error.hint });
}

/** What was left undone, for the answer. */
export function sayLeft(left: readonly Left[], lang: Lang): string {
  const say = ({ clause, error }: Left) => {
    if (lang === "de")
      return error
        ? `Nicht erledigt: „${clause.text}“ Das habe ich nicht verstanden.`
        : `Nicht erledigt, weil es darauf aufbaut: „${clause.text}“`;
    return error
      ? `Left undone: "${clause.text}" I did not understand that.`
      : `Left undone, since it builds on that: "${clause.text}"`;
  };
  return left.map(say).join("\n");
}
