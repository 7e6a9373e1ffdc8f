import { createId, type Context } from "../core/index.ts";
import { createAudit } from "./audit.ts";
import { numberOf, textOf, type Database } from "./database.ts";

export const POLICY: readonly string[] = [
  "CREATE TABLE policy_lines (id TEXT PRIMARY KEY, text TEXT NOT NULL, created BIGINT NOT NULL)",
  "CREATE TABLE tool_uses (tool TEXT NOT NULL, at BIGINT NOT NULL)",
  "CREATE INDEX tool_uses_by_tool ON tool_uses (tool, at)",
];

/** A line of the owner's policy as they wrote it; what it means, `guard` says. */
export interface StoredLine {
  id: string;
  text: string;
  /** ms UTC */
  created: number;
}

/** What a line does, for the audit: its kind, its verb and its tool, and nothing that it says of people. */
export type PolicyEntry = Record<string, string>;

const CHANGE = { kind: "policy", actor: "owner" } as const;
const DAY_MS = 24 * 60 * 60_000;

/** The policy of the owner; each change of it is audited with it. It lives here and not in a conversation: no summary, no restart and no model loses a line. */
export interface PolicyLines {
  /** Oldest first. */
  list(): Promise<StoredLine[]>;
  /** The same text again is the same line. */
  add(text: string, entry: PolicyEntry, ctx: Context): Promise<StoredLine>;
  /** Whether there was one. */
  remove(id: string, ctx: Context): Promise<boolean>;
  /** Notes a use of a tool, before it happens; older ones than a day are forgotten. */
  countUse(tool: string, ctx: Context): Promise<void>;
  /** Uses of a tool within the last 24 hours. */
  uses(tool: string, ctx: Context): Promise<number>;
}

export function createPolicyLines(db: Database): PolicyLines {
  return {
    async list() {
      const rows = await db.all("SELECT * FROM policy_lines ORDER BY id");
      return rows.map((row) => {
        return { id: textOf(row, "id"), text: textOf(row, "text"), created: numberOf(row, "created") };
      });
    },
    add: (text, data, ctx) =>
      db.transaction(async (tx) => {
        const known = (await createPolicyLines(tx).list()).find((line) => line.text === text);
        if (known) return known;
        const created = ctx.clock.now();
        const line: StoredLine = { id: createId("pol", created), text, created };
        await tx.run("INSERT INTO policy_lines (id, text, created) VALUES (?, ?, ?)", [line.id, text, created]);
        await createAudit(tx).append({ ...CHANGE, action: "added", subject: line.id, data }, ctx, tx);
        return line;
      }),
    remove: (id, ctx) =>
      db.transaction(async (tx) => {
        if ((await tx.run("DELETE FROM policy_lines WHERE id = ?", [id])).changes === 0) return false;
        await createAudit(tx).append({ ...CHANGE, action: "removed", subject: id }, ctx, tx);
        return true;
      }),
    async countUse(tool, ctx) {
      const now = ctx.clock.now();
      await db.transaction(async (tx) => {
        await tx.run("INSERT INTO tool_uses (tool, at) VALUES (?, ?)", [tool, now]);
        await tx.run("DELETE FROM tool_uses WHERE at < ?", [now - 2 * DAY_MS]);
      });
    },
    async uses(tool, ctx) {
      // What a clock that went back left in the future counts, too.
      const since = ctx.clock.now() - DAY_MS;
      const row = await db.get("SELECT COUNT(*) AS uses FROM tool_uses WHERE tool = ? AND at > ?", [tool, since]);
      return row === null ? 0 : numberOf(row, "uses");
    },
  };
}
