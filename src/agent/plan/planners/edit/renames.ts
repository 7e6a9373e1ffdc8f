import { fold, words } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { directConcepts } from "../../lexicon/index.ts";
import type { Reading } from "../shared/reading.ts";
import type { NewValue } from "./values.ts";

const CALLED =
  /(?<!\p{L})(?:heißt|heisst|heißen|heissen|nennt sich|firmiert(?: \p{L}+){0,2} (?:als|unter)|(?:is|are) (?:now )?called|now called|goes by|calls \p{L}+|changed (?:her|his|its|their) (?:last |sur|family )?name to|(?:her|his|its|their) (?:new )?(?:last |sur|family )?name is|(?:ihr|sein) (?:neuer )?(?:nach)?name (?:ist|lautet)|is now (?:mrs|mr|ms|miss)\.?)\s+(?:(?:jetzt|nun|now|ab sofort|künftig|by the name of|frau|herr|mrs|mr|ms)\.?\s+)*(\p{Lu}[\p{L}'’&.-]*(?:\s(?!(?:und|and|trag|bitte|please|in|im)\s)[\p{L}\d'’&.-]+){0,4}?)(?=\s*(?:[.,;!?()]|$)|\s(?:und|and|trag|bitte|please|in|im)\s)/iu;
const NAMES = new Set("name lastname fullname customer company tenant member patient contact person owner guest student".split(" ")); // prettier-ignore

/** "heißt jetzt Bäumler": the new name of somebody or something, for a column of names. */
export function newName(table: SourceTable, at: number, reading: Reading): NewValue[] {
  const match = CALLED.exec(reading.text);
  const column = table.columns[at];
  if (!match?.[1] || column?.type !== "text") return [];
  if (!words(column.name).some(({ word }) => directConcepts(word).some((id) => NAMES.has(id)))) return [];
  const value = match[1].replace(/\.$/u, "");
  const start = match.index + match[0].lastIndexOf(value);
  return [{ value, spans: [{ start, end: start + value.length }], fit: 0.95, isName: true }];
}

/** The cell with the new name in the place of the old one: "Grünwald, Annika" of somebody who is now called Bäumler. */
export function renamed(cell: string, name: string, text: string): string {
  const said = new Set(words(text).map(({ word }) => word));
  const own = words(cell);
  const fresh = words(name);
  if (own.length < 2 || fresh.length !== 1) return cell.trim() === "" || own.length < 2 ? name : whole(cell, name);
  const named = own.filter(({ word }) => said.has(word));
  const last = cell.includes(",") ? own[0] : own.at(-1);
  const old = named.length === 1 ? named[0] : last;
  return old && fold(old.text) !== fold(name) ? cell.slice(0, old.start) + name + cell.slice(old.end) : cell;
}

/** "Bäumler, Annika" where the column writes the family name first. */
function whole(cell: string, name: string): string {
  const parts = name.split(/\s+/u);
  const swapped = parts.length === 2 && /^\p{L}[\p{L}-]+, \p{L}[\p{L}-]+$/u.test(cell.trim());
  return swapped ? `${parts[1]}, ${parts[0]}` : name;
}
