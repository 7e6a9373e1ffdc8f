import type { PlanContext } from "../types.ts";
import type { ConditionGroup } from "./conditions.ts";
import type { Part } from "./part.ts";
import type { Frame } from "./types.ts";

const NAMED =
  /(?<![\p{L}\p{N}_])(?:according to|affected|concerned|named in|mentioned|listed in|in (?:the|our) (?:mail|e-mail|letter|notice|note|minutes)|from the (?:mail|notice|letter|note)|recall\p{L}*|laut|betroffen\p{L}*|genannt\p{L}*|erwähnt\p{L}*|aus (?:der|dem) (?:mail|brief|notiz|schreiben|protokoll)|in der mail|rückruf\p{L}*|(?:mail|brief|notice|letter|note)\s+(?:vom|von|from|about|über))(?![\p{L}\p{N}_])/iu;
const MIN_ID = 3;

/**
 * Rows that another document names: "which of our batches does the recall concern", "the articles in the supplier's mail".
 * The best fitting text is searched for values of the table's own identifying columns.
 */
export function documentConditions(frame: Frame, part: Part, ctx: PlanContext): ConditionGroup[] {
  const cue = NAMED.exec(part.text);
  if (!cue || frame.source.type !== "table") return [];
  const paths = new Set(frame.tables.flatMap((id) => ctx.catalogue.table(id)?.path ?? []));
  const hits = ctx.catalogue.files(part.text, 6).filter((hit) => !paths.has(hit.id) && isText(ctx, hit.id));
  for (const hit of hits.slice(0, 3)) {
    const doc = ctx.catalogue.doc(hit.id);
    if (!doc) continue;
    const found = namedValues(frame, doc.text);
    const best = [...found.entries()].toSorted((a, b) => b[1].size - a[1].size)[0];
    if (!best) continue;
    const start = part.start + cue.index;
    return [
      {
        words: cue[0],
        start,
        end: start + cue[0].length,
        alternatives: [{ conditions: [{ left: { column: best[0] }, op: "in", values: [...best[1]] }], score: 0.9 }],
        optional: false,
      },
    ];
  }
  return [];
}

/** Values with a digit ("AV-902") of the row's own text columns that stand in the text as whole words. */
function namedValues(frame: Frame, text: string): Map<string, Set<string>> {
  const tokens = new Set(text.split(/[^\p{L}\p{N}_/.-]+/u).map((token) => token.replaceAll(/^[.\-/]+|[.\-/]+$/gu, "")));
  const found = new Map<string, Set<string>>();
  frame.columns.forEach((column, at) => {
    if (column.depth > 0 || column.type !== "text") return;
    for (const row of frame.rows) {
      const value = row[at];
      if (!value || value.length < MIN_ID || !/\d/u.test(value) || !tokens.has(value)) continue;
      found.set(column.name, (found.get(column.name) ?? new Set()).add(value));
    }
  });
  return found;
}

function isText(ctx: PlanContext, path: string): boolean {
  const kind = ctx.catalogue.doc(path)?.kind;
  return kind === "mail" || kind === "text" || kind === "pdf";
}
