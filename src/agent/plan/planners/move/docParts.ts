import type { Doc } from "../../../../files/index.ts";
import { candidatesFor } from "../fields/candidates.ts";
import { toSpec } from "../fields/spec.ts";

const CLOCKLESS = "2000-01-01"; // parties need no today

/** Who wrote a document: letterhead or From; null when it does not say. */
export function letterheadOf(doc: Doc): string | null {
  return candidatesFor(doc, { ...toSpec("Absender"), party: "sender", type: "name" }, CLOCKLESS)[0]?.value ?? null;
}

/** Whom it is for: "An:", "For:", or the address block. */
export function addresseeOf(doc: Doc): string | null {
  const best = candidatesFor(doc, { ...toSpec("Empfänger"), party: "recipient", type: "name" }, CLOCKLESS)[0];
  return best && best.score >= 0.5 ? best.value : null;
}

/** Codes on the first lines that hold one ("Rechnung RE-2026-107"), in order. */
export function titleIds(doc: Doc): string[] {
  return doc.text
    .split("\n")
    .slice(0, 15)
    .flatMap((line) => line.match(/(?<![\p{L}\d])\p{L}{0,8}[-_]?\d[\p{L}\d]*(?:[-_/]\d+)*(?![\p{L}\d])/gu) ?? [])
    .filter((id) => !/^\d{1,3}$/u.test(id));
}
