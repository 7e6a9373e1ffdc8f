import { createId, type Context } from "../../core/index.ts";
import { sha256Of } from "../blobs.ts";
import { numberOrNull, textOf, type Database, type Row } from "../database.ts";
import { createOutbox } from "../outbox.ts";
import { toBaseSubject } from "./subject.ts";
import { findThread, linkThread } from "./thread.ts";
import type { FolderRole, MailContent, MailEntry, TakeMails } from "./types.ts";

type Clocked = Pick<Context, "clock">;
type Arrived = Extract<MailEntry, { type: "mail" }>;

/** Addresses of one mail that are kept for history; a mail to thousands tells of nobody. */
const PARTIES = 100;

/** Everything of a batch, in the transaction it is handed. */
export async function takeMails(
  tx: Database,
  { account, changes, cursor, starts }: TakeMails,
  ctx: Clocked,
): Promise<{ added: string[]; promised: string[] }> {
  const [added, promised]: [string[], string[]] = [[], []];
  for (const change of changes) {
    if (change.type === "mail") {
      const { id, isNew } = await takeMail(tx, account, change, ctx);
      if (isNew) added.push(id);
      if (starts !== null && (await promise(tx, id, change, starts, ctx))) promised.push(id);
    } else await changePlace(tx, account, change);
  }
  await tx.run(
    `INSERT INTO mail_cursors (account, cursor, at) VALUES (?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET cursor = excluded.cursor, at = excluded.at`,
    [account, JSON.stringify(cursor ?? null), ctx.clock.now()],
  );
  return { added, promised };
}

async function takeMail(
  tx: Database,
  account: string,
  arrived: Arrived,
  ctx: Clocked,
): Promise<{ id: string; isNew: boolean }> {
  const known = await tx.get("SELECT id FROM mails WHERE account = ? AND raw = ?", [account, arrived.raw]);
  const id = known ? textOf(known, "id") : await insert(tx, account, arrived, ctx);
  const { folder, role, uidValidity, uid, flags } = arrived;
  await tx.run(
    `INSERT INTO mail_places (account, folder, uid_validity, uid, mail, role, flags) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, folder, uid_validity, uid) DO UPDATE SET mail = excluded.mail, role = excluded.role, flags = excluded.flags`,
    [account, folder, uidValidity, uid, id, role, JSON.stringify(flags)],
  );
  if (known && role === "sent") await tx.run("UPDATE mails SET direction = 'out' WHERE id = ?", [id]);
  await settle(tx, id);
  return { id, isNew: !known };
}

async function insert(tx: Database, account: string, arrived: Arrived, ctx: Clocked): Promise<string> {
  const { content, raw, at, role, folder, flags } = arrived;
  const now = ctx.clock.now();
  const id = createId("mail", now);
  const direction = directionOf(content, role);
  const thread = await findThread(tx, { account, content, direction, at }, now);
  await tx.run(
    `INSERT INTO mails (id, account, raw, digest, message_id, thread, direction, folder, flags, gone, subject, at, content, taken)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    [
      id,
      account,
      raw,
      toDigest(content, raw),
      content.messageId,
      thread,
      direction,
      folder,
      JSON.stringify(flags),
      toBaseSubject(content.subject),
      at,
      JSON.stringify(content),
      now,
    ],
  );
  await linkThread(tx, account, thread, content);
  await addParties(tx, id, content);
  return id;
}

/** What lies in Sent went out, and so did what the owner wrote, but for what came back to the inbox: anybody can write the owner's name. */
const directionOf = ({ automatic }: MailContent, role: FolderRole): "in" | "out" =>
  role === "sent" || (role === "other" && automatic === "own") ? "out" : "in";

/** One letter, however often and by whichever way it was delivered. */
function toDigest(content: MailContent, raw: string): string {
  const given = content.messageId === null ? { raw, ...content } : content;
  return sha256Of(Buffer.from(JSON.stringify(given)));
}

async function addParties(tx: Database, id: string, { from, to, cc }: MailContent): Promise<void> {
  const sender = from ? [[from.address, 1] as const] : [];
  const receivers = [...to, ...cc].slice(0, PARTIES).map(({ address }) => [address, 0] as const);
  for (const [address, isSender] of [...sender, ...receivers]) {
    await tx.run("INSERT INTO mail_parties (address, mail, is_sender) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [
      address,
      id,
      isSender,
    ]);
  }
}

async function changePlace(tx: Database, account: string, change: Exclude<MailEntry, Arrived>): Promise<void> {
  if (change.type === "renewed") {
    const old = [account, change.folder, change.uidValidity];
    const where = "account = ? AND folder = ? AND uid_validity <> ?";
    const rows = await tx.all(`SELECT DISTINCT mail FROM mail_places WHERE ${where}`, old);
    await tx.run(`DELETE FROM mail_places WHERE ${where}`, old);
    for (const row of rows) await settle(tx, textOf(row, "mail"));
    return;
  }
  const place = [account, change.folder, change.uidValidity, change.uid];
  const where = "account = ? AND folder = ? AND uid_validity = ? AND uid = ?";
  const row = await tx.get(`SELECT mail FROM mail_places WHERE ${where}`, place);
  if (!row) return;
  if (change.type === "gone") await tx.run(`DELETE FROM mail_places WHERE ${where}`, place);
  else await tx.run(`UPDATE mail_places SET flags = ? WHERE ${where}`, [JSON.stringify(change.flags), ...place]);
  await settle(tx, textOf(row, "mail"));
}

const RANK: Readonly<Record<FolderRole, number>> = { inbox: 0, sent: 1, other: 2, junk: 3 };

/** Places of a mail, the one that counts first. */
export async function placesOf(tx: Database, mail: string): Promise<(Row & { role: FolderRole })[]> {
  const rows = await tx.all("SELECT * FROM mail_places WHERE mail = ? ORDER BY folder, uid", [mail]);
  const placed = rows.map((row) => ({ ...row, role: textOf(row, "role") as FolderRole }));
  return placed.toSorted((a, b) => RANK[a.role] - RANK[b.role]);
}

/** The mail says where it lies. */
async function settle(tx: Database, mail: string): Promise<void> {
  const [place] = await placesOf(tx, mail);
  if (!place) {
    await tx.run("UPDATE mails SET gone = 1 WHERE id = ?", [mail]);
    return;
  }
  await tx.run("UPDATE mails SET gone = 0, folder = ?, flags = ? WHERE id = ?", [
    textOf(place, "folder"),
    textOf(place, "flags"),
    mail,
  ]);
}

/** Once for each letter that lies in the inbox and came after Kralle did. */
async function promise(
  tx: Database,
  id: string,
  { role, isHistory }: Arrived,
  workflow: string,
  ctx: Clocked,
): Promise<boolean> {
  if (role !== "inbox" || isHistory) return false;
  const row = await tx.get("SELECT account, digest, direction, started FROM mails WHERE id = ?", [id]);
  if (!row || numberOrNull(row, "started") !== null || textOf(row, "direction") === "out") return false;
  const twin = await tx.get("SELECT id FROM mails WHERE account = ? AND digest = ? AND started IS NOT NULL LIMIT 1", [
    textOf(row, "account"),
    textOf(row, "digest"),
  ]);
  if (twin) return false;
  await tx.run("UPDATE mails SET started = ? WHERE id = ?", [ctx.clock.now(), id]);
  await createOutbox(tx).putStart({ id, workflow, input: { mail: id } }, ctx);
  return true;
}
