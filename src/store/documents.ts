import { AppError, createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, type Database, type Row } from "./database.ts";
import { rankChunks, type Posting } from "./rankChunks.ts";

/** Where documents come from. `place`: the absolute path of a folder, the address of a site, the id of an account whose sent mail it is. */
export interface DocumentSource {
  id: string;
  kind: "folder" | "web" | "answers";
  place: string;
  /** ms UTC */
  added: number;
  /** When all of it was last looked at; ms UTC, null: never. */
  checked: number | null;
}

/** A file, page or mail as it was read: what evidence quotes is `text`, whatever became of the original. */
export interface StoredDocument {
  id: string;
  source: string;
  /** Inside its source. */
  path: string;
  title: string;
  /** Of the original's bytes. */
  sha256: string;
  bytes: number;
  /** When the original was last changed; ms UTC. */
  modified: number;
  text: string;
  /** For a person: what could not be read. */
  problems: string[];
  /** When it was read; ms UTC. */
  at: number;
}

/** A piece of a document that can be found by itself. */
export interface NewChunk {
  text: string;
  /** JSON of who made it. */
  data: unknown;
  /** The words it is found by, in the form that a search uses, with repetitions. */
  terms: readonly string[];
}

export interface FoundChunk {
  document: Pick<StoredDocument, "id" | "source" | "path" | "title" | "modified">;
  seq: number;
  text: string;
  data: unknown;
  /** BM25; comparable within one search. */
  score: number;
}

export interface FoundChunks {
  /** Best first. */
  chunks: FoundChunk[];
  /** How many chunks there are, and how many have each term that was asked for. */
  total: number;
  counts: ReadonlyMap<string, number>;
}

/**
 * Documents in pieces, found by words. Contract: a document is replaced as a whole, by source and path, in one transaction with its pieces;
 * `find` gives the same order on every database. Throws E_NOT_FOUND for an unknown source.
 */
export interface Documents {
  sources(): Promise<DocumentSource[]>;
  /** One that is there already is returned as it is. */
  addSource(source: Pick<DocumentSource, "kind" | "place">, ctx: Context): Promise<DocumentSource>;
  /** With all its documents; false: there is none. */
  removeSource(id: string): Promise<boolean>;
  markChecked(source: string, ctx: Context): Promise<void>;
  /** Without their texts, by path. */
  list(source: string): Promise<Omit<StoredDocument, "text">[]>;
  get(id: string): Promise<StoredDocument | null>;
  put(document: Omit<StoredDocument, "id" | "at">, chunks: readonly NewChunk[], ctx: Context): Promise<string>;
  remove(id: string): Promise<void>;
  /** Chunks that have any of the terms. */
  find(terms: readonly string[], limit: number): Promise<FoundChunks>;
  /** The first so many of all chunks, by document and order, each with the score 0. */
  chunks(limit: number): Promise<FoundChunk[]>;
}

const HINT = "`kralle knowledge list` shows the sources.";
/** Terms of one search; what is asked in a mail has fewer. */
const MOST_TERMS = 600;
const TERMS_AT_ONCE = 100;

export function createDocuments(db: Database): Documents {
  return {
    sources: async () => (await db.all("SELECT * FROM document_sources ORDER BY id")).map(toSource),
    addSource: ({ kind, place }, { clock }) =>
      db.transaction(async (tx) => {
        const known = await tx.get("SELECT * FROM document_sources WHERE kind = ? AND place = ?", [kind, place]);
        if (known) return toSource(known);
        const added = clock.now();
        const source: DocumentSource = { id: createId("src", added), kind, place, added, checked: null };
        await tx.run("INSERT INTO document_sources (id, kind, place, added, checked) VALUES (?, ?, ?, ?, NULL)", [
          source.id,
          kind,
          place,
          added,
        ]);
        return source;
      }),
    removeSource: (id) =>
      db.transaction(async (tx) => {
        for (const row of await tx.all("SELECT id FROM documents WHERE source = ?", [id]))
          await removeDocument(tx, textOf(row, "id"));
        return (await tx.run("DELETE FROM document_sources WHERE id = ?", [id])).changes > 0;
      }),
    async markChecked(source, { clock }) {
      await db.run("UPDATE document_sources SET checked = ? WHERE id = ?", [clock.now(), source]);
    },
    async list(source) {
      const sql =
        "SELECT id, source, path, title, sha256, bytes, modified, problems, at FROM documents WHERE source = ? ORDER BY path";
      return (await db.all(sql, [source])).map(toInfo);
    },
    async get(id) {
      const row = await db.get("SELECT * FROM documents WHERE id = ?", [id]);
      return row && { ...toInfo(row), text: textOf(row, "text") };
    },
    put: (document, chunks, ctx) => db.transaction((tx) => putDocument(tx, document, chunks, ctx)),
    remove: (id) => db.transaction((tx) => removeDocument(tx, id)),
    async chunks(limit) {
      const rows = await db.all(`${SELECT_CHUNK} ORDER BY c.document, c.seq LIMIT ?`, [limit]);
      return rows.map((row) => toFound(row, 0));
    },
    find: (terms, limit) => findChunks(db, [...new Set(terms)].slice(0, MOST_TERMS), limit),
  };
}

