import { labelled, type Doc } from "../../../../files/index.ts";
import { POSTCODE, STREET } from "../shared/patterns.ts";
import type { Candidate } from "./candidate.ts";
import type { FieldSpec } from "./spec.ts";

const TO_LABEL =
  /^(?:an|to|for|für|kunde|customer|client|bill(?:ed)? to|ship to|deliver to|empfänger|recipient|rechnung an|lieferung an|auftraggeber|attn\.?|z\. ?hd\.?)$/iu;
const FROM_LABEL = /^(?:von|from|absender|sender|lieferant|supplier|vendor|aussteller|issued by|firma)$/iu;

/**
 * The names of a letter's two sides: the sender is the letterhead (first line) or the mail's From, the recipient stands after
 * "An:"/"For:" or on the first line of the address block (name, street, postcode and town).
 */
export function parties(doc: Doc, spec: FieldSpec): Candidate[] {
  const found: Candidate[] = [];
  const add = (party: "sender" | "recipient", raw: string, label: string, score: number) => {
    const value = toName(raw);
    if (value === "" || !/\p{L}{2}/u.test(value)) return;
    const fit = spec.party === null ? score * 0.8 : spec.party === party ? score : score * 0.3;
    found.push({ value, raw: value, label, quote: raw.trim().slice(0, 200), score: fit, unit: null });
  };
  if (doc.kind === "mail") {
    if (doc.meta["from"]) add("sender", doc.meta["from"], "From", 0.9);
    if (doc.meta["to"]) add("recipient", doc.meta["to"], "To", 0.9);
    return found;
  }
  for (const { label, value } of labelled(doc.text)) {
    if (TO_LABEL.test(label)) add("recipient", value.split(/,\s/u)[0] ?? value, label, 0.88);
    if (FROM_LABEL.test(label)) add("sender", value.split(/,\s/u)[0] ?? value, label, 0.88);
  }
  const lines = doc.text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const letterhead = lines.slice(0, 3).find((line) => !TITLE.test(line));
  if (letterhead && letterhead.length <= 60 && !/[:!?]$|(?<!\s\S{0,3}\.\S{0,2}|Co|Inc|Ltd)\.$/u.test(letterhead))
    add("sender", letterhead, "letterhead", 0.75);
  const block = addressBlock(lines);
  if (block) add("recipient", block, "address", 0.7);
  const head = beforeTitle(lines);
  if (head && head !== block) add("recipient", head, "address", 0.55);
  return found;
}

/** The first line of a block "name, (person,) street, postcode town" below the letterhead. */
function addressBlock(lines: string[]): string | null {
  for (let at = 1; at < Math.min(lines.length, 20); at += 1) {
    const line = lines[at] ?? "";
    const next = lines[at + 1] ?? "";
    const street = isStreetLine(line) && POSTCODE.test(next);
    const town = /^(?:\d{5}\s\p{Lu})/u.test(line) && !STREET.test(lines[at - 1] ?? "");
    if (!street && !town) continue;
    let first = at - 1;
    while (first > 1 && isNameLine(lines[first - 1] ?? "") && at - first < 3) first -= 1;
    const name = lines[first] ?? "";
    if (first >= 1 && isNameLine(name)) return name;
  }
  return null;
}

const TITLE =
  /^(?:\p{L}+\s){0,2}(?:rechnung|invoice|angebot|quote|quotation|offer|lieferschein|delivery note|gutschrift|credit note|mahnung|reminder|bestellung|purchase order|auftragsbestätigung|order confirmation|vertrag|contract|bericht|report)\b/iu;

/** Without a street: the first line that looks like a name between the letterhead's lines and the title. */
function beforeTitle(lines: string[]): string | null {
  const title = lines.findIndex((line, at) => at > 1 && at < 20 && TITLE.test(line));
  if (title === -1) return null;
  const between = lines.slice(1, title);
  const end = between.findLastIndex((line) => /[@·|]|\d{4}|VAT|USt|Tel/u.test(line));
  return between.slice(end + 1).find((line) => isNameLine(line) && !/^(?:attn|z\. ?hd)/iu.test(line)) ?? null;
}

/** "Lindenweg 8", "21 Quarry Bank": a house number and capitalised words, nothing else. */
const isStreetLine = (line: string) =>
  matchesAll(STREET, line) || /^\d+[a-z]?,?(?:\s\p{Lu}[\p{L}'’.-]+){1,4}$/u.test(line);

const matchesAll = (pattern: RegExp, line: string) => (pattern.exec(line)?.[0].length ?? 0) >= line.length - 2;

function isNameLine(line: string): boolean {
  return line.length <= 50 && !/[@:·|]|\d{4}/u.test(line) && /^\p{Lu}/u.test(line) && !STREET.test(line);
}

/** A name without mail address, address or form of address. */
function toName(raw: string): string {
  return raw
    .replace(/\s*<[^>]*>/u, "")
    .replace(/^["']|["']$/gu, "")
    .replace(/^(?:Herrn?|Frau|Firma|Mr|Mrs|Ms)\.?\s+/u, "")
    .split(/\s[·|–]\s|\s{3,}/u)[0]!
    .trim();
}
