import { createHash } from "node:crypto";
import { AppError, createId, toCanonicalJson, type Context } from "../core/index.ts";
import { toBillionths } from "./amount.ts";
import { toVisible, toVisibleJson } from "./visible.ts";

/** What is about to run. All of it belongs together: the same words elsewhere, or of another tool, are another call. */
export interface Call {
  tool: string;
  /** Of the tool as it is now: one that changed is another tool. */
  version: string;
  input: unknown;
  /** A workspace, an account. */
  place: string;
  session: string;
}

/** For many calls that are alike: how they may differ, and how many of them together. */
export interface Bulk {
  /** Members of the input that each call has its own of; all others are the same in every call. */
  varying: readonly string[];
  maxCount: number;
  /** A member of the input that is an amount, and what all calls together may come to: a plain decimal. */
  maxAmount: { member: string; limit: string } | null;
}

/** A question to a person, bound to exactly what it would release: another argument is another hash and needs another question. */
export interface Approval {
  id: string;
  session: string;
  tool: string;
  /** Canonical JSON of the call and of how many: what the hash is of. */
  canonical: string;
  /** SHA-256, hexadecimal. */
  hash: string;
  /** What the call would do, in words; everything in it visible, never cut. */
  title: string;
  /** The whole of it as lines to read; everything in it visible, never cut. */
  details: string;
  /** ms UTC */
  asked: number;
  /** ms UTC; from then on the answer is no. */
  expires: number;
  bulk: Bulk;
}

/** A call that an approval is for. */
export interface Release {
  /** Of the approval. */
  hash: string;
  /** SHA-256 of this very call: it is released once. */
  call: string;
  /** Of this call, in billionths. */
  amount: bigint;
}

export const APPROVAL_MS = 60 * 60_000;
/** What is longer nobody reads: it is refused, and not cut. UTF-16 units of the canonical JSON. */
const MOST_SHOWN = 256 * 1024;
const ONCE: Bulk = { varying: [], maxCount: 1, maxAmount: null };
const MOST_CALLS = 10_000;

/** Throws E_INPUT for arguments that cannot be shown in full or bound. */
export function createApproval(call: Call, title: string, ctx: Pick<Context, "clock">, bulk: Bulk = ONCE): Approval {
  checkBulk(bulk);
  const subject = subjectOf(call, bulk);
  const canonical = toCanonicalJson(subject);
  if (canonical.length > MOST_SHOWN || title.length > MOST_SHOWN) {
    throw new AppError("E_INPUT", `${toVisible(call.tool)} has arguments that are too long to be shown to a person.`, {
      hint: "Do it in smaller pieces.",
    });
  }
  const now = ctx.clock.now();
  return {
    id: createId("apr", now),
    session: call.session,
    tool: call.tool,
    canonical,
    hash: sha256(canonical),
    title: toVisible(title.replaceAll(/\r\n?|\n/g, " ")),
    details: toVisibleJson(JSON.parse(canonical)),
    asked: now,
    expires: now + APPROVAL_MS,
    bulk,
  };
}

/**
 * What releases this very call, when the approval is for it; null when it is not. Asked with the call that is about to run, not with
 * a copy. Whether it is still free (and allowed at all) is the store's to say.
 */
export function releaseOf(approval: Approval, call: Call, ctx: Pick<Context, "clock">): Release | null {
  const now = ctx.clock.now();
  // A clock that was set back prolongs nothing.
  if (now < approval.asked || now >= approval.expires) return null;
  const { bulk, hash, canonical } = approval;
  const asked = toCanonicalJson(subjectOf(call, bulk));
  if (asked !== canonical || sha256(asked) !== hash) return null;
  const amount = bulk.maxAmount === null ? 0n : toBillionths(membersOf(call.input)?.[bulk.maxAmount.member]);
  return amount === null ? null : { hash, call: sha256(toCanonicalJson({ ...call })), amount };
}

/** The part of a call that is bound: all of it but what varies. A call that lacks a varying member is not alike. */
function subjectOf({ tool, version, input, place, session }: Call, bulk: Bulk): Record<string, unknown> {
  const once = { tool, version, place, session, input };
  if (bulk.varying.length === 0 && bulk.maxCount === 1 && bulk.maxAmount === null) return once;
  const members = membersOf(input);
  const lacking = bulk.varying.filter((name) => members === null || !Object.hasOwn(members, name));
  const fixed = Object.entries(members ?? {}).filter(([name]) => !bulk.varying.includes(name));
  const { varying, maxCount, maxAmount } = bulk;
  const many = { varying: varying.toSorted(), maxCount, maxAmount, lacking };
  return { ...once, input: members === null ? input : Object.fromEntries(fixed), many };
}

function checkBulk({ varying, maxCount, maxAmount }: Bulk): void {
  const isCount = Number.isInteger(maxCount) && maxCount >= 1 && maxCount <= MOST_CALLS;
  const isAmount = maxAmount === null || toBillionths(maxAmount.limit) !== null;
  if (isCount && isAmount && (maxCount > 1 || varying.length === 0)) return;
  throw new AppError("E_BUG", "An approval for many calls needs a number of them and a limit that is an amount.");
}

function membersOf(input: unknown): Record<string, unknown> | null {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : null;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
