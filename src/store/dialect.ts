import { toMatch, type MatchOptions, type SearchTerms } from "./search/query.ts";

/** How databases differ, as data. Everything else is one SQL text for all of them. */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** A statement of the schema, which is written in SQLite's words, in those of this database. */
  toSchema(sql: string): string;
  /** The first statement of a transaction that changes the schema, so that no other process does; null: a transaction is enough. */
  readonly lockSchema: string | null;
  readonly search: {
    /** The messages `m` that match what `toMatch` made, which is the one parameter. */
    readonly matching: string;
    /** The number of a message, by which the newest come without sorting. */
    readonly number: string;
    toMatch(terms: SearchTerms, options: MatchOptions): string;
  };
}

export const SQLITE: Dialect = {
  name: "sqlite",
  toSchema: (sql) => sql,
  lockSchema: null,
  search: {
    matching: "message_index JOIN messages m ON m.n = message_index.rowid WHERE message_index MATCH ?",
    number: "message_index.rowid",
    toMatch,
  },
};
