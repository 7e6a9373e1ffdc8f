import type { Context } from "../../core/index.ts";
import type { Access } from "./access.ts";

/** How late a gateway may learn what another one did, ms. */
const EVERY_MS = 500;

/** Until `ctx.signal` fires: whom another gateway on the database shut out is shut out here, too. Never rejects. */
export async function followOthers(access: Pick<Access, "refresh">, ctx: Context): Promise<void> {
  let isTold = false;
  while (!ctx.signal.aborted) {
    try {
      await ctx.clock.sleep(EVERY_MS, ctx.signal);
      await access.refresh();
      isTold = false;
    } catch (error) {
      if (ctx.signal.aborted) return;
      if (!isTold) ctx.log.warn("whom other gateways let in, or no more, is not known", { error });
      isTold = true;
    }
  }
}
