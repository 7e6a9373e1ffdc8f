import type { Doc } from "../../../files/index.ts";
import type { NewChunk } from "../../../store/index.ts";
import { isPairs, toPairs, toRows } from "./rows.ts";
import { toSections } from "./sections.ts";
import { toTerms } from "./terms.ts";
import type { Fact } from "./types.ts";
import { isPutAway, readSince } from "./validity.ts";

/** Rows of one document; a list of more is a database and none that answers to customers are taken from. */
const MOST_ROWS = 5_000;
const MOST_SECTIONS = 2_000;

/** What a document says, piece by piece. `today`: ISO date. */
export function toFacts(doc: Doc, today: string): { title: string; facts: Fact[] } {
  const title = titleOf(doc);
  const base = { headings: [title], since: readSince(doc.path, doc.text, today), isOld: isPutAway(doc.path) };
  const rows = doc.tables
    .flatMap((table): Fact[] => (isPairs(table) ? toPairs(table, base) : toRows(table, base)))
    .slice(0, MOST_ROWS);
  if (doc.kind === "table") return { title, facts: rows };
  return { title, facts: [...rows, ...toSections(doc.text, base).slice(0, MOST_SECTIONS)] };
}

export function toChunk(fact: Fact): NewChunk {
  const text = showFact(fact);
  return { text, data: fact, terms: toTerms([...fact.headings, text].join("\n")) };
}

/** As a person reads it. */
export function showFact(fact: Fact): string {
  switch (fact.kind) {
    case "row": {
      const cells = fact.cells.map(({ name, raw }) => `${name}: ${raw}`);
      return [fact.key.map(({ raw }) => raw).join(", "), ...cells].join("; ");
    }
    case "answer":
      return `${fact.question}\n${fact.answer}`;
    case "lines":
      return fact.lines.join("\n");
    case "text":
      return fact.text;
    case "pair":
      return `${fact.label}: ${fact.value}`;
  }
}

function titleOf(doc: Doc): string {
  const heading = /^\s*#\s+(.+)$/m.exec(doc.text.slice(0, 500))?.[1];
  const name = (doc.path.split("/").at(-1) ?? doc.path).replace(/\.\w+$/, "").replaceAll(/[_-]+/g, " ");
  return doc.kind === "table" || heading === undefined ? (doc.meta["title"] ?? name) : heading.trim();
}
