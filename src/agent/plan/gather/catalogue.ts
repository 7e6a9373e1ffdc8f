import type { Doc } from "../../../files/index.ts";
import { filesTable, mailsTable } from "./fileTables.ts";
import { linkTables } from "./links.ts";
import { findMentions } from "./mentions.ts";
import { createIds } from "./names.ts";
import { buildPassages, findPassages } from "./passages.ts";
import { buildFileIndex, rankFiles, scoreFiles } from "./rankFiles.ts";
import { recordTables } from "./records.ts";
import { statedReplacements } from "./replaced.ts";
import { sourceTables } from "./sourceTables.ts";
import { setVersions, supersededDocs } from "./versions.ts";
import { buildValueIndex } from "./valueIndex.ts";
import { pivotTables, seriesWholes, unionTables, widen } from "./wide.ts";
import type { Catalogue, SourceTable } from "./types.ts";

/** Reads the documents of a workspace as one: tables with their links and versions, records, and what to search them by. Pure. */
export function buildCatalogue(docs: Doc[], opts: { today: string }): Catalogue {
  const { today } = opts;
  const byPath = new Map(docs.map((doc) => [doc.path, doc]));
  const { tables, wholes } = allTables(docs, today);
  const byId = new Map([...tables, ...wholes].map((table) => [table.id, table]));
  const replaced = new Map([...supersededDocs(docs, today), ...statedReplacements(docs)]);
  const lowered = new Set([
    ...replaced.keys(),
    ...tables.flatMap((table) => (table.supersededBy !== null && table.path !== "" ? [table.path] : [])),
  ]);
  // Built when first asked for: many requests need only one of them.
  const passages = lazy(() => buildPassages(docs));
  const files = lazy(() => buildFileIndex(docs));
  const values = lazy(() => buildValueIndex([...tables, ...wholes]));
  return {
    docs,
    today,
    tables,
    supersededDocs: replaced,
    doc: (path) => byPath.get(path) ?? null,
    table: (id) => byId.get(id) ?? null,
    wide: (table) => widen(table, byId),
    pivot: pivotTables,
    union: (series) =>
      unionTables(
        tables.filter((table) => table.series === series),
        byId,
      ),
    passages: (query, n, paths) =>
      findPassages(passages(), query, n, { paths, docScores: scoreFiles(files(), query, lowered), lowered }),
    files: (query, n) => rankFiles(scoreFiles(files(), query, lowered), n),
    mentions: (text) => findMentions(text, values()),
  };
}

function allTables(docs: Doc[], today: string): { tables: SourceTable[]; wholes: SourceTable[] } {
  const giveId = createIds();
  const tables = sourceTables(docs, giveId);
  setVersions(tables, today);
  tables.push(...recordTables(docs, tables, giveId));
  const mails = mailsTable(docs, giveId);
  if (mails) tables.push(mails);
  tables.push(filesTable(docs, giveId, today));
  const wholes = seriesWholes(tables).filter((table) => table.keys.length > 0);
  linkTables(tables, wholes);
  return { tables, wholes };
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
