import { z } from "zod";
import type { EffectAdapter } from "../durable/index.ts";
import { toRefusal, toUnanswered } from "./outcome.ts";

export interface TelegramAccount {
  /** Address of the Bot API, without a slash at its end. */
  api: string;
  /** Of the bot; a secret. */
  token: string;
  actMs?: number;
}

const message = z.object({ chat: z.int(), text: z.string().min(1).max(4096) });
const answer = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  result: z.object({ message_id: z.int() }).optional(),
  parameters: z.object({ retry_after: z.int().optional() }).optional(),
});

/** `sendMessage` of the Bot API (https://core.telegram.org/bots/api#sendmessage): no key, and nobody can be asked. */
export function createTelegramAdapter({ api, token, actMs }: TelegramAccount): EffectAdapter {
  return {
    effectClass: "neither",
    ...(actMs === undefined ? {} : { actMs }),
    async act({ arguments: given }, ctx) {
      const parsed = message.safeParse(given);
      if (!parsed.success) {
        return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no message for Telegram." } };
      }
      const { chat, text } = parsed.data;
      try {
        const response = await ctx.net.for("account:telegram").fetch(`${api}/bot${token}/sendMessage`, {
          method: "POST",
          redirect: "manual",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ chat_id: chat, text }),
          signal: ctx.signal,
        });
        const raw = answer.safeParse(await response.json().catch((thrown: unknown) => keepStatus(thrown, response)));
        const { ok, description = "", result, parameters } = raw.data ?? { ok: false };
        const refusal = toRefusal(response, "Telegram", description);
        if (refusal?.outcome === "notYet" && parameters?.retry_after !== undefined)
          return { ...refusal, retryAfterMs: parameters.retry_after * 1_000 };
        if (refusal) return refusal;
        if (ok && result) return { outcome: "done", receipt: { message: result.message_id } };
        return { outcome: "unclear", reason: "Telegram gave an answer of another form" };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
  };
}

/** An error of the other side may come without JSON; a success that breaks off may not. */
function keepStatus(thrown: unknown, { ok }: Response): null {
  if (ok) throw thrown;
  return null;
}
