import { fold, words } from "../../../files/index.ts";
import type { Catalogue, SourceTable } from "../gather/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import { namesPart } from "./link.ts";
import type { Part } from "./part.ts";
import type { Frame, FrameColumn } from "./types.ts";

const LACKS =
  /(?<!\p{L})(?:no|without(?: an?| any)?|not (?:in|on)(?: the| our)?|missing (?:from|in)(?: the| our)?|keine?[nmrs]?|ohne|nicht (?:in|im|auf)(?: der| dem| den| unser\p{L}*)?|fehl\p{L}* (?:in|im|auf)(?: der| dem| den| unser\p{L}*)?)\s+(?=\p{L})/giu;
/** Share of the values that must stand in both tables: less means that they speak of different things. */
const MIN_SHARED = 0.3;

/** "Slips on the statement that we have no receipt for": rows whose number does not stand in the table of receipts. */
export function absenceConditions(frame: Frame, part: Part, catalogue: Catalogue): ConditionGroup[] {
  if (frame.source.type !== "table") return [];
  for (const cue of part.text.matchAll(LACKS)) {
    const start = part.start + cue.index;
    const end = start + cue[0].length;
    const term = part.terms.find((entry) => entry.start >= end && entry.start <= end + 12);
    if (!term) continue;
    const others = catalogue.tables.filter(
      (table) =>
        table.kind === "table" &&
        table.id !== frame.base &&
        table.supersededBy === null &&
        words(table.name).some((name) => namesPart(term.word, name.word) >= 0.8),
    );
    const best = others.flatMap((table) => sharedColumn(frame, table)).toSorted((a, b) => b.share - a.share)[0];
    if (!best) continue;
    const left = { column: best.column.name };
    const conditions = [
      { left, op: "filled" as const },
      { left, op: "not in" as const, values: best.values },
    ];
    return [
      { words: cue[0] + term.text, start, end: term.end, alternatives: [{ conditions, score: 1 }], optional: false },
    ];
  }
  return [];
}

/** The column of numbers that both tables have under one name, some of its values in both, some not. */
function sharedColumn(frame: Frame, table: SourceTable) {
  return frame.columns.flatMap((column, at): { column: FrameColumn; values: string[]; share: number }[] => {
    const there = table.columns.findIndex((other) => fold(other.name) === fold(column.header));
    if (column.depth > 0 || column.type !== "text" || there === -1) return [];
    const own = frame.rows.flatMap((row) => row[at] ?? []);
    const values = [...new Set(table.rows.flatMap((row) => row[there]?.value ?? []))];
    const known = new Set(values.map(fold));
    const distinct = new Set(own.map(fold));
    const share = own.filter((value) => known.has(fold(value))).length / Math.max(1, own.length);
    const isId = distinct.size >= own.length * 0.8 && own.every((value) => /\d/u.test(value));
    return isId && share >= MIN_SHARED && share < 1 ? [{ column, values, share }] : [];
  });
}
