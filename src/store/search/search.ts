import { AppError } from "../../core/index.ts";
import { numberOf, textOf, textOrNull, type Database, type Row } from "../database.ts";
import type { Dialect } from "../dialect.ts";
import { toTerms, type SearchTerms } from "./query.ts";
import { rankText } from "./rank.ts";
import { toSnippet, type Snippet } from "./snippet.ts";

export interface FoundMessage extends Snippet {
  message: string;
  session: string;
  /** Of the session. */
  title: string;
  /** Its place in the session: `messages.list(session, { before: seq + 1 })` opens the conversation there. */
  seq: number;
  role: "user" | "assistant";
  /** ms UTC */
  at: number;
}

/** Full-text search. A query is words and nothing else, whatever characters it holds; it never fails for what was typed. */
export interface Search {
  /**
   * Messages with all words of the query (letters with and without diacritics alike), the last word also as a beginning.
   * The best of the newest few hundred matches first, so that a very common word costs no more than a rare one.
   */
  messages(query: string, options?: { limit?: number; session?: string }): Promise<FoundMessage[]>;
}

const LIMIT = 20;
const MOST = 100;
const CANDIDATES = 200;
/** What is read of a candidate to rank it; a longer message is ranked by its beginning, one beyond 64 kB by its date. */
const RANK_LETTERS = 2_000;
const SNIPPET_LETTERS = 200_000;

// In the order of the index, newest first: no sorting, however many match.
const newest = ({ matching, number }: Dialect["search"]): string =>
  `SELECT m.n, CASE WHEN octet_length(m.text) <= 65536 THEN substr(m.text, 1, ${RANK_LETTERS}) END AS text
    FROM ${matching} ORDER BY ${number} DESC LIMIT ?`;
const WHOLE = `SELECT m.id, m.session, m.seq, m.role, m.at, s.title, substr(m.text, 1, ${SNIPPET_LETTERS}) AS text
  FROM messages m JOIN sessions s ON s.id = m.session WHERE m.n = ?`;

export function createSearch(db: Database): Search {
  return {
    async messages(query, { limit = LIMIT, session } = {}) {
      const terms = toTerms(query);
      const inside = session === undefined ? null : sessionWord(session);
      if (terms.words.length === 0 || inside === "") return [];
      const most = Math.max(1, Math.min(MOST, limit));
      const best = (await findCandidates(db, terms, inside, most)).slice(0, most);
      const found: FoundMessage[] = [];
      for (const { n } of best) {
        const row = await db.get(WHOLE, [n]);
        if (row) found.push(toFound(row, terms)); // Gone when it was deleted just now.
      }
      return found;
    },
  };
}

interface Candidate {
  n: number;
  text: string | null;
}

/** Whole words first: the beginning of a word is looked for only when too few have the word itself, for it costs more. */
async function findCandidates(
  db: Database,
  terms: SearchTerms,
  session: string | null,
  most: number,
): Promise<Candidate[]> {
  const { toMatch } = db.dialect.search;
  const whole = await readNewest(db, toMatch(terms, { prefix: false, session }));
  const begun =
    whole.length >= most || terms.prefix === null
      ? []
      : await readNewest(db, toMatch(terms, { prefix: true, session }));
  const byNumber = new Map([...whole, ...begun].map((candidate) => [candidate.n, candidate]));
  return [...byNumber.values()]
    .toSorted((a, b) => b.n - a.n)
    .map((candidate, newer) => ({ candidate, rank: rankText(candidate.text ?? "", terms, newer), newer }))
    .toSorted((a, b) => b.rank - a.rank || a.newer - b.newer)
    .map(({ candidate }) => candidate);
}

async function readNewest(db: Database, match: string): Promise<Candidate[]> {
  try {
    const rows = await db.all(newest(db.dialect.search), [match, CANDIDATES]);
    return rows.map((row) => ({ n: numberOf(row, "n"), text: textOrNull(row, "text") }));
  } catch (thrown) {
    // A letter younger than the index's tables: what is one word here are several there, and it keeps no places of words.
    if (thrown instanceof AppError && /phrase queries are not supported/.test(thrown.message)) return [];
    throw thrown;
  }
}

/** As the index has it; "" for what is no id. */
function sessionWord(session: string): string {
  return /^ses_([0-9a-z]+)$/.exec(session)?.[1] ?? "";
}

function toFound(row: Row, terms: SearchTerms): FoundMessage {
  return {
    message: textOf(row, "id"),
    session: textOf(row, "session"),
    title: textOf(row, "title"),
    seq: numberOf(row, "seq"),
    role: textOf(row, "role") as FoundMessage["role"],
    at: numberOf(row, "at"),
    ...toSnippet(textOf(row, "text"), terms),
  };
}
