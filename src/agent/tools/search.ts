import { z } from "zod";
import { createIndex, fold, type Doc, type SearchUnit } from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { loadDocs } from "../docs.ts";
import type { Tool } from "./types.ts";

const MAX_HITS = 50;
const SNIPPET_CHARS = 240;

const input = z.object({
  query: z.string().min(1).max(500),
  exact: z.boolean().optional().describe("find these very characters instead of words alike"),
  limit: z.number().int().min(1).max(MAX_HITS).optional(),
});

export interface SearchHits {
  hits: { path: string; line: number; snippet: string }[];
}

interface Line {
  path: string;
  line: number;
  text: string;
}

export const searchTool: Tool<z.infer<typeof input>, SearchHits> = {
  name: "search",
  description: "Search all files for words (best match first) or for exact text; gives path, line and snippet.",
  input,
  effect: "read",
  yields: "folder",
  describe: ({ query, exact }) => toSafeLine(`search for ${exact ? "exactly " : ""}"${query}"`),
  async run({ query, exact = false, limit = 10 }, ctx) {
    const docs = await loadDocs(ctx.workspace, ctx);
    const found = exact ? findExact(docs, query) : findRanked(docs, query, limit);
    return {
      hits: found.slice(0, limit).map(({ path, line, text }) => ({ path, line, snippet: toSnippet(text, query) })),
    };
  },
};

function toLines(doc: Doc): Line[] {
  return doc.text.split("\n").map((text, index) => ({ path: doc.path, line: index + 1, text }));
}

function findExact(docs: Doc[], query: string): Line[] {
  const lines = docs.flatMap(toLines);
  const same = lines.filter(({ text }) => text.includes(query));
  if (same.length > 0) return same;
  const folded = fold(query);
  return lines.filter(({ text }) => fold(text).includes(folded));
}

/**
 * BM25 twice: over whole documents, and over the lines of the best ones. A line counts more when its document fits too
 * (the line "Total: 12" of the right invoice); a document whose name fits but no line of it is shown by its first line.
 */
function findRanked(docs: Doc[], query: string, limit: number): Line[] {
  const scores = new Map(
    createIndex(docs.map((doc) => ({ id: doc.path, text: `${doc.path}\n${doc.text}` })))
      .search(query, Math.max(limit, 20))
      .map(({ id, score }) => [id, score]),
  );
  const best = docs.filter((doc) => scores.has(doc.path));
  const lines = best.flatMap(toLines).filter(({ text }) => text.trim() !== "");
  const units: SearchUnit[] = lines.map(({ text }, index) => ({ id: String(index), text }));
  const top = Math.max(...scores.values(), 1e-9);
  const hits = createIndex(units)
    .search(query, limit * 5)
    .flatMap(({ id, score }) => {
      const line = lines[Number(id)];
      return line ? [{ ...line, score: score * (0.5 + 0.5 * ((scores.get(line.path) ?? 0) / top)) }] : [];
    })
    .toSorted((a, b) => b.score - a.score);
  const named = best
    .filter((doc) => !hits.some((hit) => hit.path === doc.path))
    .map((doc) => ({ path: doc.path, line: 1, text: doc.text.split("\n", 1)[0] ?? "" }));
  return [...hits, ...named];
}

function toSnippet(text: string, query: string): string {
  const line = text.trim();
  if (line.length <= SNIPPET_CHARS) return line;
  const at = Math.max(0, line.toLowerCase().indexOf(query.toLowerCase()));
  const start = Math.max(0, Math.min(at - SNIPPET_CHARS / 4, line.length - SNIPPET_CHARS));
  return `${start > 0 ? "…" : ""}${line.slice(start, start + SNIPPET_CHARS)}…`;
}
