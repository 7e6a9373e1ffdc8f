import type { Context } from "../../../core/index.ts";
import type { EffectAdapter } from "../../../durable/index.ts";
import { toRefusal, toUnanswered } from "../../outcome.ts";
import { callApi, readApi, type ApiParts } from "../api/call.ts";
import { composeLetter, toKeyWord } from "../compose.ts";
import { heads, messageList, sentMessage } from "./shapes.ts";

/** So many of the newest sent mails are looked through for one. */
const LOOK_AT = 50;
/** How long Gmail's lists may lag behind what was sent. */
const SETTLE_MS = 5_000;

/**
 * Sends through Gmail's API, which files what it sends. Gmail may give a mail another Message-ID, so that the key stands in a header
 * of its own as well, and an act is asked for by either of them.
 */
export function createGmailSender(parts: ApiParts & { api: string; settleMs?: number }): EffectAdapter {
  const base = `${parts.api.replace(/\/$/, "")}/gmail/v1/users/me`;
  return {
    effectClass: "queryable",
    settleMs: parts.settleMs ?? SETTLE_MS,
    async act(order, ctx) {
      const letter = await composeLetter(order);
      if (letter === null) {
        return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no mail that can be sent." } };
      }
      try {
        const json = { raw: Buffer.from(letter.raw).toString("base64url") };
        const response = await callApi(parts, { method: "POST", url: `${base}/messages/send`, json }, ctx);
        const refusal = toRefusal(response, parts.name, "");
        if (refusal !== null) {
          await response.body?.cancel();
          return refusal;
        }
        return { outcome: "done", receipt: sentMessage.parse(await response.json()) };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
    async query(order, ctx) {
      const letter = await composeLetter(order);
      if (letter === null) return null;
      const list = await readApi(parts, { url: `${base}/messages?labelIds=SENT&maxResults=${LOOK_AT}` }, ctx);
      const { messages } = messageList.parse(await list?.json());
      for (const { id } of messages) if (await isIt(id, toKeyWord(order.key), letter.messageId, ctx)) return { id };
      return null;
    },
  };

  async function isIt(id: string, word: string, messageId: string, ctx: Context): Promise<boolean> {
    const query = new URLSearchParams({ format: "metadata" });
    for (const name of ["Message-ID", "X-Kralle-Key"]) query.append("metadataHeaders", name);
    const response = await readApi(parts, { url: `${base}/messages/${id}?${query}` }, ctx);
    if (response === null) return false;
    const { payload } = heads.parse(await response.json());
    return payload.headers.some(({ name, value }) => {
      const known = name.toLowerCase();
      return (known === "message-id" && value === messageId) || (known === "x-kralle-key" && value === word);
    });
  }
}
