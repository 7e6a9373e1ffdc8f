import { createHash } from "node:crypto";
import { createId, toCanonicalJson, type Context } from "../core/index.ts";
import { toSafeLine } from "./safe-text.ts";

/** A question to a person, bound to exactly one call: another argument is another hash and needs another question. */
export interface Approval {
  id: string;
  tool: string;
  /** Canonical JSON of the call: what the hash is of, and what runs. */
  canonical: string;
  /** SHA-256, hexadecimal. */
  hash: string;
  /** What the call would do, in words; safe to show anywhere, never cut. */
  title: string;
  /** The whole arguments, safe to show, never cut. */
  details: string;
  /** ms UTC; from then on the answer is no. */
  expires: number;
}

/** What is about to run. `place` (a workspace, an account) belongs to it: the same words elsewhere are another call. */
export interface Call {
  tool: string;
  input: unknown;
  place: string;
}

const VALID_MS = 5 * 60_000;

export function createApproval(call: Call, title: string, ctx: Pick<Context, "clock">): Approval {
  const now = ctx.clock.now();
  const canonical = canonicalOf(call);
  return {
    id: createId("apr", now),
    tool: call.tool,
    canonical,
    hash: hashOf(canonical),
    title: toSafeLine(title),
    details: toVisible(canonical),
    expires: now + VALID_MS,
  };
}

/** Whether the approval releases this very call now. Asked with the call that is about to run, not with a copy. */
export function releases(approval: Approval, call: Call, ctx: Pick<Context, "clock">): boolean {
  const canonical = canonicalOf(call);
  return canonical === approval.canonical && hashOf(canonical) === approval.hash && ctx.clock.now() < approval.expires;
}

function canonicalOf({ tool, input, place }: Call): string {
  return toCanonicalJson({ tool, input, place });
}

function hashOf(canonical: string): string {
  return createHash("sha256").update(canonical).digest("hex");
}

/** Nothing may hide: every character that is not plain to see stands there as its escape. */
function toVisible(canonical: string): string {
  return canonical.replaceAll(
    /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
