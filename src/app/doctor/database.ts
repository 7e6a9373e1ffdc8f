import { existsSync } from "node:fs";
import { join } from "node:path";
import { inspectDatabase, requireUnmoved } from "../../store/index.ts";
import { ok, warn, type Check } from "./types.ts";

/** Where the tables are, and whether they are safe there. */
export const database: Check = {
  id: "database",
  async run({ home, databaseUrl }, ctx) {
    if (databaseUrl === undefined) {
      await requireUnmoved(home);
      return ok({ kind: "sqlite" });
    }
    const { shown, version, isFirm } = await inspectDatabase(databaseUrl, ctx);
    const values = { kind: "postgres", shown, version };
    if (!isFirm) return warn({ ...values, fault: "fsync" });
    return existsSync(join(home, "kralle.db")) ? warn({ ...values, fault: "unmoved" }) : ok(values);
  },
};
