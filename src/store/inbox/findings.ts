import type { Context } from "../../core/index.ts";
import { jsonOf, type Database } from "../database.ts";

/** What code read out of mails, as JSON whose form is the desk's: an invoice, an invitation. */
export interface MailFindings {
  /** Null: nothing was found in it. */
  get(mail: string): Promise<unknown>;
  put(mail: string, data: unknown, ctx: Pick<Context, "clock">): Promise<void>;
}

export function createMailFindings(db: Database): MailFindings {
  return {
    async get(mail) {
      const row = await db.get("SELECT data FROM mail_findings WHERE mail = ?", [mail]);
      return row ? jsonOf(row, "data") : null;
    },
    async put(mail, data, ctx) {
      await db.run(
        `INSERT INTO mail_findings (mail, data, at) VALUES (?, ?, ?)
         ON CONFLICT (mail) DO UPDATE SET data = excluded.data, at = excluded.at`,
        [mail, JSON.stringify(data), ctx.clock.now()],
      );
    },
  };
}
