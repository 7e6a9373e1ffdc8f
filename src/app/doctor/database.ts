import { existsSync } from "node:fs";
import { join } from "node:path";
import { openMasterKeys } from "../../guard/index.ts";
import { inspectDatabase, requireUnmoved } from "../../store/index.ts";
import { ok, warn, type Check } from "./types.ts";

/** Where the tables are, whether they are safe there, and where the key of the secrets in them is. */
export const database: Check = {
  id: "database",
  async run({ home, env, databaseUrl }, ctx) {
    const key = (await (await openMasterKeys(home, env)).known())?.place ?? "none";
    if (databaseUrl === undefined) {
      await requireUnmoved(home);
      return ok({ kind: "sqlite", key });
    }
    const { shown, version, isFirm } = await inspectDatabase(databaseUrl, ctx);
    const values = { kind: "postgres", key, shown, version };
    if (!isFirm) return warn({ ...values, fault: "fsync" });
    return existsSync(join(home, "kralle.db")) ? warn({ ...values, fault: "unmoved" }) : ok(values);
  },
};
