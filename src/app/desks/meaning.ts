import type { Context } from "../../core/index.ts";
import type { DeskParts } from "../../desks/types.ts";
import { ENCODER } from "../../models/index.ts";
import { listInstalled } from "../installed.ts";
import type { Services } from "../services.ts";

/** After the encoder failed, it is asked again no sooner. */
const PAUSE_MS = 10 * 60_000;

/** Vectors of the encoder for desks. It is fetched for nobody: where its weights are not on this machine, there are none. */
export function createMeaning({ home, encoder }: Pick<Services, "home" | "encoder">): DeskParts["meaning"] {
  let isHere = false;
  let notBefore = -Infinity;
  return async (text, ctx: Context) => {
    if (ctx.clock.now() < notBefore) return null;
    try {
      isHere ||= (await listInstalled(home, ctx)).some(({ sha256 }) => sha256 === ENCODER.sha256);
      if (!isHere) return null;
      const bringer = await encoder(() => undefined);
      const { vectors } = await bringer.embed({ texts: [text], kind: "query", priority: "background" }, ctx);
      return vectors[0] ?? null;
    } catch (error) {
      ctx.signal.throwIfAborted();
      notBefore = ctx.clock.now() + PAUSE_MS;
      ctx.log.warn("the encoder gave no vector", { error });
      return null;
    }
  };
}
