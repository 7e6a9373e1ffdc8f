import { createId, type Context, type ErrorCode } from "../core/index.ts";
import type { Audit } from "./audit.ts";
import {
  jsonOf,
  numberOf,
  numberOrNull,
  textOf,
  textOrNull,
  type Database,
  type Row,
  type SqlValue,
} from "./database.ts";

/**
 * What can be promised of an act. `keyed`: the other side knows a key again and does it once. `queryable`: it can be asked whether it
 * was done. `neither`: at most once, and where the outcome is unclear, nobody but a person can find out.
 */
export type EffectClass = "keyed" | "queryable" | "neither";

/**
 * intended: recorded and released, certainly not begun · sent: begun, its outcome is not recorded · confirmed: it happened ·
 * failed: it certainly did not · unknown: nobody here can tell.
 */
export type EffectState = "intended" | "sent" | "confirmed" | "failed" | "unknown";

export interface EffectFault {
  code: ErrorCode;
  message: string;
  hint?: string;
}

export interface EffectRecord {
  id: string;
  /** What whoever asked calls it; the same name is the same act. */
  ref: string;
  kind: string;
  account: string;
  effectClass: EffectClass;
  /** The idempotency key that the other side is given. */
  key: string;
  /** For a person. */
  title: string;
  arguments: unknown;
  /** SHA-256 of the canonical intent. */
  hash: string;
  run: string | null;
  /** Which Kralle carries it. */
  holder: string;
  state: EffectState;
  /** How often it was begun. */
  attempts: number;
  /** What the other side said, of an act that happened. */
  receipt: unknown;
  /** Why it failed or why nobody can tell. */
  fault: EffectFault | null;
  /** ms UTC */
  intended: number;
  /** Of the first attempt. */
  sent: number | null;
  ended: number | null;
  /** Who said what became of an unknown one. */
  settledBy: string | null;
}

export type NewEffect = Pick<
  EffectRecord,
  "ref" | "kind" | "account" | "effectClass" | "key" | "title" | "arguments" | "hash" | "run" | "holder"
>;

export interface EffectFilter {
  states?: readonly EffectState[] | undefined;
  /** Only those with a smaller id. */
  before?: string | undefined;
  limit: number;
}

/**
 * The journal of acts on the world outside. Contract: what a call returned is on disk. An act never goes back from an end
 * (confirmed, failed); `begin`, `retreat` and `finish` give false, and change nothing, where it ended already. What was intended, how
 * it ended and who settled it is in the audit chain, in the same transaction.
 */
export interface EffectLog {
  /** The record of this name; `isNew` says whether it was made now. */
  add(effect: NewEffect, ctx: Pick<Context, "clock">): Promise<{ record: EffectRecord; isNew: boolean }>;
  find(ref: string): Promise<EffectRecord | null>;
  get(id: string): Promise<EffectRecord | null>;
  /** To be called, and waited for, before the other side hears anything. False where another carries it meanwhile. */
  begin(id: string, holder: string, ctx: Pick<Context, "clock">): Promise<boolean>;
  /** What was begun certainly did not happen, and is to be tried again. False where another carries it meanwhile. */
  retreat(id: string, holder: string, ctx: Pick<Context, "clock">): Promise<boolean>;
  /** What another left open is carried by this one from now on. False where it ended, or is another's than `from`. */
  claim(id: string, from: string, by: string): Promise<boolean>;
  finish(
    id: string,
    end: { state: "confirmed" | "failed" | "unknown"; receipt?: unknown; fault?: EffectFault | null },
    ctx: Pick<Context, "clock">,
  ): Promise<boolean>;
  /** A person says what became of an unknown one. */
  settle(id: string, state: "confirmed" | "failed", by: string, ctx: Pick<Context, "clock">): Promise<boolean>;
  /** Of this holder, not at an end, oldest first. */
  open(holder: string): Promise<EffectRecord[]>;
  /** Newest first. */
  list(filter: EffectFilter): Promise<EffectRecord[]>;
  count(state: EffectState): Promise<number>;
  /** The latest time in the journal, ms UTC; 0 when it is empty. A clock that says less was set back. */
  latestAt(): Promise<number>;
}

export function createEffectLog(db: Database, audit: Audit): EffectLog {
  const change = createChange(db, audit);
  return {
    ...createReader(db),
    ...createCarrying(db),
    add: (effect, { clock }) =>
      db.transaction(async (tx) => {
        const known = await createReader(tx).find(effect.ref);
        if (known) return { record: known, isNew: false };
        const at = clock.now();
        const id = createId("eff", at);
        await tx.run(
          `INSERT INTO effects (id, ref, kind, account, class, key, title, arguments, hash, run, holder, state, attempts, intended,
             changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended', 0, ?, ?)`,
          [
            id,
            effect.ref,
            effect.kind,
            effect.account,
            effect.effectClass,
            effect.key,
            effect.title,
            JSON.stringify(effect.arguments ?? null),
            effect.hash,
            effect.run,
            effect.holder,
            at,
            at,
          ],
        );
        const { kind, account, hash, run } = effect;
        const entry = { actor: run ?? "system", action: "intended", subject: id, data: { kind, account, hash } };
        await audit.append({ kind: "effect", ...entry }, { clock }, tx);
        return { record: (await createReader(tx).get(id))!, isNew: true };
      }),
    finish(id, { state, receipt, fault = null }, ctx) {
      const at = ctx.clock.now();
      return change(
        `UPDATE effects SET state = ?, receipt = ?, fault = ?, ended = ?, changed = ?
         WHERE id = ? AND state IN ('intended', 'sent')`,
        [
          state,
          receipt === undefined ? null : JSON.stringify(receipt),
          fault && JSON.stringify(fault),
          state === "unknown" ? null : at,
          at,
          id,
        ],
        { id, actor: null, action: state },
        ctx,
      );
    },
    settle(id, state, by, ctx) {
      const at = ctx.clock.now();
      return change(
        "UPDATE effects SET state = ?, settled_by = ?, ended = ?, changed = ? WHERE id = ? AND state = 'unknown'",
        [state, by, at, at, id],
        { id, actor: by, action: `settled as ${state}` },
        ctx,
      );
    },
  };
}

