import type { EffectAdapter } from "../../../durable/index.ts";
import { composeLetter, letter, toMessageId } from "../compose.ts";
import { actOverImap, findByMessageId, withImap } from "./act.ts";
import { listFolders } from "./folders.ts";
import type { ImapAccess } from "./session.ts";

/** Puts a letter into the mailbox's drafts, for a person to send. Whether it is there is asked by its Message-ID, which is made of the act's key. */
export function createDraftAdapter(access: ImapAccess): EffectAdapter {
  return {
    effectClass: "queryable",
    act: (order, ctx) =>
      actOverImap(access, ctx, async (client) => {
        const composed = await composeLetter(order);
        if (composed === null) {
          return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no mail that can be sent." } };
        }
        const { drafts } = await listFolders(client);
        if (drafts === null) {
          return {
            outcome: "refused",
            fault: { code: "E_EFFECT_FAILED", message: "The mailbox has no folder for drafts." },
          };
        }
        await client.append(drafts, Buffer.from(composed.raw), ["\\Draft", "\\Seen"]);
        return { outcome: "done", receipt: { messageId: composed.messageId, folder: drafts } };
      }),
    query: ({ arguments: given, key }, ctx) =>
      withImap(access, ctx, async (client) => {
        const { drafts } = await listFolders(client);
        const messageId = toMessageId(key, letter.parse(given).from);
        const isThere = drafts !== null && (await findByMessageId(client, drafts, messageId)).length > 0;
        return isThere ? { messageId, folder: drafts } : null;
      }),
  };
}
