import type { Database } from "../database.ts";
import { eraseAppointments } from "../calendar/calendar.ts";
import { idsOf } from "./select.ts";

/** Columns of an item that hold words. */
const WORDS = ["title", "who", "reason", "evidence", "actions"];
/** The same of an appointment. */
const APPOINTMENT_WORDS = ["title", "place", "organiser", "uid"];

/**
 * Items and appointments in which a text stands, what was read out of mails, and whole briefings that say it, with what went out of them. Acts whose end is not known stay. In a transaction. The
 * days whose briefings are gone: their files go, too.
 */
export async function eraseItems(tx: Database, like: string): Promise<string[]> {
  const where = WORDS.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(" OR ");
  await tx.run(
    `DELETE FROM items WHERE ${where}`,
    WORDS.map(() => like),
  );
  await tx.run("DELETE FROM mail_bulks WHERE data LIKE ? ESCAPE '\\'", [like]);
  await tx.run("DELETE FROM mail_findings WHERE data LIKE ? ESCAPE '\\'", [like]);
  const told = APPOINTMENT_WORDS.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(" OR ");
  await eraseAppointments(
    tx,
    told,
    APPOINTMENT_WORDS.map(() => like),
  );
  const dates = await idsOf(tx, "SELECT date AS id FROM briefings WHERE composition LIKE ? ESCAPE '\\'", [like]);
  for (const date of dates) {
    const briefing = "SELECT id FROM briefings WHERE date = ?";
    const acts = `SELECT effect FROM briefing_deliveries WHERE effect IS NOT NULL AND briefing IN (${briefing})`;
    await tx.run(`DELETE FROM effects WHERE state IN ('confirmed', 'failed') AND ref IN (${acts})`, [date]);
    await tx.run(`DELETE FROM briefing_deliveries WHERE briefing IN (${briefing})`, [date]);
    await tx.run("DELETE FROM briefings WHERE date = ?", [date]);
  }
  return dates;
}
