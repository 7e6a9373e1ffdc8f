import type { Act } from "../../durable/index.ts";
import { toUnanswered } from "../outcome.ts";

interface Refusal {
  error_code?: unknown;
  description?: unknown;
  parameters?: { retry_after?: unknown };
}

/** Of what `Bot.call` throws: the number that the server answered with; null where no answer came. */
export function statusOf(thrown: unknown): number | null {
  const { error_code: code } = refusalOf(thrown) ?? {};
  return typeof code === "number" ? code : null;
}

/** The server says that the message stands as it should already. */
export const isUnmodified = (thrown: unknown): boolean =>
  statusOf(thrown) === 400 && /message is not modified/u.test(String(refusalOf(thrown)?.description));

/** The message that was to be edited is not there any more. */
export const isGone = (thrown: unknown): boolean =>
  statusOf(thrown) === 400 &&
  /message to edit not found|MESSAGE_ID_INVALID/u.test(String(refusalOf(thrown)?.description));

/** Whether certainly nothing of the call reached the server. */
export const isUnreached = (thrown: unknown): boolean =>
  refusalOf(thrown) === null && toUnanswered(innerOf(thrown)).outcome === "notYet";

/** What an error of a call says about whether it was done. */
export function toOutcome(thrown: unknown): Act {
  const refusal = refusalOf(thrown);
  if (refusal === null) return toUnanswered(innerOf(thrown));
  const code = typeof refusal.error_code === "number" ? refusal.error_code : 500;
  const said = typeof refusal.description === "string" ? `: ${refusal.description.slice(0, 200)}` : "";
  const message = `Telegram answered ${code}${said}.`;
  const fault = { code: "E_EFFECT_FAILED" as const, message };
  if (code === 429) {
    const seconds = refusal.parameters?.retry_after;
    return { outcome: "notYet", fault, retryAfterMs: typeof seconds === "number" ? seconds * 1_000 : 1_000 };
  }
  return code >= 500 ? { outcome: "unclear", reason: message } : { outcome: "refused", fault };
}

/** By its form: the classes of the client are read only when it is. */
function refusalOf(thrown: unknown): Refusal | null {
  return thrown instanceof Error && thrown.name === "GrammyError" ? (thrown as Refusal) : null;
}

/** The client wraps what its `fetch` threw. */
const innerOf = (thrown: unknown): unknown =>
  thrown instanceof Error && thrown.name === "HttpError" && "error" in thrown ? thrown.error : thrown;