/** What the one holder that carries an act records of its way. */
function createCarrying(db: Database): Pick<EffectLog, "claim" | "begin" | "retreat"> {
  return {
    async claim(id, from, by) {
      const { changes } = await db.run(
        "UPDATE effects SET holder = ? WHERE id = ? AND holder = ? AND state IN ('intended', 'sent')",
        [by, id, from],
      );
      return changes === 1;
    },
    async begin(id, holder, { clock }) {
      const at = clock.now();
      const { changes } = await db.run(
        `UPDATE effects SET state = 'sent', attempts = attempts + 1, sent = COALESCE(sent, ?), changed = ?
         WHERE id = ? AND holder = ? AND state IN ('intended', 'sent')`,
        [at, at, id, holder],
      );
      return changes === 1;
    },
    async retreat(id, holder, { clock }) {
      const { changes } = await db.run(
        "UPDATE effects SET state = 'intended', changed = ? WHERE id = ? AND holder = ? AND state = 'sent'",
        [clock.now(), id, holder],
      );
      return changes === 1;
    },
  };
}

type Change = (
  sql: string,
  values: SqlValue[],
  told: { id: string; actor: string | null; action: string },
  ctx: Pick<Context, "clock">,
) => Promise<boolean>;

/** One change of one row together with its record in the audit chain; false where there was nothing to change. */
function createChange(db: Database, audit: Audit): Change {
  return (sql, values, { id, actor, action }, ctx) =>
    db.transaction(async (tx) => {
      const row = await tx.get(`${sql} RETURNING run, kind, account, hash`, values);
      if (!row) return false;
      const data = { kind: textOf(row, "kind"), account: textOf(row, "account"), hash: textOf(row, "hash") };
      const by = actor ?? textOrNull(row, "run") ?? "system";
      await audit.append({ kind: "effect", actor: by, action, subject: id, data }, ctx, tx);
      return true;
    });
}

type EffectReader = Pick<EffectLog, "find" | "get" | "open" | "list" | "count" | "latestAt">;

function createReader(db: Database): EffectReader {
  const one = async (column: "id" | "ref", value: string): Promise<EffectRecord | null> => {
    const row = await db.get(`SELECT * FROM effects WHERE ${column} = ?`, [value]);
    return row && toRecord(row);
  };
  return {
    find: (ref) => one("ref", ref),
    get: (id) => one("id", id),
    async open(holder) {
      const rows = await db.all(
        "SELECT * FROM effects WHERE state IN ('intended', 'sent') AND holder = ? ORDER BY id",
        [holder],
      );
      return rows.map(toRecord);
    },
    async list({ states, before, limit }) {
      const parts: string[] = [];
      const values: (string | number)[] = [];
      if (states) {
        parts.push(`state IN (${states.map(() => "?").join(", ")})`);
        values.push(...states);
      }
      if (before !== undefined) {
        parts.push("id < ?");
        values.push(before);
      }
      const where = parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
      const rows = await db.all(`SELECT * FROM effects ${where} ORDER BY id DESC LIMIT ?`, [...values, limit]);
      return rows.map(toRecord);
    },
    async count(state) {
      const row = await db.get("SELECT COUNT(*) AS count FROM effects WHERE state = ?", [state]);
      return row ? numberOf(row, "count") : 0;
    },
    async latestAt() {
      const row = await db.get("SELECT COALESCE(MAX(changed), 0) AS at FROM effects");
      return row ? numberOf(row, "at") : 0;
    },
  };
}

function toRecord(row: Row): EffectRecord {
  return {
    id: textOf(row, "id"),
    ref: textOf(row, "ref"),
    kind: textOf(row, "kind"),
    account: textOf(row, "account"),
    effectClass: textOf(row, "class") as EffectClass,
    key: textOf(row, "key"),
    title: textOf(row, "title"),
    arguments: jsonOf(row, "arguments"),
    hash: textOf(row, "hash"),
    run: textOrNull(row, "run"),
    holder: textOf(row, "holder"),
    state: textOf(row, "state") as EffectState,
    attempts: numberOf(row, "attempts"),
    receipt: row["receipt"] === null ? null : jsonOf(row, "receipt"),
    fault: row["fault"] === null ? null : (jsonOf(row, "fault") as EffectFault),
    intended: numberOf(row, "intended"),
    sent: numberOrNull(row, "sent"),
    ended: numberOrNull(row, "ended"),
    settledBy: textOrNull(row, "settled_by"),
  };
}
