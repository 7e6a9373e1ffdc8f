import { words, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { addresseeOf, letterheadOf } from "./docParts.ts";
import type { GroupBy } from "./groupBy.ts";
import { joinPath, safeName, splitPath, withoutLegalForm } from "./names.ts";
import { foldersOf } from "./scope.ts";

/** A file with the folder that it goes into, for what it says. */
export interface Placed {
  doc: Doc;
  folder: string;
}

/** Each file into the folder of its year, month, customer, supplier …: an existing one that bears the name, else a new one. */
export async function groupFolders(
  sources: Doc[],
  folder: string | null,
  by: GroupBy,
  ctx: PlanContext,
): Promise<{ placed: Placed[]; skipped: string[] }> {
  const skipped: string[] = [];
  const remembered = new Map<string, string>();
  const named: { doc: Doc; name: string; known: string | null }[] = [];
  for (const doc of sources) {
    const readable = doc.kind !== "unreadable" && doc.kind !== "empty";
    const name = readable ? await groupOf(doc, by, ctx, remembered) : null;
    const known = readable ? knownFolder(doc, name, folder, by, ctx) : null;
    if (known === null && (name === null || safeName(name) === "")) skipped.push(doc.path);
    else named.push({ doc, name: name ?? "", known });
  }
  const parents = named.flatMap(({ known }) => (known === null ? [] : [splitPath(known).folder]));
  const placed = named.map(({ doc, name, known }) => ({
    doc,
    folder: known ?? joinPath(folder ?? parents[0] ?? splitPath(doc.path).folder, safeName(withoutLegalForm(name))),
  }));
  return { placed, skipped };
}

/** The existing folder whose name is the group's, or stands in the head of the document. */
function knownFolder(
  doc: Doc,
  name: string | null,
  within: string | null,
  by: GroupBy,
  ctx: PlanContext,
): string | null {
  if (by === "kind") return null;
  const folders = foldersOf(ctx).filter(
    (folder) => (within === null || folder.startsWith(`${within}/`)) && folder !== splitPath(doc.path).folder,
  );
  const baseOf = (folder: string) => plain(folder.slice(folder.lastIndexOf("/") + 1));
  const wanted = name === null ? "" : plain(withoutLegalForm(name));
  const exact = folders.filter((folder) => wanted !== "" && baseOf(folder) === wanted);
  if (exact.length > 0) return exact.length === 1 ? (exact[0] ?? null) : nearestTo(doc, exact);
  if (by === "year" || by === "month") return null;
  const head = ` ${plain(doc.text.split("\n").slice(0, 12).join(" "))} `;
  const contained = folders.filter((folder) => {
    const base = baseOf(folder);
    return (
      base.length > 3 &&
      (` ${wanted} `.includes(` ${base} `) ||
        ` ${base} `.includes(` ${wanted} `) ||
        (wanted === "" && head.includes(` ${base} `)))
    );
  });
  return contained.length === 1 ? (contained[0] ?? null) : null;
}

/** Years and months are often there more than once: the one beside the file is meant. */
function nearestTo(doc: Doc, folders: string[]): string | null {
  const { folder } = splitPath(doc.path);
  return folders.find((one) => splitPath(one).folder === folder) ?? null;
}

const plain = (text: string) =>
  words(text)
    .map(({ word }) => word)
    .join(" ");

async function groupOf(
  doc: Doc,
  by: GroupBy,
  ctx: PlanContext,
  remembered: Map<string, string>,
): Promise<string | null> {
  if (by === "kind") return splitPath(doc.path).extension.slice(1).toLowerCase() || null;
  if (by === "sender") return letterheadOf(doc);
  if (by === "recipient") return addresseeOf(doc);
  if (typeof by === "object") {
    const [named] = await readFields(doc, [by.label], ctx, remembered);
    return named?.candidate?.value.split(/,\s/u)[0] ?? null;
  }
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
