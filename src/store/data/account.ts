import type { Database } from "../database.ts";

/** What is kept here of a connected account, and goes with it. Nothing of it is deleted on the other side. */
export interface OfAccount {
  items: number;
}

/** Where an account stands, by the table. */
const TABLES: Readonly<Record<keyof OfAccount, string>> = { items: "items" };

/** What nobody counts. */
const BESIDE = ["telegram_chats", "telegram_buttons", "telegram_posts", "telegram_updates", "telegram_codes"];

/** How much there is. */
export async function countOfAccount(db: Database, account: string): Promise<OfAccount> {
  const counts = none();
  for (const [name, table] of entries()) {
    const row = await db.get(`SELECT COUNT(*) AS count FROM ${table} WHERE account = ?`, [account]);
    counts[name] = Number(row?.["count"] ?? 0);
  }
  return counts;
}

/** Takes it out; how much it was. In a transaction. */
export async function eraseOfAccount(tx: Database, account: string): Promise<OfAccount> {
  const counts = none();
  for (const [name, table] of entries()) {
    counts[name] = (await tx.run(`DELETE FROM ${table} WHERE account = ?`, [account])).changes;
  }
  for (const table of BESIDE) await tx.run(`DELETE FROM ${table} WHERE account = ?`, [account]);
  return counts;
}

const none = (): OfAccount => ({ items: 0 });
const entries = () => Object.entries(TABLES) as [keyof OfAccount, string][];
