import type { Context } from "../../core/index.ts";
import { textOf, type Database } from "../database.ts";

/** A class of mail that the owner made, or another title for one that there is. */
export interface OwnClass {
  name: string;
  title: string;
}

export interface OwnClasses {
  list(): Promise<OwnClass[]>;
  /** Makes it, or gives it another title. */
  put(own: OwnClass, ctx: Pick<Context, "clock">): Promise<void>;
  /** What was judged to be of it stays so. False without such a class. */
  remove(name: string): Promise<boolean>;
}

export function createOwnClasses(db: Database): OwnClasses {
  return {
    async list() {
      const rows = await db.all("SELECT * FROM inbox_classes ORDER BY at, name");
      return rows.map((row) => ({ name: textOf(row, "name"), title: textOf(row, "title") }));
    },
    async put({ name, title }, ctx) {
      await db.run(
        `INSERT INTO inbox_classes (name, title, at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET title = excluded.title`,
        [name, title, ctx.clock.now()],
      );
    },
    async remove(name) {
      return (await db.run("DELETE FROM inbox_classes WHERE name = ?", [name])).changes > 0;
    },
  };
}
