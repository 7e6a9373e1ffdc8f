import { createHash } from "node:crypto";
import { toCanonicalJson } from "../core/index.ts";

export const AUDIT_KINDS = [
  "access",
  "account",
  "approval",
  "backup",
  "data",
  "effect",
  "egress",
  "policy",
  "refusal",
  "secret",
  "settings",
  "stop",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Names, figures and hashes. Never secrets, never what somebody wrote. */
export type AuditData = Record<string, string | number | boolean | null>;

/** What happened. `subject` is what it happened to: an id or a name. */
export interface AuditEntry {
  kind: AuditKind;
  /** Who did it: "owner", "system", the id of a token or a device, of a run. */
  actor: string;
  /** A verb in the past: "allowed", "sent", "refused". */
  action: string;
  subject: string;
  data?: AuditData;
}

export interface AuditRecord extends Required<Omit<AuditEntry, "kind">> {
  /** Another Kralle may know more kinds. */
  kind: string;
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** ms UTC */
  at: number;
  /** SHA-256, hexadecimal. */
  hash: string;
}

/** What stands before the first record. */
export const FIRST_LINK = "0".repeat(64);

/** h(n) = SHA-256(h(n-1) ‖ canonical JSON of the record), hexadecimal: whoever changes one record changes all hashes behind it. */
export function linkOf(previous: string, record: Omit<AuditRecord, "hash">): string {
  const { seq, at, kind, actor, action, subject, data } = record;
  return createHash("sha256")
    .update(previous)
    .update(toCanonicalJson({ seq, at, kind, actor, action, subject, data }))
    .digest("hex");
}

const LONGEST = 256;

/** A name that is too long for a record stands there as its beginning and its SHA-256. */
export function toBounded(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, 128)}… sha256:${createHash("sha256").update(text).digest("hex")}`;
}
