import { directConcepts } from "../../lexicon/index.ts";
import { toSpec } from "../fields/spec.ts";

/** What files are parted by: their day, their ending, a side of the letter, or a field that the request names. */
export type GroupBy = "year" | "month" | "kind" | "sender" | "recipient" | { label: string };

const SORTS =
  /(?<!\p{L})(?:folders?|subfolders?|ordner\p{L}*|unterordner|sort\p{L}*|einsortier\p{L}*|ablegen|aufteil\p{L}*|file (?:them|each)|move each)(?!\p{L})|ordner(?!\p{L})/iu;
const WHOSE = String.raw`(?:(?:the|its|their|each|that|his|her|des|der|dem|den|die|das|ihre[smnr]?|seine[smnr]?|dessen|deren|jeweilige[nmr]?|jeweils|respective|right|richtigen|zugehörigen|passenden)\s+)`;
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<!\p{L})(?:folders?|subfolders?|ordner|unterordner)\s+(?:of|for|from|named after|von|für)?\s*${WHOSE}+(\p{L}+)`,
    "iu",
  ),
  new RegExp(
    String.raw`(?<!\p{L})(?:its|their|each|that|jeweilige[nmr]?|ihre[nmr]|seine[nmr]|zugehörigen|passenden|richtigen|right|matching)\s+(\p{L}+?)(?:['’]s)?[-\s]?(?:folders?|ordner)(?!\p{L})`,
    "iu",
  ),
  new RegExp(
    String.raw`(?<!\p{L})(?:zu|to)\s+(?:ihre[mnr]|seine[mnr]|its|their|the right)\s+(?:jeweiligen\s+|respective\s+)?(\p{L}+)`,
    "iu",
  ),
  /(?<!\p{L})(?:by|per|for (?:each|every)|nach|je|pro|für jede[ns]?)\s+(?:the\s+|dem\s+|der\s+)?(\p{L}+(?: type)?)/iu,
  /(?<!\p{L})(jahres|monats|kunden|lieferanten)ordner|(?<!\p{L})(yearly|monthly) folders/iu,
];

/** The first word that says by what files are parted, and where it says so. */
export function readGroup(text: string): { by: GroupBy; span: { start: number; end: number } } | null {
  if (!SORTS.test(text)) return null;
  for (const pattern of PATTERNS) {
    for (const match of text.matchAll(new RegExp(pattern.source, "giu"))) {
      const by = toGroup(match.slice(1).find((part) => part !== undefined) ?? "");
      if (by) return { by, span: { start: match.index, end: match.index + match[0].length } };
    }
  }
  return null;
}

function toGroup(word: string): GroupBy | null {
  if (/^(?:year|jahr)/iu.test(word)) return "year";
  if (/^month|^monat/iu.test(word)) return "month";
  if (/^(?:kind|art|typ|file type|type|dateityp|dateiart)(?!\p{L})/iu.test(word)) return "kind";
  const { type, party } = toSpec(word);
  if (type === "name" && party === "sender") return "sender";
  if (type === "name" && party === "recipient") return "recipient";
  const ids = directConcepts(word);
  const thing = ids.some((id) =>
    [
      "project",
      "house",
      "apartment",
      "vehicle",
      "person",
      "employee",
      "company",
      "machine",
      "room",
      "bicycle",
      "boat",
    ].includes(id),
  );
  return thing ? { label: word } : null;
}
