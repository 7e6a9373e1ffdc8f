import type { Context } from "../core/index.ts";
import type { Audit } from "./audit.ts";
import { expireWhere } from "./approvals.ts";
import { numberOf, textOf, type Database } from "./database.ts";

/** A Kralle among others on one database, and how often it has shown itself. */
export interface HolderBeat {
  holder: string;
  /** -1 where it left open work and never showed itself, or went away. */
  beat: number;
}

/**
 * Who of several on one database carries acts and asks questions. Nobody compares clocks: each counts on, and the others look whether it
 * did within a time of their own.
 */
export interface Holders {
  /** Counts on. False where it had been given up meanwhile, or is new. */
  beat(holder: string): Promise<boolean>;
  /** Those that show themselves, or have acts or questions that are open. */
  list(): Promise<HolderBeat[]>;
  /**
   * Gives up one that did not count on since: its open acts become those of `by`, its open questions are a no, together. How many acts it
   * were; null, and nothing is changed, where it has shown itself meanwhile.
   */
  takeOver(left: HolderBeat, by: string, ctx: Pick<Context, "clock">): Promise<number | null>;
  /** Goes away; what it leaves open is for the others. */
  leave(holder: string): Promise<void>;
}

const LIST = `SELECT id, beat FROM holders UNION ALL
  SELECT holder AS id, -1 AS beat FROM (
    SELECT holder FROM effects WHERE state IN ('intended', 'sent') UNION
    SELECT holder FROM approvals WHERE state IN ('open', 'allowed') AND holder IS NOT NULL) AS working
  WHERE holder NOT IN (SELECT id FROM holders)`;

export function createHolders(db: Database, audit: Audit): Holders {
  return {
    async beat(holder) {
      const row = await db.get(
        `INSERT INTO holders (id, beat) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET beat = holders.beat + 1 RETURNING beat`,
        [holder],
      );
      return row !== null && numberOf(row, "beat") > 1;
    },
    async list() {
      return (await db.all(LIST)).map((row) => ({ holder: textOf(row, "id"), beat: numberOf(row, "beat") }));
    },
    takeOver: ({ holder, beat }, by, ctx) =>
      db.transaction(async (tx) => {
        const { changes } = await tx.run("DELETE FROM holders WHERE id = ? AND beat = ?", [holder, beat]);
        const isThere = (await tx.get("SELECT beat FROM holders WHERE id = ?", [holder])) !== null;
        if (isThere || (changes === 0 && beat >= 0)) return null;
        await expireWhere(tx, "holder = ? AND state IN ('open', 'allowed')", [holder], audit, ctx);
        const taken = await tx.run("UPDATE effects SET holder = ? WHERE holder = ? AND state IN ('intended', 'sent')", [
          by,
          holder,
        ]);
        return taken.changes;
      }),
    async leave(holder) {
      await db.run("DELETE FROM holders WHERE id = ?", [holder]);
    },
  };
}
