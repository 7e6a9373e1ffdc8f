import type { Logger } from "../../core/index.ts";
import type { Refusal } from "../types.ts";
import type { Facts } from "./facts.ts";

const FIELD = 48;

/** Printable ASCII without what JSON or a reader of logs could take for more; the rest of a path is a secret perhaps. */
function toField(text: string | undefined): string {
  if (text === undefined) return "-";
  const plain = text.slice(0, 4 * FIELD).replaceAll(/[^\x20-\x7e]|["\\]/g, "?");
  return plain.length > FIELD ? `${plain.slice(0, FIELD)}~` : plain;
}

/** One line, below 512 bytes whatever was sent. Of the target only the path: what stands behind `?` may be a secret. */
export function logRefusal(log: Logger, { status, log: why }: Refusal, facts: Facts): void {
  log.warn("refused", {
    status,
    why,
    method: toField(facts.method),
    path: toField(facts.target.split(/[?#]/)[0]),
    host: toField(facts.hosts[0]),
    origin: toField(facts.origins[0]),
    peer: toField(facts.peer),
  });
}
