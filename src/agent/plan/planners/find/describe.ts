import type { Option } from "../../types.ts";
import { titleOf } from "../text/docs.ts";
import type { RankedDoc } from "./rank.ts";

const MAX = 210;

/** A file in one line for the model: sort, title, sender, date, and what of it fits. */
function describeDoc({ doc, date, sentences }: RankedDoc): string {
  const from = doc.kind === "mail" ? ` from ${(doc.meta["from"] ?? "").replace(/\s*<.*$/u, "")}` : "";
  const title = titleOf(doc);
  const day = date === "" ? "" : `, ${date}`;
  const text = sentences
    .filter((sentence) => sentence !== title)
    .slice(0, 2)
    .join(" … ")
    .replaceAll(/\s+/gu, " ");
  const line = `${doc.kind}${from}${day}, "${title}"${text === "" ? "" : `: ${text}`}`;
  return line.length > MAX ? `${line.slice(0, MAX)}…` : line;
}

/** Labels are file names, with the folder only where two are called alike. */
export function toOptions(docs: RankedDoc[]): Option[] {
  const name = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  return docs.map((entry) => {
    const same = docs.filter((other) => name(other.doc.path) === name(entry.doc.path)).length > 1;
    return { label: same ? entry.doc.path : name(entry.doc.path), about: describeDoc(entry) };
  });
}
