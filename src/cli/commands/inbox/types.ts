import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";

/** What one action does: the document for programs, and how a person is told. */
export type Action = (
  session: Session,
  words: string[],
  options: Record<string, unknown>,
) => Promise<[unknown, () => void]>;

const DAY_MS = 24 * 60 * 60_000;

/** The moment (ms UTC) that many days from now. */
export const inDays = (now: number, days: number): number => now + days * DAY_MS;

export function toDays(text: string, { ui }: Session): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 365) return days;
  throw new AppError("E_USAGE", ui.texts.inbox.noDays(text), { hint: ui.texts.inbox.actions });
}
