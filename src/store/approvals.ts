import { AppError, type Context } from "../core/index.ts";
import type { Audit } from "./audit.ts";
import type { AuditEntry } from "./auditChain.ts";
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** open: nobody answered · allowed: not used up · used: as often as it may · expired: time, a crash or the end of its work said no. */
export type ApprovalState = "open" | "allowed" | "used" | "refused" | "expired";

/** The way by which somebody answered. */
export type ApprovalVia = "cli" | "ui" | "api" | "telegram";

/** A question to a person, as it is asked. */
export interface NewApproval {
  id: string;
  session: string;
  /** Null for work that came by no message. */
  message: string | null;
  tool: string;
  /** Safe to show, whole. */
  title: string;
  /** The exact arguments; safe to show, whole. */
  details: string;
  /** SHA-256 of exactly what would be released. */
  hash: string;
  /** Calls that it may release. */
  maxCount: number;
  /** What these may come to together, in billionths; null: they have no amount. */
  maxAmount: bigint | null;
  /** ms UTC */
  asked: number;
  /** ms UTC */
  expires: number;
  /** Why it is asked about, in words; by language. */
  reason?: ApprovalReason | null;
}

export interface ApprovalReason {
  en: string;
  de: string;
}

export interface StoredApproval extends NewApproval {
  reason: ApprovalReason | null;
  state: ApprovalState;
  decided: number | null;
  /** Who, and by which way; null where nobody did. */
  by: string | null;
  via: ApprovalVia | null;
  uses: number;
  /** Of what was released so far, in billionths. */
  amount: bigint;
  /** The last time. */
  used: number | null;
}

export interface Answer {
  decision: "allow" | "refuse";
  /** Of the question that was seen. */
  hash: string;
  by: string;
  via: ApprovalVia;
}

/** A call that an approval is for: hash of the approval, hash of this very call, its amount in billionths. */
export interface Released {
  hash: string;
  call: string;
  amount: bigint;
}

/**
 * Questions and their answers. Contract: what resolved is on disk and in the audit chain, together. A question is answered once; only
 * an allowed one releases, each call once, no more calls and no more amount than it says, however many ask at the same time.
 */
export interface StoredApprovals {
  ask(question: NewApproval, ctx: Pick<Context, "clock">): Promise<void>;
  /** E_NOT_FOUND when it is not open (any more), E_INPUT when `hash` is another than that of the question. */
  decide(id: string, answer: Answer, ctx: Pick<Context, "clock">): Promise<StoredApproval>;
  /** Whether this call may run now; then it counts as run. */
  use(id: string, release: Released, ctx: Pick<Context, "clock">): Promise<boolean>;
  /** The end of a question that released nothing: nobody answered, or what was allowed became something else. */
  expire(id: string, ctx: Pick<Context, "clock">): Promise<void>;
  /**
   * For who takes a home: what a process of this holder that is gone asked, or was allowed and did not use, is a no; also what nobody of
   * several on one database can be told of. How many there were.
   */
  expireLeft(holder: string, ctx: Pick<Context, "clock">): Promise<number>;
  get(id: string): Promise<StoredApproval | null>;
  /** Newest first. */
  list(filter: {
    states?: readonly ApprovalState[];
    before?: string | undefined;
    limit: number;
  }): Promise<StoredApproval[]>;
}

type Timed = Pick<Context, "clock">;

