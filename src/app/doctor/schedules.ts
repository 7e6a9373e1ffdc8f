import { existsSync } from "node:fs";
import { join } from "node:path";
import { createScheduleBook } from "../../durable/index.ts";
import { ok, warn, type Check } from "./types.ts";

/** Times of schedules that passed and of which nothing is known, and schedules whose last time failed. */
export const schedules: Check = {
  id: "schedules",
  async run(services, ctx) {
    if (!existsSync(join(services.home, "kralle.db"))) return ok({ count: 0 }); // nothing is made here by looking
    const { schedules: kept } = await services.store();
    const all = await createScheduleBook(kept, {}, ctx).schedules();
    const names = (wanted: typeof all): string => wanted.map(({ name }) => name).join(", ");
    const missing = all.filter((one) => one.missing !== null);
    if (missing.length > 0) return warn({ count: all.length, missing: names(missing) });
    const failed = all.filter(({ last }) => last?.state === "failed");
    return failed.length > 0 ? warn({ count: all.length, failed: names(failed) }) : ok({ count: all.length });
  },
};
