import { z } from "zod";
import type { EffectAdapter } from "../durable/index.ts";
import { toRefusal, toUnanswered } from "./outcome.ts";

const given = z.object({ url: z.url({ protocol: /^https$/ }).max(2_000) });

/**
 * Takes an address off a list, by RFC 8058: one POST with exactly this body, without cookies, to the https address that the mail named. It
 * may go to that host alone (purpose `unsubscribe:HOST`), and nowhere on: an answer that sends on is a no.
 */
export function createUnsubscribeAdapter(): EffectAdapter {
  return {
    effectClass: "neither",
    async act({ arguments: asked }, ctx) {
      const parsed = given.safeParse(asked);
      if (!parsed.success)
        return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no address for unsubscribing." } };
      const { host, hostname, port, href } = new URL(parsed.data.url);
      if (port !== "")
        return {
          outcome: "refused",
          fault: { code: "E_INPUT", message: `${host} is no usual address for unsubscribing.` },
        };
      try {
        const response = await ctx.net.for(`unsubscribe:${hostname}`).fetch(href, {
          method: "POST",
          redirect: "manual",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: "List-Unsubscribe=One-Click",
          signal: ctx.signal,
        });
        await response.body?.cancel();
        if (response.status >= 300 && response.status < 400)
          return {
            outcome: "refused",
            fault: { code: "E_EFFECT_FAILED", message: `${host} wants to send on elsewhere; that is not done.` },
          };
        return toRefusal(response, host, "") ?? { outcome: "done", receipt: { status: response.status } };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
  };
}
