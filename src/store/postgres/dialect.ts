import type { Dialect } from "../dialect.ts";
import type { MatchOptions, SearchTerms } from "../search/query.ts";
import { toSchema } from "./translate.ts";

export const POSTGRES: Dialect = {
  name: "postgres",
  toSchema,
  // A lock that is no query: what comes behind it sees what its last holder did.
  lockSchema: "LOCK TABLE schema_migrations IN EXCLUSIVE MODE",
  search: {
    matching: "messages m WHERE m.words @@ CAST(? AS tsquery)",
    number: "m.n",
    toMatch: toQuery,
  },
};

/** A `tsquery` of quoted lexemes, which folded words are: no operator can come out of them. */
function toQuery({ words }: SearchTerms, { prefix, session }: MatchOptions): string {
  const lexemes = words.map((word) => `'${word}'`);
  if (prefix) lexemes.push(`${lexemes.pop() ?? "''"}:*`);
  if (session !== null) lexemes.push(`'@${session}'`);
  return lexemes.join(" & ");
}