async function putDocument(
  tx: Database,
  { source, path, title, sha256, bytes, modified, text, problems }: Omit<StoredDocument, "id" | "at">,
  chunks: readonly NewChunk[],
  { clock }: Context,
): Promise<string> {
  if (!(await tx.get("SELECT id FROM document_sources WHERE id = ?", [source])))
    throw new AppError("E_NOT_FOUND", `There is no source ${source}.`, { hint: HINT });
  const before = await tx.get("SELECT id FROM documents WHERE source = ? AND path = ?", [source, path]);
  if (before) await removeDocument(tx, textOf(before, "id"));
  const at = clock.now();
  const id = createId("doc", at);
  await tx.run(
    `INSERT INTO documents (id, source, path, title, sha256, bytes, modified, text, problems, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, source, path, title, sha256, bytes, modified, text, JSON.stringify(problems), at],
  );
  for (const [seq, chunk] of chunks.entries()) {
    await tx.run("INSERT INTO chunks (document, seq, text, data, length) VALUES (?, ?, ?, ?, ?)", [
      id,
      seq,
      chunk.text,
      JSON.stringify(chunk.data),
      chunk.terms.length,
    ]);
    await insertTerms(tx, id, seq, [...countTerms(chunk.terms)]);
  }
  return id;
}

/** Many rows in one statement: on a server each takes a way there and back. */
async function insertTerms(tx: Database, document: string, seq: number, counts: [string, number][]): Promise<void> {
  for (let at = 0; at < counts.length; at += TERMS_AT_ONCE) {
    const rows = counts.slice(at, at + TERMS_AT_ONCE);
    await tx.run(
      `INSERT INTO chunk_terms (term, document, seq, count) VALUES ${rows.map(() => "(?, ?, ?, ?)").join(", ")}`,
      rows.flatMap(([term, count]) => [term, document, seq, count]),
    );
  }
}

function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

async function removeDocument(tx: Database, id: string): Promise<void> {
  for (const table of ["chunk_terms", "chunks"]) await tx.run(`DELETE FROM ${table} WHERE document = ?`, [id]);
  await tx.run("DELETE FROM documents WHERE id = ?", [id]);
}

const SELECT_CHUNK = `SELECT c.seq, c.text AS piece, c.data, d.id, d.source, d.path, d.title, d.modified FROM chunks c
  JOIN documents d ON d.id = c.document`;

async function findChunks(db: Database, terms: readonly string[], limit: number): Promise<FoundChunks> {
  const size = await db.get("SELECT COUNT(*) AS total, COALESCE(SUM(length), 0) AS words FROM chunks");
  const total = size ? Number(size["total"]) : 0;
  if (terms.length === 0 || total === 0) return { chunks: [], total, counts: new Map() };
  const rows = await db.all(
    `SELECT t.term, t.document, t.seq, t.count, c.length FROM chunk_terms t
     JOIN chunks c ON c.document = t.document AND c.seq = t.seq WHERE t.term IN (${terms.map(() => "?").join(", ")})`,
    [...terms],
  );
  const ranked = rankChunks(rows.map(toPosting), { chunks: total, words: Number(size?.["words"] ?? 0) });
  const chunks: FoundChunk[] = [];
  for (const { document, seq, score } of ranked.best.slice(0, limit)) {
    const row = await db.get(`${SELECT_CHUNK} WHERE c.document = ? AND c.seq = ?`, [document, seq]);
    if (row) chunks.push(toFound(row, score)); // Gone when it was replaced just now.
  }
  return { chunks, total, counts: ranked.counts };
}

const toPosting = (row: Row): Posting => ({
  term: textOf(row, "term"),
  document: textOf(row, "document"),
  seq: numberOf(row, "seq"),
  count: numberOf(row, "count"),
  length: numberOf(row, "length"),
});

function toFound(row: Row, score: number): FoundChunk {
  return {
    document: {
      id: textOf(row, "id"),
      source: textOf(row, "source"),
      path: textOf(row, "path"),
      title: textOf(row, "title"),
      modified: numberOf(row, "modified"),
    },
    seq: numberOf(row, "seq"),
    text: textOf(row, "piece"),
    data: jsonOf(row, "data"),
    score,
  };
}

function toSource(row: Row): DocumentSource {
  return {
    id: textOf(row, "id"),
    kind: textOf(row, "kind") as DocumentSource["kind"],
    place: textOf(row, "place"),
    added: numberOf(row, "added"),
    checked: numberOrNull(row, "checked"),
  };
}

function toInfo(row: Row): Omit<StoredDocument, "text"> {
  return {
    id: textOf(row, "id"),
    source: textOf(row, "source"),
    path: textOf(row, "path"),
    title: textOf(row, "title"),
    sha256: textOf(row, "sha256"),
    bytes: numberOf(row, "bytes"),
    modified: numberOf(row, "modified"),
    problems: jsonOf(row, "problems") as string[],
    at: numberOf(row, "at"),
  };
}
