import type { ImapFlow } from "imapflow";
import type { Act, EffectAdapter } from "../../../durable/index.ts";
import { createFiling, refuseFiling as refuse, type Filing, type PlacedMail } from "../filing.ts";
import { actOverImap, findByMessageId, withImap } from "./act.ts";
import { listFolders } from "./folders.ts";
import type { ImapAccess } from "./session.ts";

/** Files in a mailbox behind IMAP. */
export function createFilingAdapter(
  access: ImapAccess,
  find: (mail: string) => Promise<PlacedMail | null>,
): EffectAdapter {
  return createFiling(find, {
    file: (asked, placed, ctx) => actOverImap(access, ctx, (client) => fileMail(client, asked, placed)),
    find: (asked, placed, ctx) => withImap(access, ctx, (client) => findFiled(client, asked, placed)),
  });
}

async function fileMail(client: ImapFlow, asked: Filing, placed: PlacedMail | null): Promise<Act> {
  const target = await targetOf(client, asked);
  if (asked.action !== "flag" && target === null) return refuse("The mailbox has no folder for the archive.");
  const place = placed && (await findNow(client, asked, placed));
  if (!place) return refuse("The mail does not lie in the mailbox any more.");
  if (place.folder === target) return { outcome: "done", receipt: { folder: target } };
  if (asked.action === "move" && target !== null) await client.mailboxCreate(target); // nothing where it is there
  const lock = await client.getMailboxLock(place.folder);
  try {
    if (place.uidValidity !== null && !(await isThere(client, { ...place, uidValidity: place.uidValidity })))
      return refuse("The mail does not lie in the mailbox any more.");
    const range = String(place.uid);
    if (asked.action === "flag") {
      if (asked.add.length > 0) await client.messageFlagsAdd(range, asked.add, { uid: true });
      if (asked.remove.length > 0) await client.messageFlagsRemove(range, asked.remove, { uid: true });
      return { outcome: "done", receipt: { folder: place.folder } };
    }
    // Without one of them "moved away" would end every mail that the owner has marked for deletion (RFC 9051, EXPUNGE).
    if (!client.capabilities.has("MOVE") && !client.capabilities.has("UIDPLUS"))
      return refuse("The mail server cannot move single mails.");
    await client.messageMove(range, target ?? "", { uid: true });
    return { outcome: "done", receipt: { folder: target } };
  } finally {
    lock.release();
  }
}

interface Now {
  folder: string;
  /** Null: it was looked for just now. */
  uidValidity: string | null;
  uid: number;
}

/** Where it lies: as it was read last, else, by its Message-ID, where it was moved to since. Of two mails with one id neither is taken. */
async function findNow(client: ImapFlow, asked: Filing, { messageId, places }: PlacedMail): Promise<Now | null> {
  for (const place of places) {
    const lock = await client.getMailboxLock(place.folder, { readOnly: true });
    try {
      if (await isThere(client, place)) return place;
    } finally {
      lock.release();
    }
  }
  const moved = (asked.action === "move" ? asked.from : undefined) ?? (await listFolders(client)).archive;
  if (moved === null || messageId === null || !(await client.list()).some(({ path }) => path === moved)) return null;
  const [uid, ...others] = await findByMessageId(client, moved, messageId);
  return uid === undefined || others.length > 0 ? null : { folder: moved, uidValidity: null, uid };
}

async function findFiled(client: ImapFlow, asked: Filing, { messageId, places }: PlacedMail): Promise<unknown> {
  const target = await targetOf(client, asked);
  const [place] = places;
  if (asked.action === "flag") {
    if (!place) return null;
    const lock = await client.getMailboxLock(place.folder, { readOnly: true });
    try {
      if (!(await isThere(client, place))) return null;
      const mail = await client.fetchOne(String(place.uid), { flags: true }, { uid: true });
      const flags = (mail !== false && mail.flags) || new Set<string>();
      const isDone = asked.add.every((one) => flags.has(one)) && !asked.remove.some((one) => flags.has(one));
      return isDone ? { folder: place.folder } : null;
    } finally {
      lock.release();
    }
  }
  if (target === null) return null;
  for (const one of places.filter(({ folder }) => folder === target)) {
    const lock = await client.getMailboxLock(one.folder, { readOnly: true });
    try {
      if (await isThere(client, one)) return { folder: target };
    } finally {
      lock.release();
    }
  }
  if (messageId === null) return null;
  const hasTarget = (await client.list()).some(({ path }) => path === target);
  return hasTarget && (await findByMessageId(client, target, messageId)).length > 0 ? { folder: target } : null;
}

async function targetOf(client: ImapFlow, asked: Filing): Promise<string | null> {
  if (asked.action === "flag") return null;
  return asked.action === "move" ? asked.folder : (await listFolders(client)).archive;
}

/** Under its number, as long as that means this mail. The folder is open. */
async function isThere(client: ImapFlow, { uidValidity, uid }: PlacedMail["places"][number]): Promise<boolean> {
  if (client.mailbox === false || String(client.mailbox.uidValidity) !== uidValidity) return false;
  const found = await client.search({ uid: String(uid) }, { uid: true });
  return Array.isArray(found) && found.includes(uid);
}
