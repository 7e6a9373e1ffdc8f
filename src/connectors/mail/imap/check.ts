import type { ImapFlow } from "imapflow";
import { AppError, createId, type Context } from "../../../core/index.ts";
import type { EffectClass } from "../../../store/index.ts";
import type { Check } from "../../types.ts";
import { createMailAdapter } from "../send.ts";
import { findByMessageId, withImap } from "./act.ts";
import { listFolders, type Folders } from "./folders.ts";
import type { ImapAccess } from "./session.ts";

export interface ImapCheck extends Check {
  /** Where the account files by itself what it sent; null where it does not: then nobody can be asked whether a mail went out. */
  sent: string | null;
  /** How the server calls itself where it says who a sender is (RFC 8601); null where it says nothing, or it cannot be told which says it. */
  authServer: string | null;
}

/** How long a mail to oneself may take. */
const ARRIVAL_MS = 15_000;
/** After it arrived, its copy in Sent has so long. */
const FILING_MS = 3_000;
const LOOK_MS = 500;
const MAILS_ASKED = 50;
const LEAST = 3;

/**
 * What a mailbox can promise, tried out: a mail to the own address is sent, looked for in Sent and in the inbox, and taken away from both
 * again. `address`: the owner's, null where none is known: then nothing is sent.
 */
export async function checkImap(access: ImapAccess, address: string | null, ctx: Context): Promise<ImapCheck> {
  return withImap(access, ctx, async (client) => {
    const folders = await listFolders(client);
    const authServer = await findAuthServer(client);
    const { sent, notes } =
      address === null ? { sent: null, notes: [] } : await probeSent(client, folders, access, address, ctx);
    const effects: Record<string, EffectClass> = {
      "mail.send": sent === null ? "neither" : "queryable",
      "mail.file": "queryable",
    };
    if (folders.drafts !== null) effects["mail.draft"] = "queryable";
    if (folders.archive === null) notes.push("The mailbox has no folder for the archive.");
    return { address: address ?? access.settings.user, effects, notes, sent, authServer };
  });
}

async function probeSent(
  client: ImapFlow,
  { sent }: Folders,
  access: ImapAccess,
  address: string,
  ctx: Context,
): Promise<{ sent: string | null; notes: string[] }> {
  const { settings, password, purpose } = access;
  const { act } = createMailAdapter({
    user: settings.user,
    password,
    smtp: settings.smtp,
    ca: settings.ca,
    purpose,
    sent: null,
  });
  const text = "Kralle tries out this mailbox. This mail is taken away again.";
  const letter = { from: address, to: [address], subject: "Kralle", text, autoSubmitted: "auto-generated" };
  const done = await act({ account: "", arguments: letter, key: createId("probe", ctx.clock.now()) }, ctx);
  if (done.outcome === "refused" || done.outcome === "notYet") {
    return { sent: null, notes: [`A mail to the own address was not taken: ${done.fault.message}`] };
  }
  if (done.outcome === "unclear")
    return { sent: null, notes: ["It is not clear whether a mail to the own address went out."] };
  const { messageId } = done.receipt as { messageId: string };
  let arrivedAt: number | null = null;
  let filed = false;
  const start = ctx.clock.now();
  for (;;) {
    filed = sent !== null && (await findByMessageId(client, sent, messageId)).length > 0;
    if (arrivedAt === null && (await findByMessageId(client, "INBOX", messageId)).length > 0)
      arrivedAt = ctx.clock.now();
    const isOver = arrivedAt === null ? ctx.clock.now() - start > ARRIVAL_MS : ctx.clock.now() - arrivedAt > FILING_MS;
    if (isOver || (filed && arrivedAt !== null)) break;
    await ctx.clock.sleep(LOOK_MS, ctx.signal);
  }
  const isLeft = await takeAway(client, filed && sent !== null ? ["INBOX", sent] : ["INBOX"], messageId);
  const notes: string[] = [];
  if (!filed)
    notes.push("The server does not file sent mails by itself: whether an unclear mail went out cannot be asked.");
  if (arrivedAt === null) notes.push("A mail to the own address did not arrive within seconds.");
  if (isLeft) notes.push("The mail of the trial could not be taken away.");
  return { sent: filed ? sent : null, notes };
}

/** True where something is left: a server without UIDPLUS could only end all mails that are marked for deletion. */
async function takeAway(client: ImapFlow, folders: readonly string[], messageId: string): Promise<boolean> {
  let isLeft = false;
  for (const folder of folders) {
    const uids = await findByMessageId(client, folder, messageId);
    if (uids.length === 0) continue;
    if (!client.capabilities.has("UIDPLUS")) {
      isLeft = true;
      continue;
    }
    const lock = await client.getMailboxLock(folder);
    try {
      await client.messageDelete(uids.join(","), { uid: true });
    } finally {
      lock.release();
    }
  }
  return isLeft;
}

/** Who wrote the uppermost Authentication-Results of most mails of the inbox: a sender can forge the header, but not all mails. */
async function findAuthServer(client: ImapFlow): Promise<string | null> {
  const lock = await client.getMailboxLock("INBOX", { readOnly: true });
  try {
    if (client.mailbox === false) throw new AppError("E_NETWORK", "The mail server closed the folder.");
    const { exists } = client.mailbox;
    if (exists === 0) return null;
    const mails = await client.fetchAll(`${Math.max(1, exists - MAILS_ASKED + 1)}:*`, {
      headers: ["authentication-results"],
    });
    const counts = new Map<string, number>();
    for (const { headers } of mails) {
      const [, name] = /^authentication-results:\s*([\w.-]{1,253})/i.exec(headers?.toString("latin1") ?? "") ?? [];
      if (name !== undefined) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
    }
    const [first] = [...counts].toSorted((a, b) => b[1] - a[1]);
    return first && first[1] >= LEAST && first[1] * 2 > mails.length ? first[0] : null;
  } finally {
    lock.release();
  }
}
