import type { Doc } from "../../../../files/index.ts";
import { directConcepts } from "../../lexicon/index.ts";
import { writeDate } from "../../ops/render.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { toSpec } from "../fields/spec.ts";
import { safeName, takeName } from "./names.ts";

/** A name pattern that the request spells out: "JJJJ-MM-TT_Lieferant.pdf", "date_customer_number". */
export type Slot = { type: "text"; text: string } | { type: "date"; form: string } | { type: "field"; label: string };

const DATE = /(?:JJJJ|YYYY)[-_.]?(?:MM(?:[-_.]?(?:TT|DD))?)?|(?:TT|DD)[-_.]MM[-_.](?:JJJJ|YYYY)/u;
const ENDING = /\.(?:pdf|txt|eml|docx?|xlsx?|csv|md|jpe?g|png)/iu;
/** Words joined by "_" or "-" without a written date: "datum_lieferant_nummer". */
const JOINED = /(?<![\p{L}\p{N}/])\p{L}+(?:[_-]\p{L}+){1,4}(?![\p{L}\p{N}/])/gu;

const FIELD_CONCEPTS = new Set(
  "supplier sender recipient customer company date number invoicenumber ordernumber customernumber amount total name subject title project issued due person".split(
    " ",
  ),
);

/** The slots of the pattern that a text spells out, null when it spells none. */
export function readTemplate(text: string): { slots: Slot[]; text: string } | null {
  const spelled = aroundDate(text);
  if (spelled !== null) return { slots: toSlots(spelled), text: spelled };
  for (const [match] of text.matchAll(JOINED)) {
    const parts = match.split(/[_-]/u);
    if (parts.every((part) => isField(part)) && (match.includes("_") || /datum|date/iu.test(match))) {
      return { slots: toSlots(match), text: match };
    }
  }
  return null;
}

/** The words joined to a written date ("JJJJ-MM-TT_Lieferant.pdf"), or all of the quotation that it stands in. */
function aroundDate(text: string): string | null {
  const date = DATE.exec(text);
  if (!date) return null;
  const quoted = [...text.matchAll(/["„“”»«']([^"„“”»«']{4,80})["“”«»']/gu)].find(({ 1: inner = "" }) =>
    DATE.test(inner),
  );
  if (quoted?.[1]) return quoted[1];
  const isJoined = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_.<>{}[\]-]/u.test(char);
  let [start, end] = [date.index, date.index + date[0].length];
  while (isJoined(text[start - 1])) start -= 1;
  while (isJoined(text[end])) end += 1;
  // A name with spaces is known by its ending: "JJJJ-MM-TT Lieferant.pdf".
  const more = new RegExp(`^(?: (?:[-–] )?\\p{L}+){1,4}${ENDING.source}`, "iu").exec(text.slice(end));
  return text.slice(start, end + (more?.[0].length ?? 0)).replace(/[.]$/u, "");
}

function isField(word: string): boolean {
  const ids = directConcepts(word.replaceAll(/[<>{}[\]]/gu, ""));
  return ids.some((id) => FIELD_CONCEPTS.has(id)) || toSpec(word).type === "id";
}

function toSlots(pattern: string): Slot[] {
  const slots: Slot[] = [];
  const body = pattern
    .trim()
    .replace(/\.\p{L}{2,5}$/u, "")
    .replaceAll(/[<>{}[\]]/gu, "");
  const token = new RegExp(String.raw`(${DATE.source})|(\p{L}[\p{L}\p{N}]*)|([^\p{L}]+)`, "gu");
  for (const match of body.matchAll(token)) {
    if (match[1]) slots.push({ type: "date", form: match[1].replaceAll("J", "Y").replaceAll("T", "D") });
    else if (match[2] && /^(?:datum|date)$/iu.test(match[2])) slots.push({ type: "date", form: "YYYY-MM-DD" });
    else if (match[2] && isField(match[2])) slots.push({ type: "field", label: match[2] });
    else slots.push({ type: "text", text: match[0] });
  }
  return slots;
}

/** The name (without extension) that a document gets; null and the field that it lacks. */
export async function fillTemplate(
  slots: Slot[],
  doc: Doc,
  ctx: PlanContext,
  remembered: Map<string, string>,
): Promise<{ stem: string } | { missing: string }> {
  const separator = slots.some((slot) => slot.type === "text" && slot.text === "_") ? "-" : "_";
  const parts: string[] = [];
  for (const slot of slots) {
    if (slot.type === "text") {
      parts.push(slot.text);
      continue;
    }
    const label = slot.type === "date" ? "Datum" : slot.label;
    const [field] = await readFields(doc, [label], ctx, remembered);
    const candidate = field?.candidate;
    if (!candidate) return { missing: label };
    if (slot.type === "date") parts.push(writeDate(candidate.value, slot.form));
    else if (field.spec.type === "date") parts.push(writeDate(candidate.value, "YYYY-MM-DD"));
    else
      parts.push(
        field.spec.type === "name"
          ? takeName(candidate.value, "whole", separator)
          : candidate.raw.replaceAll(/\s+/gu, separator),
      );
  }
  return { stem: safeName(parts.join("")) };
}
