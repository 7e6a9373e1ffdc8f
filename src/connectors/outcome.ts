import { AppError } from "../core/index.ts";
import { toFault, type Act } from "../durable/index.ts";

/** Codes of Node, of TLS and of name servers that come before a request can have left. */
const NOT_REACHED =
  /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Of the broker, and of an account that does not let us in: nobody heard of the act. */
const REFUSED: ReadonlySet<string> = new Set(["E_REFUSED", "E_PRIVACY_LOCK", "E_ACCOUNT"]);

/** What was thrown on the way to the other side: what certainly kept it from hearing anything, and what may not have. */
export function toUnanswered(thrown: unknown): Act {
  if (thrown instanceof AppError && REFUSED.has(thrown.code)) return { outcome: "refused", fault: toFault(thrown) };
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (!isNotReached(thrown)) return { outcome: "unclear", reason };
  return { outcome: "notYet", fault: { code: "E_NETWORK", message: reason } };
}

function isNotReached(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && NOT_REACHED.test(String(error.code))) return true;
  }
  return false;
}

/** Statuses of HTTP (RFC 9110) that say nothing about whether it was done, besides those of 500 and above. */
const UNCLEAR = new Set([408, 425]);

/** Null for success. `name` is how the other side is called. */
export function toRefusal({ status, headers }: Response, name: string, said: string): Act | null {
  if (status >= 200 && status < 300) return null;
  const message = `${name} answered ${status}${said === "" ? "" : `: ${said}`}.`;
  if (status === 429) {
    const retryAfterMs = toRetryMs(headers.get("retry-after"));
    return { outcome: "notYet", fault: { code: "E_EFFECT_FAILED", message }, retryAfterMs };
  }
  if (status >= 500 || status < 200 || UNCLEAR.has(status)) return { outcome: "unclear", reason: message };
  return { outcome: "refused", fault: { code: "E_EFFECT_FAILED", message } };
}

/** Seconds of `Retry-After`; its form with a date is taken for a minute, since clocks differ. */
function toRetryMs(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : 60_000;
}
