import type { Doc, SearchHit } from "../../../files/index.ts";
import { findConcepts } from "../lexicon/index.ts";
import { createScorer, queryGroups, type Scorer } from "./bm25.ts";
import { docTitle } from "./fileTables.ts";
import { baseName, folderOf, tokenize } from "./names.ts";

export interface FileIndex {
  docs: Doc[];
  names: Scorer;
  contents: Scorer;
}

/** Content is searched up to this many characters a file. */
const MAX_CONTENT = 60_000;

export function buildFileIndex(docs: Doc[]): FileIndex {
  return {
    docs,
    names: createScorer(
      docs.map((doc) => [
        { text: baseName(doc.path), weight: 2 },
        { text: folderOf(doc.path), weight: 1 },
        { text: docTitle(doc), weight: 1.5 },
        { text: doc.meta["from"] ?? "", weight: 1 },
      ]),
    ),
    contents: createScorer(docs.map((doc) => [{ text: doc.text.slice(0, MAX_CONTENT), weight: 1 }])),
  };
}

/** Concepts that say of which kind the wanted file is. */
const KINDS: Record<string, Doc["kind"]> = {
  mail: "mail",
  photo: "image",
  calendar: "calendar",
  letter: "mail",
  message: "mail",
};

/** Score of each file that fits at all. */
export function scoreFiles(index: FileIndex, query: string, lowered: ReadonlySet<string>): Map<string, number> {
  // "the orders" may well be called "bestellungen": names are short, so a synonym in one says more than in a text.
  const groups = queryGroups(query);
  const names = index.names.score(queryGroups(query, 0.7));
  const contents = index.contents.score(groups);
  const kinds = new Set(
    findConcepts(tokenize(query).map((token) => token.folded)).flatMap((span) =>
      span.ids.flatMap((id) => KINDS[id] ?? []),
    ),
  );
  const scores = new Map<string, number>();
  for (const [at, doc] of index.docs.entries()) {
    const [name, content] = [names.get(at), contents.get(at)];
    // A file that has something of every word comes before one that has much of a few.
    const covered = (0.4 + Math.max(name?.groups ?? 0, content?.groups ?? 0) / Math.max(1, groups.length)) ** 2;
    const words = ((name?.sum ?? 0) * 1.2 + (content?.sum ?? 0)) * covered;
    if (words === 0 && !kinds.has(doc.kind)) continue;
    const kind = kinds.has(doc.kind) ? 1.4 : 1;
    scores.set(doc.path, (words + 0.1) * kind * (lowered.has(doc.path) ? 0.7 : 1));
  }
  return scores;
}

export function rankFiles(scores: ReadonlyMap<string, number>, n: number): SearchHit[] {
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .toSorted((a, b) => b.score - a.score || a.id.localeCompare(b.id))
    .slice(0, Math.max(0, n));
}
