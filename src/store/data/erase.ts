import type { Database } from "../database.ts";
import { eraseMails } from "../mails/mails.ts";
import { idsOf } from "./select.ts";

/** What was taken out of the database, and what of it lies elsewhere under these names. */
export interface Erased {
  messages: string[];
  runs: string[];
  /** Texts of the messages that a person typed. */
  typed: string[];
  /** SHA-256 of contents that were kept for undoing. */
  blobs: string[];
  memories: number;
  /** Acts on the world outside whose end is not known: they stay, so that none is done twice. */
  kept: number;
}

/** Everything that belongs to a conversation, in every table. In a transaction. */
export async function eraseSession(tx: Database, session: string): Promise<Erased> {
  const messages = await idsOf(tx, "SELECT id FROM messages WHERE session = ?", [session]);
  const typed = await idsOf(tx, "SELECT text AS id FROM messages WHERE session = ? AND role = 'user'", [session]);
  const runs = await idsOf(tx, "SELECT id FROM runs WHERE session = ?", [session]);
  const ticks = await eraseSchedules(tx, session);
  const erased: Erased = { messages, runs: [...runs, ...ticks], typed, blobs: [], memories: 0, kept: 0 };
  for (const run of runs) {
    const work = await eraseRun(tx, run);
    erased.blobs.push(...work.blobs);
    erased.kept += work.kept;
  }
  // Of what was attached: the folder of a conversation is called like it.
  for (const unit of await idsOf(tx, "SELECT id FROM undo_units WHERE root LIKE ?", [`%${session}`])) {
    erased.blobs.push(...(await eraseUnit(tx, unit)));
  }
  await tx.run("DELETE FROM labels WHERE kind = 'file' AND place LIKE ?", [`%${session}`]);
  for (const message of messages) await tx.run("DELETE FROM promised_starts WHERE id = ?", [message]);
  erased.memories = await eraseMemories(tx, "session = ?", [session]);
  const approvals = "SELECT id FROM approvals WHERE session = ?";
  await tx.run(`DELETE FROM approval_uses WHERE approval IN (${approvals})`, [session]);
  for (const [table, column] of [
    ["approvals", "session"],
    ["usage", "session"],
    ["events", "session"],
    ["runs", "session"],
  ] as const) {
    await tx.run(`DELETE FROM ${table} WHERE ${column} = ?`, [session]);
  }
  await tx.run("DELETE FROM labels WHERE kind = 'session' AND subject = ?", [session]);
  // What was sent of it: an act is called after the post that it is a part of.
  await tx.run(
    `DELETE FROM effects WHERE state IN ('confirmed', 'failed') AND kind LIKE 'telegram.%'
     AND EXISTS (SELECT 1 FROM telegram_posts p WHERE p.session = ? AND effects.ref LIKE p.id || '/%')`,
    [session],
  );
  await tx.run("DELETE FROM telegram_posts WHERE session = ?", [session]);
  await tx.run("UPDATE telegram_chats SET session = NULL WHERE session = ?", [session]);
  await tx.run("DELETE FROM messages WHERE session = ? AND reply_to IS NOT NULL", [session]);
  await tx.run("DELETE FROM messages WHERE session = ?", [session]);
  await tx.run("DELETE FROM sessions WHERE id = ?", [session]);
  return erased;
}

/**
 * Schedules whose answers stand in the conversation, and the words of answers in their ledgers; that they ran, and when, stays. The ids of
 * their work, whose records hold such words too.
 */
async function eraseSchedules(tx: Database, session: string): Promise<string[]> {
  const keys = "SELECT key FROM messages WHERE session = ? AND key IS NOT NULL";
  const ticks = await idsOf(tx, `SELECT run AS id FROM ticks WHERE run IN (${keys})`, [session]);
  await tx.run(`UPDATE ticks SET note = NULL WHERE run IN (${keys})`, [session]);
  await tx.run("DELETE FROM schedules WHERE input LIKE ?", [`%"session":"${session}"%`]);
  for (const tick of ticks) await tx.run("DELETE FROM promised_starts WHERE id = ?", [tick]);
  return ticks;
}

