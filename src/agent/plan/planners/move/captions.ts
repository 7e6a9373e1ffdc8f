import { fold, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { splitPath } from "./names.ts";

/** What other files say about a file: lines that name it ("IMG_2042: our cellar"), table rows that hold its name. */
export function captionsOf(doc: Doc, ctx: PlanContext): string {
  const { stem, folder } = splitPath(doc.path);
  const name = fold(stem);
  if (name.length < 3) return "";
  const found: { text: string; near: boolean }[] = [];
  for (const other of ctx.catalogue.docs) {
    if (other.path === doc.path || !["text", "table", "mail"].includes(other.kind) || !fold(other.text).includes(name))
      continue;
    const line = other.text.split("\n").find((one) => hasName(fold(one), name));
    if (line) found.push({ text: line.trim().slice(0, 160), near: splitPath(other.path).folder === folder });
  }
  const near = found.filter((one) => one.near);
  return (near.length > 0 ? near : found)
    .slice(0, 2)
    .map(({ text }) => withoutName(text, stem))
    .join(" | ");
}

function hasName(line: string, name: string): boolean {
  const at = line.indexOf(name);
  if (at === -1) return false;
  const [before, after] = [line[at - 1] ?? " ", line[at + name.length] ?? " "];
  return !/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after);
}

function withoutName(text: string, stem: string): string {
  const at = text.toLowerCase().indexOf(stem.toLowerCase());
  if (at === -1) return text;
  const rest = text.slice(0, at) + text.slice(at + stem.length).replace(/^\.\p{L}{2,4}\b/u, "");
  return rest.replace(/^[\s:;,|–-]+/u, "").trim();
}
