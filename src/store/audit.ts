import type { Context } from "../core/index.ts";
import {
  FIRST_LINK,
  linkOf,
  toBounded,
  type AuditData,
  type AuditEntry,
  type AuditKind,
  type AuditRecord,
} from "./auditChain.ts";
import { jsonOf, numberOf, textOf, type Database, type Row } from "./database.ts";

/** The last record that there is, by number and hash; kept elsewhere it proves that nothing before it was changed since. */
export interface AuditHead {
  seq: number;
  hash: string;
}

export interface AuditVerdict {
  isSound: boolean;
  /** Records that were read and found right. */
  records: number;
  head: AuditHead;
  /** The first record that is wrong, and how; null when the chain holds. */
  broken: { seq: number; fault: AuditFault } | null;
  /** Heads that were handed in and that the chain does not have: what stood there was cut off or made anew. */
  missing: string[];
}

/** changed: it does not fit its hash · gap: a record lacks or stands twice · end: it is not where the head says. */
export type AuditFault = "changed" | "gap" | "end";

export interface AuditFilter {
  kinds?: readonly AuditKind[] | undefined;
  /** ms UTC */
  since?: number | undefined;
  /** Only records with a smaller number. */
  before?: number | undefined;
  limit: number;
}

/**
 * Who did what: records that are only ever added, each bound to all before it. Contract: `append` in a transaction (`tx`) is there exactly
 * when the rest of it is; without one it is on disk when it resolves. Records that are added at the same time, also by
 * several processes, follow each other. Nothing in here changes or removes one.
 */
export interface Audit {
  append(entry: AuditEntry, ctx: Pick<Context, "clock">, tx?: Database): Promise<AuditRecord>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditRecord[]>;
  head(): Promise<AuditHead>;
  /** All of them, oldest first. */
  read(): AsyncIterable<AuditRecord>;
  /** Reads every record. `heads` are hashes that the chain must still have. */
  verify(heads?: readonly string[], signal?: AbortSignal): Promise<AuditVerdict>;
}

const PAGE = 1_000;

export function createAudit(db: Database): Audit {
  async function* read(): AsyncIterable<AuditRecord> {
    for (let after = Number.MIN_SAFE_INTEGER; ;) {
      const rows = await db.all("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?", [after, PAGE]);
      yield* rows.map(toRecord);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = numberOf(last, "seq");
    }
  }
  const head = async (): Promise<AuditHead> => {
    const row = await db.get("SELECT seq, hash FROM audit_head WHERE id = 1");
    return row ? { seq: numberOf(row, "seq"), hash: textOf(row, "hash") } : { seq: 0, hash: "" };
  };
  return {
    append: (entry, ctx, tx = db) => tx.transaction((inner) => append(inner, entry, ctx)),
    async list({ kinds, since = 0, before = Number.MAX_SAFE_INTEGER, limit }) {
      const marks = (kinds ?? []).map(() => "?").join(", ");
      const rows = await db.all(
        `SELECT * FROM audit WHERE seq < ? AND at >= ? ${kinds ? `AND kind IN (${marks})` : ""} ORDER BY seq DESC LIMIT ?`,
        [before, since, ...(kinds ?? []), limit],
      );
      return rows.map(toRecord);
    },
    head,
    read,
    async verify(heads = [], signal) {
      const end = await head();
      const missing = new Set(heads);
      let previous: AuditHead = { seq: 0, hash: FIRST_LINK };
      const verdict = (broken: AuditVerdict["broken"]): AuditVerdict => ({
        isSound: broken === null && missing.size === 0,
        records: previous.seq,
        head: previous,
        broken,
        missing: [...missing],
      });
      missing.delete(FIRST_LINK);
      for await (const record of read()) {
        signal?.throwIfAborted();
        if (record.seq !== previous.seq + 1) return verdict({ seq: previous.seq + 1, fault: "gap" });
        if (linkOf(previous.hash, record) !== record.hash) return verdict({ seq: record.seq, fault: "changed" });
        previous = { seq: record.seq, hash: record.hash };
        missing.delete(record.hash);
      }
      // Records may have been added since the head was read: then it is one of those that were passed.
      const isEnd = previous.seq >= end.seq && (await isAt(db, end));
      return verdict(isEnd ? null : { seq: previous.seq + 1, fault: "end" });
    },
  };
}

async function isAt(db: Database, { seq, hash }: AuditHead): Promise<boolean> {
  if (seq === 0) return hash === FIRST_LINK;
  return (await db.get("SELECT hash FROM audit WHERE seq = ?", [seq]))?.["hash"] === hash;
}

async function append(tx: Database, entry: AuditEntry, { clock }: Pick<Context, "clock">): Promise<AuditRecord> {
  // The update is first: on a server it holds back everybody else who appends until this transaction ends.
  const row = await tx.get("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash");
  if (!row) throw new TypeError("The head of the audit chain is gone.");
  const record = { ...bounded(entry), seq: numberOf(row, "seq"), at: clock.now() };
  const hash = linkOf(textOf(row, "hash"), record);
  const { seq, at, kind, actor, action, subject, data } = record;
  await tx.run(
    "INSERT INTO audit (seq, at, kind, actor, action, subject, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [seq, at, kind, actor, action, subject, JSON.stringify(data), hash],
  );
  await tx.run("UPDATE audit_head SET hash = ? WHERE id = 1", [hash]);
  return { ...record, hash };
}

/** As it is stored: SQLite and PostgreSQL keep neither a lone surrogate nor a NUL, and a hash over one would never fit again. */
function bounded({ kind, actor, action, subject, data = {} }: AuditEntry): Omit<AuditRecord, "seq" | "at" | "hash"> {
  const clean = (text: string): string => toBounded(text.toWellFormed().replaceAll("\u0000", "\ufffd"));
  const members = Object.entries(data).map(([name, value]) => [name, typeof value === "string" ? clean(value) : value]);
  return {
    kind,
    actor: clean(actor),
    action: clean(action),
    subject: clean(subject),
    data: Object.fromEntries(members) as AuditData,
  };
}

function toRecord(row: Row): AuditRecord {
  return {
    seq: numberOf(row, "seq"),
    at: numberOf(row, "at"),
    kind: textOf(row, "kind"),
    actor: textOf(row, "actor"),
    action: textOf(row, "action"),
    subject: textOf(row, "subject"),
    data: toData(row),
    hash: textOf(row, "hash"),
  };
}

/** What cannot be read any more is a record that does not fit its hash: `verify` says so. */
function toData(row: Row): AuditData {
  try {
    return jsonOf(row, "data") as AuditData;
  } catch {
    return { unreadable: true };
  }
}
