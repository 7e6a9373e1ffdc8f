import { AppError } from "../../core/index.ts";
import { endGateway } from "../client/socket.ts";
import { withGateway } from "../gateway.ts";
import { wrap } from "../terminal/text.ts";
import { EXIT } from "../view/exit.ts";

/** It drains within 5 s; what is slower than this does not end. */
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** `kralle down`: ends the gateway of this home and waits for its end; what still runs goes on at its next start. */
export function run(): Promise<number> {
  return withGateway(async ({ found, path, ui, ctx }) => {
    const { gateway } = ui.texts;
    if (!found || path === null) {
      ui.out.line(wrap(gateway.none, ui.out.columns));
      return EXIT.ok;
    }
    await endGateway(path, ctx);
    const until = ctx.clock.now() + PATIENCE_MS;
    while (isAlive(found.pid)) {
      if (ctx.clock.now() > until)
        throw new AppError("E_GATEWAY_GONE", gateway.staysUp(found.pid), { hint: gateway.staysHint });
      await ctx.clock.sleep(POLL_MS, ctx.signal);
    }
    ui.out.line(wrap(gateway.ended(found.pid), ui.out.columns));
    return EXIT.ok;
  });
}

/** Signal 0 only asks. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: it is gone
  }
}
