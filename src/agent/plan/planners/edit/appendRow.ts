import { words } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { related } from "../../lexicon/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { columnKind } from "./kinds.ts";
import { fillRow } from "./rowValues.ts";
import { isNewEntry } from "./shape.ts";
import { rankTables } from "./target.ts";
import { valuesFor } from "./values.ts";

/** Adds a row to a table with the values that the clause gives; what it does not give stays empty, a numbered key goes on. */
export async function planAppendRow(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const best = bestTable(reading, ctx);
  if (!best) return null;
  const values = fillRow(best, reading, ctx);
  const given = best.columns.filter((column, at) => values[column.name] && columnKind(best, at) !== "id").length;
  if (given < 2) return null;
  return [
    {
      op: "editTable",
      why: `Add a row to ${best.path}`,
      args: { path: best.path, sheet: best.sheet, edits: [{ type: "append", values }] },
    },
  ];
}

const NEW_THING =
  /(?<!\p{L})(?:new|neue[nrsm]?|weitere[nrsm]?|another|additional)\s+(?:(?:row|entry|line|zeile|eintrag|record)\s+(?:for|für)\s+)?(\p{L}[\p{L}-]*)|(?<!\p{L})(?:add|register|book|enter|trag\p{L}*|füg\p{L}*|leg\p{L}*|nimm|buch\p{L}*)\s+(?:bitte\s+|please\s+)?(?:an?|the|eine[nr]?|den|die|das)\s+(?!new|neue)(\p{L}[\p{L}-]*)/giu;

/** A key that is there already means that row; a second one with it would be wrong. */
function hasKey(table: SourceTable, reading: Reading): boolean {
  return reading.mentions.some(
    (mention) =>
      mention.table === table.id &&
      table.keys.includes(mention.column) &&
      (mention.column === 0 || !table.links.some((link) => link.column === mention.column)) &&
      columnKind(table, mention.column) === "id" &&
      mention.score >= 0.95,
  );
}

/** The table is named by what is new ("new customer", "neuer Termin") or as the list it goes into. */
function bestTable(reading: Reading, ctx: PlanContext): SourceTable | null {
  const things = [...reading.text.matchAll(NEW_THING)].flatMap((match) => match[1] ?? match[2] ?? []);
  const ranked = rankTables(reading, ctx).slice(0, 8);
  const given = isNewEntry(reading.text);
  let best: { table: SourceTable; score: number } | null = null;
  for (const { table, named } of ranked) {
    if (hasKey(table, reading)) continue;
    const own = words(table.id).map(({ word }) => word);
    const isThing = Math.max(0, ...things.flatMap((thing) => own.map((word) => related(thing, word))));
    const intoList =
      /(?<!\p{L})(?:to|into|in|zu|auf|on)\s+(?:the|our|die|der|den|das|dem|unsere[rn]?|meine[rn]?)?\s*\S*(?:list\p{L}*|table|tabelle|sheet|file|datei|plan|kalender|calendar|ledger|book|buch|register)(?!\p{L})/iu.test(
        reading.text,
      );
    const fits = table.columns.filter((_, at) =>
      valuesFor(table, at, columnKind(table, at), reading).some(({ fit }) => fit >= 0.6),
    ).length;
    const score =
      (isThing >= 0.8 ? 1 : 0) +
      (given && named >= 0.5 ? 0.8 : 0) +
      (named >= 0.8 ? (intoList ? 1 : 0.4) : 0) +
      (named >= 2 ? 1 : 0) +
      Math.min(1, fits * 0.2);
    if (!best || score > best.score) best = { table, score };
  }
  return best && best.score >= 1.4 ? best.table : null;
}
