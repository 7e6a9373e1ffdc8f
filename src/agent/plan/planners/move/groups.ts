import type { Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { addresseeOf, letterheadOf } from "./docParts.ts";
import { joinPath, safeName, splitPath } from "./names.ts";
import type { Target } from "./target.ts";

/** Files into a subfolder each for their year, month, customer, supplier or kind; what says none of it stays. */
export async function planGroups(
  sources: Doc[],
  folder: string | null,
  by: NonNullable<Target["groupBy"]>,
  ctx: PlanContext,
): Promise<{ moves: { from: string; to: string }[]; skipped: string[] }> {
  const moves: { from: string; to: string }[] = [];
  const skipped: string[] = [];
  const remembered = new Map<string, string>();
  for (const doc of sources) {
    const own = splitPath(doc.path);
    const name = doc.kind === "unreadable" || doc.kind === "empty" ? null : await groupOf(doc, by, ctx, remembered);
    if (name === null || safeName(name) === "") {
      skipped.push(doc.path);
      continue;
    }
    moves.push({
      from: doc.path,
      to: joinPath(joinPath(folder ?? own.folder, safeName(name)), own.stem + own.extension),
    });
  }
  return { moves, skipped };
}

async function groupOf(
  doc: Doc,
  by: NonNullable<Target["groupBy"]>,
  ctx: PlanContext,
  remembered: Map<string, string>,
): Promise<string | null> {
  if (by === "kind") return splitPath(doc.path).extension.slice(1).toLowerCase() || null;
  if (by === "sender") return letterheadOf(doc);
  if (by === "recipient") return addresseeOf(doc);
  const [field] = await readFields(doc, [ctx.request.lang === "de" ? "Datum" : "Date"], ctx, remembered);
  const iso = field?.candidate?.value ?? dateInName(doc.path);
  if (!iso) return null;
  return by === "year" ? iso.slice(0, 4) : iso.slice(0, 7);
}

/** Photos and scans often carry their day in the name only. */
function dateInName(path: string): string | null {
  const match = /(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])?(?!\d)/u.exec(splitPath(path).stem);
  return match ? `${match[1]}-${match[2]}-${match[3] ?? "01"}` : null;
}
