import { toSpec } from "../fields/spec.ts";
import type { Reading } from "../shared/reading.ts";

const OBJECT =
  /(?<!\p{L})(?:extract|pull(?: out)?|get|take|list|collect|read|zieh\p{L}*|hol\p{L}*|lies|nimm|schreib\p{L}*|such\p{L}*|extrahier\p{L}*|sammle)\s+(?:(?:mir|me|us|uns|bitte|please|out|jeweils)\s+)*(.{3,140}?)\s+(?:out of|from|of|for|aus|von|für|zu|heraus|raus)(?!\p{L})/iu;

/** The columns that a clause asks for: named as such, or as the object of the verb ("pull sender and date out of …"). */
export function askedColumns(reading: Reading): string[] {
  if (reading.columns.length > 0) return reading.columns;
  const listed = listedColumns(reading.text);
  if (listed.length > 0) return listed;
  const match = OBJECT.exec(reading.text);
  if (!match?.[1]) return [];
  const parts = match[1]
    .split(/\s*,\s*(?:(?:and|und)\s+)?|\s+(?:and|und|sowie|&)\s+/iu)
    .map((part) => part.replace(/^(?:the|all|every|each|der|die|das|den|alle|jeweils)\s+/iu, "").trim())
    .filter((part) => part !== "");
  const known = parts.every((part) => part.split(/\s+/u).length <= 3 && isField(part));
  return known && parts.length > 1 ? parts.map(capital) : [];
}

const LISTED =
  /(?<!\p{L})(?:tabelle|table|übersicht|overview|spreadsheet)\s+(?:mit|with|of|aus|von)\s+((?:[\p{L}\p{N}.%-]+(?:\s[\p{L}\p{N}.%-]+){0,2},\s*)*[\p{L}\p{N}.%-]+(?:\s[\p{L}\p{N}.%-]+){0,2}\s+(?:und|and)\s+[\p{L}\p{N}%-]+(?:\s[\p{L}\p{N}%-]+){0,2})/iu;

/** "a table with machine, year and last service": a list of names that ends with "and". */
export function listedColumns(text: string): string[] {
  const match = LISTED.exec(text);
  if (!match?.[1]) return [];
  return match[1].split(/\s*,\s*|\s+(?:und|and)\s+/iu).filter((part) => part !== "");
}

function isField(part: string): boolean {
  const { type, ids } = toSpec(part);
  return (
    type !== "text" ||
    ids.some((id) => ["subject", "title", "description", "item", "unit", "status", "reason"].includes(id))
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
