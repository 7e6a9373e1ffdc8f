import type { SchemaStatement } from "./migrations.ts";

/**
 * Statements of migration 21. The words of the chunks lie in a table of postings, not in a full-text index of the database: ranking by BM25
 * needs how many chunks have a word, which PostgreSQL's text search does not tell, and what is a word is decided by who reads the document
 * (stems, parts of compounds, concepts that a word of another language means as well).
 */
export const DOCUMENTS: SchemaStatement[] = [
  `CREATE TABLE document_sources (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, added BIGINT NOT NULL, checked BIGINT, UNIQUE (kind, place))`,
  `CREATE TABLE documents (
    id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES document_sources(id), path TEXT NOT NULL, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, modified BIGINT NOT NULL, text TEXT NOT NULL, problems TEXT NOT NULL, at BIGINT NOT NULL,
    UNIQUE (source, path))`,
  `CREATE TABLE chunks (
    document TEXT NOT NULL REFERENCES documents(id), seq BIGINT NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL, length BIGINT NOT NULL,
    PRIMARY KEY (document, seq))`,
  `CREATE TABLE chunk_terms (
    term TEXT NOT NULL, document TEXT NOT NULL, seq BIGINT NOT NULL, count BIGINT NOT NULL, PRIMARY KEY (term, document, seq))`,
  "CREATE INDEX chunk_terms_by_document ON chunk_terms (document)",
];
