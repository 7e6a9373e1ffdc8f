import { toSpec } from "../fields/spec.ts";
import type { Reading } from "../shared/reading.ts";

const OBJECT =
  /(?<!\p{L})(?:extract|pull(?: out)?|get|take|list|collect|read|zieh\p{L}*|hol\p{L}*|lies|nimm|schreib\p{L}*|such\p{L}*|extrahier\p{L}*|sammle)\s+(?:(?:mir|me|us|uns|bitte|please|out|jeweils)\s+)*(.{3,140}?)\s+(?:out of|from|of|for|aus|von|für|zu|heraus|raus|into|in(?=\s\S+\.\p{L}{2,5}))(?!\p{L})/iu;

/** The columns that a clause asks for: named as such, or as the object of the verb ("pull sender and date out of …"). */
export function askedColumns(reading: Reading): string[] {
  if (reading.columns.length > 0) return reading.columns.map(trimmed);
  const listed = listedColumns(reading.text);
  if (listed.length > 0) return listed;
  const match = OBJECT.exec(reading.text);
  if (!match?.[1]) return [];
  const parts = match[1]
    .split(/\s*,\s*(?:(?:and|und)\s+)?|\s+(?:and|und|sowie|&)\s+/iu)
    .map((part) =>
      part
        .replace(/^(?:the|all|every|each|our|their|its|his|her|der|die|das|den|alle|jeweils|unsere?|ihre?)\s+/iu, "")
        .trim(),
    )
    .filter((part) => part !== "");
  const known = parts.every((part) => part.split(/\s+/u).length <= 3 && (isField(part) || /^\p{Lu}/u.test(part)));
  return known && parts.length > 1 ? parts.map(capital) : [];
}

const ITEM = String.raw`[\p{L}\p{N}][\p{L}\p{N}.%/-]*(?:\s(?!und\s|and\s|mit\s|with\s)[\p{L}\p{N}.%/-]+){0,2}`;
const LISTED = new RegExp(
  String.raw`(?:(?<!\p{L})(?:with|mit|of|aus|including|inklusive)(?!\p{L})|:)\s+(?:(?:the|den|die|das|its|their|jeweils)\s+)?((?:${ITEM},\s*)*${ITEM},?\s+(?:und|and)\s+${ITEM})`,
  "giu",
);

/** "a table … with machine, year and last service": a list of names that ends with "and", most of which are fields. */
export function listedColumns(text: string): string[] {
  if (!/(?<!\p{L})(?:tabelle|table|übersicht|overview|spreadsheet|liste?|csv|xlsx)(?!\p{L})/iu.test(text)) return [];
  for (const match of text.matchAll(LISTED)) {
    const parts = (match[1] ?? "")
      .split(/\s*,\s*(?:und\s+|and\s+)?|\s+(?:und|and)\s+/iu)
      .map(trimmed)
      .filter((part) => part !== "");
    const telling = parts.filter((part) => isField(part) || /^\p{Lu}/u.test(part)).length;
    if (parts.length > 1 && telling >= parts.length / 2) return parts;
  }
  return [];
}

/** A separable verb leaves its end behind the last column: "Anzahl und Termin zusammen". */
function trimmed(name: string): string {
  return name
    .replace(
      /\s+(?:zusammen|heraus|raus|hinaus|aus|an|ab|auf|ein|hinzu|bitte|please|out|together|daraus|davon|dazu|from it|thereof)$/iu,
      "",
    )
    .trim();
}

function isField(part: string): boolean {
  const { type, ids } = toSpec(part);
  return (
    type !== "text" ||
    ids.some((id) => ["subject", "title", "description", "item", "unit", "status", "reason"].includes(id))
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
