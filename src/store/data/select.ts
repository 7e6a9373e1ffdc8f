import { textOf, type Database } from "../database.ts";

/** Whose data is meant: one conversation, each in which a text occurs, or all of them. */
export type DataSelection = { session: string } | { match: string } | "everything";

/** Ids of the conversations, oldest first. */
export async function selectSessions(db: Database, selection: DataSelection): Promise<string[]> {
  if (selection === "everything") return idsOf(db, "SELECT id FROM sessions ORDER BY id", []);
  if ("session" in selection) return idsOf(db, "SELECT id FROM sessions WHERE id = ?", [selection.session]);
  const patterns = formsOf(selection.match).map((form) => `%${form.replaceAll(/[\\%_]/g, "\\$&")}%`);
  const found = new Set<string>();
  for (const pattern of patterns) {
    for (const [table, session, column] of PLACES) {
      const sql = `SELECT DISTINCT ${session} AS id FROM ${table} WHERE ${column} LIKE ? ESCAPE '\\' AND ${session} IS NOT NULL`;
      for (const id of await idsOf(db, sql, [pattern])) found.add(id);
    }
  }
  return [...found].toSorted();
}

/** Where words of a conversation stand: table, column of the session, column of the words. */
const PLACES = [
  ["sessions", "id", "title"],
  ["messages", "session", "text"],
  ["messages", "session", "data"],
  ["events", "session", "payload"],
  ["runs", "session", "request"],
  ["runs", "session", "result"],
  ["approvals", "session", "details"],
  ["memories", "session", "text"],
] as const;

/** A text as it stands, and as JSON writes it. */
export const formsOf = (text: string): string[] => [...new Set([text, JSON.stringify(text).slice(1, -1)])];

export async function idsOf(db: Database, sql: string, params: readonly string[]): Promise<string[]> {
  return (await db.all(sql, [...params])).map((row) => textOf(row, "id"));
}
