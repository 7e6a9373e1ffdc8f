import type { Context } from "../../core/index.ts";
import type { DeskParts } from "../../desks/types.ts";
import type { Services } from "../services.ts";

/** After the encoder failed, it is asked again no sooner. */
const PAUSE_MS = 10 * 60_000;

/**
 * Vectors of the encoder for desks. Who asks for one while its weights are not on this machine has them fetched where that is allowed,
 * and gets none meanwhile: no mail waits for a download.
 */
export function createMeaning({
  encoder,
  encoderHere,
}: Pick<Services, "encoder" | "encoderHere">): DeskParts["meaning"] {
  let isHere = false;
  let notBefore = -Infinity;
  return async (text, ctx: Context) => {
    if (ctx.clock.now() < notBefore) return null;
    try {
      if (!isHere) {
        const house = await encoderHere();
        isHere = (await house.state()).state === "here";
        if (!isHere) {
          await house.begin();
          return null;
        }
      }
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
