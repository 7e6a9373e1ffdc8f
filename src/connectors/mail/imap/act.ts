import type { ImapFlow } from "imapflow";
import { z } from "zod";
import { AppError, type Context } from "../../../core/index.ts";
import { toFault, type Act } from "../../../durable/index.ts";
import { openImap, type ImapAccess } from "./session.ts";

/** Over a connection of its own, which is closed in the end. */
export async function withImap<T>(
  access: ImapAccess,
  ctx: Context,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const client = await openImap(access, ctx);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** What became of an act: before it was let in nothing can have happened; a NO or BAD says that nothing did (RFC 9051, 7.1); else it is unclear. */
export async function actOverImap(
  access: ImapAccess,
  ctx: Context,
  work: (client: ImapFlow) => Promise<Act>,
): Promise<Act> {
  let isOpen = false;
  try {
    return await withImap(access, ctx, (client) => {
      isOpen = true;
      return work(client);
    });
  } catch (thrown) {
    if (!isOpen && thrown instanceof AppError) {
      return { outcome: thrown.retryable ? "notYet" : "refused", fault: toFault(thrown) };
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (isRefusal(thrown)) {
      return { outcome: "refused", fault: { code: "E_EFFECT_FAILED", message } };
    }
    return { outcome: "unclear", reason: message };
  }
}

const answer = z.object({ responseStatus: z.enum(["NO", "BAD"]) });

/** The server answered that it does not do that. */
export const isRefusal = (thrown: unknown): boolean => answer.safeParse(thrown).success;

/** Numbers of the mails of a folder with this Message-ID. */
export async function findByMessageId(client: ImapFlow, mailbox: string, messageId: string): Promise<number[]> {
  const lock = await client.getMailboxLock(mailbox, { readOnly: true });
  try {
    const found = await client.search({ header: { "Message-ID": messageId } }, { uid: true });
    if (Array.isArray(found)) return found;
    throw new AppError("E_NETWORK", "The mail server could not search the folder.");
  } finally {
    lock.release();
  }
}
