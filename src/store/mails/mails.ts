import type { Context } from "../../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, type Database, type Row, type SqlValue } from "../database.ts";
import { eraseAppointments } from "../calendar/calendar.ts";
import { placesOf, takeMails } from "./take.ts";
import type { Correspondence, Mail, MailContent, MailList, Mails, TakeMails } from "./types.ts";

const THREAD_MAILS = 200;

export function createMails(db: Database): Mails {
  return {
    in: createMails,
    take: (batch: TakeMails, ctx: Pick<Context, "clock">) => db.transaction((tx) => takeMails(tx, batch, ctx)),
    get: (id) => first(db, "id = ?", [id]),
    list: (options) => list(db, options),
    async thread(id) {
      const rows = await db.all("SELECT * FROM mails WHERE thread = ? ORDER BY at DESC, id DESC LIMIT ?", [
        id,
        THREAD_MAILS,
      ]);
      return rows.map(toMail).toReversed();
    },
    findByMessageId: (account, messageId) => first(db, "account = ? AND message_id = ?", [account, messageId]),
    async places(mail) {
      return (await placesOf(db, mail)).map((row) => {
        return {
          folder: textOf(row, "folder"),
          role: row.role,
          uidValidity: textOf(row, "uid_validity"),
          uid: numberOf(row, "uid"),
        };
      });
    },
    person: (address) => person(db, address.toLowerCase()),
    async cursor(account) {
      const row = await db.get("SELECT cursor FROM mail_cursors WHERE account = ?", [account]);
      return row ? jsonOf(row, "cursor") : null;
    },
    forget: (account) => db.transaction((tx) => eraseMails(tx, "account = ?", [account])),
  };
}

async function first(db: Database, where: string, params: SqlValue[]): Promise<Mail | null> {
  const row = await db.get(`SELECT * FROM mails WHERE ${where} ORDER BY at DESC, id DESC LIMIT 1`, params);
  return row && toMail(row);
}

async function list(db: Database, { account, thread, direction, before, limit }: MailList): Promise<Mail[]> {
  const [where, params]: [string[], SqlValue[]] = [["1 = 1"], []];
  for (const [column, value] of Object.entries({ account, thread, direction })) {
    if (value === undefined) continue;
    where.push(`${column} = ?`);
    params.push(value);
  }
  if (before !== undefined) {
    const row = await db.get("SELECT at FROM mails WHERE id = ?", [before]);
    if (!row) return [];
    const at = numberOf(row, "at");
    where.push("(at < ? OR (at = ? AND id < ?))");
    params.push(at, at, before);
  }
  const rows = await db.all(`SELECT * FROM mails WHERE ${where.join(" AND ")} ORDER BY at DESC, id DESC LIMIT ?`, [
    ...params,
    limit,
  ]);
  return rows.map(toMail);
}

async function person(db: Database, address: string): Promise<Correspondence> {
  const row = await db.get(
    `SELECT SUM(CASE WHEN m.direction = 'in' THEN 1 ELSE 0 END) AS received,
       SUM(CASE WHEN m.direction = 'out' THEN 1 ELSE 0 END) AS sent, MIN(m.at) AS first_at, MAX(m.at) AS last_at
     FROM mail_parties p JOIN mails m ON m.id = p.mail
     WHERE p.address = ? AND p.is_sender = CASE WHEN m.direction = 'in' THEN 1 ELSE 0 END`,
    [address],
  );
  if (!row) return { received: 0, sent: 0, firstAt: null, lastAt: null };
  return {
    received: numberOrNull(row, "received") ?? 0,
    sent: numberOrNull(row, "sent") ?? 0,
    firstAt: numberOrNull(row, "first_at"),
    lastAt: numberOrNull(row, "last_at"),
  };
}

/** Mails with all that is known of them, and, of whole accounts, where reading them goes on; their blobs. In a transaction. */
export async function eraseMails(tx: Database, where: string, params: SqlValue[]): Promise<string[]> {
  const rows = await tx.all(`SELECT id, raw, thread FROM mails WHERE ${where}`, params);
  for (const row of rows) {
    const id = textOf(row, "id");
    await tx.run("DELETE FROM mail_places WHERE mail = ?", [id]);
    await tx.run("DELETE FROM mail_parties WHERE mail = ?", [id]);
    await tx.run("DELETE FROM mail_findings WHERE mail = ?", [id]);
    await eraseAppointments(tx, "mail = ?", [id]);
    await tx.run("DELETE FROM promised_signals WHERE run = ?", [id]);
    await tx.run("DELETE FROM promised_starts WHERE id = ?", [id]);
    await tx.run("DELETE FROM mails WHERE id = ?", [id]);
  }
  for (const thread of new Set(rows.map((row) => textOf(row, "thread")))) {
    const isEmpty = !(await tx.get("SELECT id FROM mails WHERE thread = ? LIMIT 1", [thread]));
    if (isEmpty) await tx.run("DELETE FROM mail_links WHERE thread = ?", [thread]);
  }
  if (where === "account = ?") await tx.run("DELETE FROM mail_cursors WHERE account = ?", params);
  const free: string[] = [];
  for (const raw of new Set(rows.map((row) => textOf(row, "raw")))) {
    if (!(await tx.get("SELECT id FROM mails WHERE raw = ? LIMIT 1", [raw]))) free.push(raw);
  }
  return free;
}

function toMail(row: Row): Mail {
  return {
    ...(jsonOf(row, "content") as MailContent),
    id: textOf(row, "id"),
    account: textOf(row, "account"),
    folder: textOf(row, "folder"),
    direction: textOf(row, "direction") as Mail["direction"],
    thread: textOf(row, "thread"),
    at: numberOf(row, "at"),
    raw: textOf(row, "raw"),
    flags: jsonOf(row, "flags") as string[],
    isGone: numberOf(row, "gone") === 1,
  };
}
