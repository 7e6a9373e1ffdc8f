import type { Context } from "../../core/index.ts";
import { numberOf, textOf, textOrNull, type Database, type Row } from "../database.ts";

/** What the owner said a mail is. Its words are kept with it: they teach also when the mail is gone. */
export interface MailExample {
  mail: string;
  class: string;
  /** What Kralle had taken it for; null: for nothing. */
  was: string | null;
  subject: string;
  text: string;
  /** Address. */
  sender: string;
  language: "de" | "en" | null;
  /** ms UTC */
  at: number;
}

export interface MailExamples {
  /** A mail has one: the last word counts. */
  put(example: Omit<MailExample, "at">, ctx: Pick<Context, "clock">): Promise<void>;
  /** The newest first. */
  list(limit: number): Promise<MailExample[]>;
  get(mail: string): Promise<MailExample | null>;
  /** Another one after every change. */
  version(): Promise<string>;
  /** False when there was none. */
  remove(mail: string): Promise<boolean>;
}

export function createMailExamples(db: Database): MailExamples {
  return {
    async put({ mail, class: name, was, subject, text, sender, language }, ctx) {
      await db.run(
        `INSERT INTO inbox_examples (mail, class, was, subject, text, sender, language, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (mail) DO UPDATE SET class = excluded.class, at = excluded.at`,
        [mail, name, was, subject, text, sender, language, ctx.clock.now()],
      );
    },
    async list(limit) {
      return (await db.all("SELECT * FROM inbox_examples ORDER BY at DESC, mail LIMIT ?", [limit])).map(toExample);
    },
    async get(mail) {
      const row = await db.get("SELECT * FROM inbox_examples WHERE mail = ?", [mail]);
      return row && toExample(row);
    },
    async version() {
      const row = await db.get("SELECT COUNT(*) AS n, COALESCE(MAX(at), 0) AS at FROM inbox_examples");
      return row ? `${numberOf(row, "n")} ${numberOf(row, "at")}` : "";
    },
    async remove(mail) {
      return (await db.run("DELETE FROM inbox_examples WHERE mail = ?", [mail])).changes > 0;
    },
  };
}

function toExample(row: Row): MailExample {
  const language = textOrNull(row, "language");
  return {
    mail: textOf(row, "mail"),
    class: textOf(row, "class"),
    was: textOrNull(row, "was"),
    subject: textOf(row, "subject"),
    text: textOf(row, "text"),
    sender: textOf(row, "sender"),
    language: language === "de" || language === "en" ? language : null,
    at: numberOf(row, "at"),
  };
}
