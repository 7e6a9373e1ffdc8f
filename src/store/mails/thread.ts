import { createId } from "../../core/index.ts";
import { textOf, type Database } from "../database.ts";
import { isAnswerSubject, toBaseSubject } from "./subject.ts";
import type { MailContent } from "./types.ts";

const DAY_MS = 86_400_000;
/** How long a subject alone holds a conversation together. */
const WINDOW_MS = 30 * DAY_MS;
/** References that are looked at: the first and the last ones. A mail may name thousands. */
const LAST_REFERENCES = 20;

export interface Arrival {
  account: string;
  content: MailContent;
  direction: "in" | "out";
  at: number;
}

/**
 * The conversation that a mail belongs to: that of a mail it refers to, or that refers to it, else that of the same subject with the same
 * person within 30 days where it calls itself an answer, else a new one. Message-IDs are not unique and anybody may name any: a reference
 * counts only where subject or somebody of both is the same. Nothing is walked along references, so they may run in circles. Conversations are
 * never merged. In a transaction.
 */
export async function findThread(tx: Database, arrival: Arrival, now: number): Promise<string> {
  const others = partiesOf(arrival);
  const base = toBaseSubject(arrival.content.subject);
  for (const messageId of linksOf(arrival.content)) {
    const rows = await tx.all("SELECT thread FROM mail_links WHERE account = ? AND message_id = ? LIMIT 5", [
      arrival.account,
      messageId,
    ]);
    for (const row of rows) {
      const thread = textOf(row, "thread");
      if (await isOfThread(tx, thread, base, others)) return thread;
    }
  }
  return (await findBySubject(tx, arrival, base, others)) ?? createId("thr", now);
}

/** Which Message-IDs lead to a conversation from now on. In a transaction. */
export async function linkThread(tx: Database, account: string, thread: string, content: MailContent): Promise<void> {
  for (const messageId of linksOf(content)) {
    await tx.run("INSERT INTO mail_links (account, message_id, thread) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [
      account,
      messageId,
      thread,
    ]);
  }
}

/** The nearest first: what it answers, then its own, then those before. */
function linksOf({ messageId, inReplyTo, references }: MailContent): string[] {
  const last = references.slice(-LAST_REFERENCES).toReversed();
  return [...new Set([inReplyTo, messageId, ...last, references[0]])].filter((id) => typeof id === "string");
}

async function isOfThread(tx: Database, thread: string, base: string, others: readonly string[]): Promise<boolean> {
  if (base !== "" && (await tx.get("SELECT id FROM mails WHERE thread = ? AND subject = ? LIMIT 1", [thread, base])))
    return true;
  for (const address of others) {
    const shared = await tx.get(
      "SELECT p.mail FROM mail_parties p JOIN mails m ON m.id = p.mail WHERE p.address = ? AND m.thread = ? LIMIT 1",
      [address, thread],
    );
    if (shared) return true;
  }
  return false;
}

async function findBySubject(
  tx: Database,
  { account, content, at }: Arrival,
  base: string,
  others: readonly string[],
): Promise<string | null> {
  const saysMore = content.inReplyTo !== null || content.references.length > 0;
  if (base === "" || saysMore || !isAnswerSubject(content.subject)) return null;
  for (const address of others) {
    const row = await tx.get(
      `SELECT m.thread AS thread FROM mails m JOIN mail_parties p ON p.mail = m.id
       WHERE m.account = ? AND m.subject = ? AND m.at BETWEEN ? AND ? AND p.address = ? ORDER BY m.at DESC LIMIT 1`,
      [account, base, at - WINDOW_MS, at + DAY_MS, address],
    );
    if (row) return textOf(row, "thread");
  }
  return null;
}

const PARTIES = 10;

/** Who is at the other end: who wrote to us, or whom we wrote to. */
function partiesOf({ content, direction }: Arrival): string[] {
  const people = direction === "in" ? [content.from] : [...content.to, ...content.cc];
  return people.flatMap((person) => (person ? [person.address] : [])).slice(0, PARTIES);
}
