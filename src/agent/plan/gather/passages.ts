import { sentences, type Doc } from "../../../files/index.ts";
import { createScorer, queryGroups, type Scorer } from "./bm25.ts";
import { bodyOf, docTitle } from "./fileTables.ts";
import { baseName } from "./names.ts";
import type { Passage } from "./types.ts";

interface Unit extends Omit<Passage, "score"> {
  /** What is searched, where that is not the text: in large tables the names of columns are left out. */
  words?: string;
}

export interface PassageIndex {
  units: Unit[];
  scorer: Scorer;
  byPath: Map<string, number[]>;
}

const MAX_CELL = 120;
const LARGE = 200;

/** Sentences and lines of all texts, rows of all tables. */
export function buildPassages(docs: Doc[]): PassageIndex {
  const units = docs.flatMap(unitsOf);
  const titles = new Map(docs.map((doc) => [doc.path, `${docTitle(doc)} ${baseName(doc.path)}`]));
  const scorer = createScorer(
    units.map((unit) => [
      { text: unit.words ?? unit.text, weight: 1 },
      { text: unit.heading, weight: 0.5 },
      // All rows of a table have the same title.
      { text: unit.words === undefined ? (titles.get(unit.path) ?? "") : "", weight: 0.4 },
    ]),
  );
  const byPath = new Map<string, number[]>();
  for (const [at, unit] of units.entries()) {
    const list = byPath.get(unit.path);
    if (list) list.push(at);
    else byPath.set(unit.path, [at]);
  }
  return { units, scorer, byPath };
}

function unitsOf(doc: Doc): Unit[] {
  if (doc.kind === "table" || doc.kind === "calendar") return rowUnits(doc);
  return doc.text.trim() === "" ? [] : textUnits(doc);
}

function textUnits(doc: Doc): Unit[] {
  const units: Unit[] = [];
  const heads: { level: number; text: string }[] = [];
  const body = bodyOf(doc).start;
  for (const span of sentences(doc.text)) {
    // Of the header of a mail only the subject says something.
    if (span.start < body && !span.text.startsWith("Subject:")) continue;
    const level = /^(#{1,6})\s/.exec(span.text)?.[1]?.length ?? (/^[^.!?\n]{2,60}:$/.test(span.text) ? 7 : 0);
    if (level === 0) {
      units.push({
        path: doc.path,
        text: span.text,
        start: span.start,
        end: span.end,
        heading: heads.map((head) => head.text).join(" > "),
      });
      continue;
    }
    while ((heads.at(-1)?.level ?? 0) >= level) heads.pop();
    heads.push({ level, text: span.text.replace(/^#+\s+|:$/g, "") });
  }
  return units;
}

/** "col: value; col: value", with the offsets of the line where the text form has it. */
function rowUnits(doc: Doc): Unit[] {
  const lineStarts = [0];
  for (let at = doc.text.indexOf("\n"); at !== -1; at = doc.text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return doc.tables.flatMap((table) =>
    table.rows.map((row, at): Unit => {
      const cells = table.columns.flatMap((column, index) => {
        const value = row[index]?.raw.trim() ?? "";
        return value === "" ? [] : [`${column.name}: ${value.slice(0, MAX_CELL)}`];
      });
      const first = row.find((cell) => cell.raw.trim() !== "")?.raw.trim() ?? "";
      const start = lineStarts[(table.lines[at] ?? 0) - 1] ?? 0;
      const end = (lineStarts[table.lines[at] ?? 0] ?? doc.text.length + 1) - 1;
      const fits = first !== "" && doc.text.slice(start, end).includes(first);
      return {
        path: doc.path,
        text: cells.join("; "),
        words: table.rows.length > LARGE ? row.map((cell) => cell.raw.slice(0, MAX_CELL)).join(" ") : cells.join(" "),
        start: fits ? start : 0,
        end: fits ? end : 0,
        heading: table.sheet ?? "",
      };
    }),
  );
}

/**
 * The best units; a unit of a document that fits as a whole (`docScores`) comes before the same words elsewhere, and those
 * of superseded documents (`lowered`) come later.
 */
export function findPassages(
  index: PassageIndex,
  query: string,
  n: number,
  opts: { paths?: readonly string[] | undefined; docScores: ReadonlyMap<string, number>; lowered: ReadonlySet<string> },
): Passage[] {
  const groups = queryGroups(query);
  const scores = index.scorer.score(groups);
  const allowed = opts.paths ? new Set(opts.paths) : null;
  const top = Math.max(1e-9, ...opts.docScores.values());
  return [...scores]
    .flatMap(([at, { sum, groups: met }]): Passage[] => {
      const unit = index.units[at];
      if (!unit || (allowed && !allowed.has(unit.path))) return [];
      const fit = 1 + (0.7 * (opts.docScores.get(unit.path) ?? 0)) / top;
      const { path, text, start, end, heading } = unit;
      return [
        {
          path,
          text,
          start,
          end,
          heading,
          score: sum * (0.5 + met / Math.max(1, groups.length)) * fit * (opts.lowered.has(unit.path) ? 0.5 : 1),
        },
      ];
    })
    .toSorted((a, b) => b.score - a.score || a.path.localeCompare(b.path) || a.start - b.start)
    .slice(0, Math.max(0, n));
}
