import type { Context } from "../../../core/index.ts";
import type { Act, EffectAdapter, Order } from "../../../durable/index.ts";
import { toRefusal, toUnanswered } from "../../outcome.ts";
import { callApi, readApi, type ApiParts } from "../api/call.ts";
import { composeLetter } from "../compose.ts";
import { draft, found } from "./shapes.ts";

const TAKEN = "This is no mail that can be sent.";

/**
 * Sends through Microsoft Graph in two steps: the mail is put among the drafts with a Message-ID made of the key, then that draft is
 * sent. Whether it was sent can be asked afterwards: by that id it is found among what was sent, or is still a draft.
 */
export function createGraphSender(parts: ApiParts & { api: string }): EffectAdapter {
  const base = `${parts.api.replace(/\/$/, "")}/v1.0/me`;

  async function find(id: string, ctx: Context): Promise<{ id: string; isDraft: boolean }[]> {
    const query = new URLSearchParams({
      $filter: `internetMessageId eq '${id.replaceAll("'", "''")}'`,
      $select: "id,isDraft",
    });
    const response = await readApi(parts, { url: `${base}/messages?${query}` }, ctx);
    return response === null ? [] : found.parse(await response.json()).value;
  }

  async function prepare(order: Order, ctx: Context): Promise<{ id: string } | Act> {
    const letter = await composeLetter(order);
    if (letter === null) return { outcome: "refused", fault: { code: "E_INPUT", message: TAKEN } };
    const left = (await find(letter.messageId, ctx)).find(({ isDraft }) => isDraft); // of an earlier try
    if (left) return left;
    const body = { type: "text/plain", bytes: Buffer.from(letter.raw).toString("base64") };
    const response = await callApi(parts, { method: "POST", url: `${base}/messages`, body }, ctx);
    const refusal = toRefusal(response, parts.name, "");
    if (refusal !== null) {
      await response.body?.cancel();
      // A draft reaches nobody: what is unclear here has certainly not been sent.
      return refusal.outcome === "unclear" ? notYet(refusal.reason) : refusal;
    }
    const made = draft.parse(await response.json());
    if (made.internetMessageId === letter.messageId) return made;
    await callApi(
      parts,
      { method: "POST", url: `${base}/messages/${encodeURIComponent(made.id)}/permanentDelete` },
      ctx,
    );
    const message = `${parts.name} gave the mail another id: nobody could tell afterwards whether it was sent.`;
    return { outcome: "refused", fault: { code: "E_EFFECT_FAILED", message } };
  }

  return {
    effectClass: "queryable",
    async act(order, ctx) {
      let prepared: { id: string } | Act;
      try {
        prepared = await prepare(order, ctx);
      } catch (thrown) {
        const unanswered = toUnanswered(thrown);
        return unanswered.outcome === "unclear" ? notYet(unanswered.reason) : unanswered;
      }
      if ("outcome" in prepared) return prepared;
      try {
        const url = `${base}/messages/${encodeURIComponent(prepared.id)}/send`;
        const response = await callApi(parts, { method: "POST", url }, ctx);
        await response.body?.cancel();
        return toRefusal(response, parts.name, "") ?? { outcome: "done", receipt: { id: prepared.id } };
      } catch (thrown) {
        return toUnanswered(thrown);
      }
    },
    async query(order, ctx) {
      const letter = await composeLetter(order);
      if (letter === null) return null;
      const sent = (await find(letter.messageId, ctx)).find(({ isDraft }) => !isDraft);
      return sent ? { id: sent.id } : null;
    },
  };
}

function notYet(message: string): Act {
  return { outcome: "notYet", fault: { code: "E_NETWORK", message } };
}