/** `findHolder`: which of several Kralles on one database asks; null where there is only one. */
export function createStoredApprovals(
  db: Database,
  audit: Audit,
  findHolder: () => Promise<string | null>,
): StoredApprovals {
  return {
    async ask(question, ctx) {
      const asker = await findHolder();
      await db.transaction((tx) => ask(tx, question, asker, audit, ctx));
    },
    decide: (id, answer, ctx) => db.transaction((tx) => decide(tx, id, answer, audit, ctx)),
    use: (id, release, ctx) => db.transaction((tx) => use(tx, id, release, audit, ctx)),
    async expire(id, ctx) {
      await db.transaction((tx) => expireWhere(tx, "id = ? AND state IN ('open', 'allowed')", [id], audit, ctx));
    },
    expireLeft: (holder, ctx) =>
      db.transaction((tx) =>
        expireWhere(tx, "(holder = ? OR holder IS NULL) AND state IN ('open', 'allowed')", [holder], audit, ctx),
      ),
    get: (id) => get(db, id),
    async list({ states, before, limit }) {
      const marks = (states ?? []).map(() => "?").join(", ");
      const where = [...(states ? [`state IN (${marks})`] : []), ...(before === undefined ? [] : ["id < ?"])];
      const rows = await db.all(
        `SELECT * FROM approvals ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`} ORDER BY id DESC LIMIT ?`,
        [...(states ?? []), ...(before === undefined ? [] : [before]), limit],
      );
      return rows.map(toApproval);
    },
  };
}

async function get(from: Database, id: string): Promise<StoredApproval | null> {
  const row = await from.get("SELECT * FROM approvals WHERE id = ?", [id]);
  return row && toApproval(row);
}

async function ask(
  tx: Database,
  question: NewApproval,
  holder: string | null,
  audit: Audit,
  ctx: Timed,
): Promise<void> {
  const { id, session, message, tool, title, details, hash, maxCount, maxAmount, asked, expires } = question;
  const limit = maxAmount === null ? null : String(maxAmount);
  const reason = question.reason ? JSON.stringify(question.reason) : null;
  await tx.run(
    `INSERT INTO approvals (id, session, message, tool, title, details, hash, max_count, max_amount, state, asked, expires,
       uses, amount, holder, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, 0, '0', ?, ?)`,
    [id, session, message, tool, title, details, hash, maxCount, limit, asked, expires, holder, reason],
  );
  await audit.append(toEntry(question, "asked", actorOf(question)), ctx, tx);
}

async function decide(tx: Database, id: string, answer: Answer, audit: Audit, ctx: Timed): Promise<StoredApproval> {
  const { decision, hash, by, via } = answer;
  const now = ctx.clock.now();
  const found = await get(tx, id);
  if (found?.state !== "open" || now >= found.expires) throw notOpen(id);
  if (found.hash !== hash) {
    throw new AppError("E_INPUT", "The answer is for another question than the one that is open.", {
      hint: "Look at the question again and answer that.",
    });
  }
  const state = decision === "allow" ? "allowed" : "refused";
  const { changes } = await tx.run(
    "UPDATE approvals SET state = ?, decided = ?, decided_by = ?, decided_via = ? WHERE id = ? AND state = 'open'",
    [state, now, by, via, id],
  );
  if (changes !== 1) throw notOpen(id);
  await audit.append(toEntry(found, state, `${via}:${by}`), ctx, tx);
  return { ...found, state, decided: now, by, via };
}

async function use(tx: Database, id: string, release: Released, audit: Audit, ctx: Timed): Promise<boolean> {
  const now = ctx.clock.now();
  const found = await get(tx, id);
  if (found?.state !== "allowed" || found.hash !== release.hash || found.decided === null) return false;
  // A clock that was set back prolongs nothing.
  if (now < found.decided || now >= found.expires) return false;
  const sum = found.amount + release.amount;
  if (release.amount < 0n || (found.maxAmount !== null && sum > found.maxAmount)) return false;
  const known = await tx.get("SELECT at FROM approval_uses WHERE approval = ? AND call = ?", [id, release.call]);
  if (known) return false;
  const uses = found.uses + 1;
  const state = uses >= found.maxCount ? "used" : "allowed";
  // By the number that was read: who came at the same time finds another one.
  const { changes } = await tx.run(
    "UPDATE approvals SET state = ?, uses = ?, amount = ?, used = ? WHERE id = ? AND state = 'allowed' AND uses = ?",
    [state, uses, String(sum), now, id, found.uses],
  );
  if (changes !== 1) return false;
  await tx.run("INSERT INTO approval_uses (approval, call, at) VALUES (?, ?, ?)", [id, release.call, now]);
  await audit.append(toEntry(found, "used", actorOf(found)), ctx, tx);
  return true;
}

/** Those that `where` names are a no; how many. In a transaction. */
export async function expireWhere(
  tx: Database,
  where: string,
  params: string[],
  audit: Audit,
  ctx: Timed,
): Promise<number> {
  const rows = await tx.all(`SELECT * FROM approvals WHERE ${where} ORDER BY id`, params);
  for (const approval of rows.map(toApproval)) {
    await tx.run("UPDATE approvals SET state = 'expired' WHERE id = ?", [approval.id]);
    await audit.append(toEntry(approval, "expired", "system"), ctx, tx);
  }
  return rows.length;
}

/** Of the question only its hash: what it says is the owner's. */
function toEntry({ id, tool, hash }: NewApproval, action: string, actor: string): AuditEntry {
  return { kind: "approval", actor, action, subject: id, data: { tool, hash } };
}

const actorOf = ({ session }: NewApproval): string => (session === "" ? "system" : session);

function notOpen(id: string): AppError {
  return new AppError("E_NOT_FOUND", `No question ${id} is open.`, {
    hint: "It was answered, or its work ended; if it is still needed, the work asks again.",
  });
}

const STATES: readonly ApprovalState[] = ["open", "allowed", "used", "refused", "expired"];
const VIAS: readonly ApprovalVia[] = ["cli", "ui", "api", "telegram"];

function toApproval(row: Row): StoredApproval {
  const [state, via, maxAmount] = [textOf(row, "state"), textOrNull(row, "decided_via"), textOrNull(row, "max_amount")];
  return {
    id: textOf(row, "id"),
    session: textOf(row, "session"),
    message: textOrNull(row, "message"),
    tool: textOf(row, "tool"),
    title: textOf(row, "title"),
    details: textOf(row, "details"),
    hash: textOf(row, "hash"),
    maxCount: numberOf(row, "max_count"),
    maxAmount: maxAmount === null ? null : BigInt(maxAmount),
    asked: numberOf(row, "asked"),
    expires: numberOf(row, "expires"),
    reason: row["reason"] === null ? null : (jsonOf(row, "reason") as ApprovalReason),
    state: STATES.find((known) => known === state) ?? "expired", // what nobody knows releases nothing
    decided: numberOrNull(row, "decided"),
    by: textOrNull(row, "decided_by"),
    via: VIAS.find((known) => known === via) ?? null,
    uses: numberOf(row, "uses"),
    amount: BigInt(textOf(row, "amount")),
    used: numberOrNull(row, "used"),
  };
}