async function eraseRun(tx: Database, run: string): Promise<{ blobs: string[]; kept: number }> {
  const blobs: string[] = [];
  for (const unit of await idsOf(tx, "SELECT id FROM undo_units WHERE run = ?", [run])) {
    blobs.push(...(await eraseUnit(tx, unit)));
  }
  for (const table of ["steps", "plans", "usage"]) await tx.run(`DELETE FROM ${table} WHERE run = ?`, [run]);
  await tx.run("DELETE FROM effects WHERE run = ? AND state IN ('confirmed', 'failed')", [run]);
  const kept = await idsOf(tx, "SELECT id FROM effects WHERE run = ?", [run]);
  return { blobs, kept: kept.length };
}

async function eraseUnit(tx: Database, unit: string): Promise<string[]> {
  const columns = ["before_sha", "after_sha"];
  const blobs = await Promise.all(
    columns.map((column) =>
      idsOf(tx, `SELECT ${column} AS id FROM undo_changes WHERE unit = ? AND ${column} IS NOT NULL`, [unit]),
    ),
  );
  await tx.run("DELETE FROM undo_changes WHERE unit = ?", [unit]);
  await tx.run("DELETE FROM undo_units WHERE id = ?", [unit]);
  return blobs.flat();
}

/** Memories with their earlier wordings, which point at them. How many. */
export async function eraseMemories(tx: Database, where: string, params: string[]): Promise<number> {
  const gone = new Set(await idsOf(tx, `SELECT id FROM memories WHERE ${where}`, params));
  // A set grows while it is gone through.
  for (const id of gone) {
    for (const earlier of await idsOf(tx, "SELECT id FROM memories WHERE replaced_by = ?", [id])) gone.add(earlier);
  }
  for (const id of gone) {
    await tx.run("UPDATE memories SET replaced_by = NULL WHERE replaced_by = ?", [id]);
    await tx.run("DELETE FROM memories WHERE id = ?", [id]);
    await tx.run("DELETE FROM labels WHERE kind = 'memory' AND subject = ?", [id]);
  }
  return gone.size;
}

/** What belongs to no conversation. In a transaction, after all conversations. */
export async function eraseRest(tx: Database): Promise<Erased> {
  const runs = await idsOf(tx, "SELECT id FROM runs", []);
  const erased: Erased = { messages: [], runs, typed: [], blobs: [], memories: 0, kept: 0 };
  for (const unit of await idsOf(tx, "SELECT id FROM undo_units", [])) {
    erased.blobs.push(...(await eraseUnit(tx, unit)));
  }
  erased.memories = await eraseMemories(tx, "1 = 1", []);
  // Where reading a mailbox goes on stays: what was deleted here does not come again.
  erased.blobs.push(...(await eraseMails(tx, "1 = 1", [])));
  await tx.run("DELETE FROM effects WHERE state IN ('confirmed', 'failed')");
  const tables = [
    "steps",
    "plans",
    "usage",
    "runs",
    "approval_uses",
    "approvals",
    "labels",
    "profile",
    "promised_starts",
    "promised_signals",
    "timers",
    "schedules",
    "ticks",
    "items",
    "chunk_terms",
    "chunks",
    "documents",
    "document_sources",
    "metric_points",
    "metrics",
    "briefing_deliveries",
    "briefings",
    "inbox_classes",
    "inbox_examples",
    "inbox_rules",
    "drafts",
    "mail_findings",
    "mail_bulks",
    "appointment_times",
    "appointments",
    "calendar_cursors",
    "telegram_buttons",
    "telegram_posts",
    "telegram_updates",
    "telegram_codes",
    "telegram_chats",
  ];
  for (const table of tables) await tx.run(`DELETE FROM ${table}`);
  // With what they are let in with: whoever stayed connected would fetch everything anew.
  await tx.run("DELETE FROM secrets WHERE name IN (SELECT 'account:' || id FROM accounts)");
  await tx.run("DELETE FROM accounts");
  return erased;
}
