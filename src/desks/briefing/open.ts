import { AppError, type Context } from "../../core/index.ts";
import type { Desk, DeskParts } from "../types.ts";
import { BRIEFING_SCHEDULE, BRIEFING_WORK, type BriefingInput } from "./names.ts";
import { baseOf, type BriefingParts } from "./parts.ts";
import { work } from "./work.ts";

/** Contract: `Desk`. Its work begins by the schedule of its name, or by who promises it. */
export function openBriefing(parts: DeskParts, ctx: Context): Desk {
  const own: BriefingParts = { ...parts, base: baseOf };
  return {
    async run(name, input, run) {
      if (name !== BRIEFING_WORK) throw new AppError("E_BUG", `The briefing does no work of the name ${name}.`);
      const note = await work(input as BriefingInput, own, run, ctx);
      await run.step("zone", () => followZone(parts, ctx));
      return note;
    },
    start: () => followZone(parts, ctx),
    close: () => Promise.resolve(),
  };
}

/** The owner moved to another zone: from now on its clocks say when. Nothing without a schedule, or where it is that zone already. */
export async function followZone({ store }: Pick<DeskParts, "store">, ctx: Context): Promise<void> {
  const [schedule, { timeZone }] = await Promise.all([store.schedules.get(BRIEFING_SCHEDULE), store.profile.get()]);
  if (!schedule || timeZone === null || timeZone === schedule.zone) return;
  const input: BriefingInput = { zone: timeZone };
  await store.schedules.put({ ...schedule, zone: timeZone, input, through: ctx.clock.now() }, ctx);
}
