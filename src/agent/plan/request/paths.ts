import { fold } from "../../../files/index.ts";
import type { PathMention } from "./types.ts";

const FILE =
  /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}_.\-()]+\/)*[\p{L}\p{N}_\-()][\p{L}\p{N}_.\-()]*\.(?:txt|md|csv|tsv|xlsx?|pdf|eml|ics|json|docx?|html?|log|png|jpe?g|gif|bin|dcm|zip)(?![\p{L}\p{N}])/giu;
const FOLDER =
  /(?:folder|ordner|verzeichnis|directory|unterordner|subfolder)\s+(?:called\s+|named\s+|namens\s+)?["“„']?((?:[\p{L}\p{N}_.-]+\/)*[\p{L}\p{N}_-]+)\/?["“”']?|(?<![\p{L}\p{N}/])((?:[\p{L}\p{N}_-]+\/)+(?:[\p{L}\p{N}_-]+)?)(?![\p{L}\p{N}.])/giu;

/** Files and folders that the request names, existing or to be made. A bare file name finds its file in any folder. */
export function pathMentions(text: string, files: readonly string[]): PathMention[] {
  const byPath = new Map(files.map((path) => [fold(path), path]));
  const byName = new Map<string, string[]>();
  for (const path of files) {
    const name = fold(path.slice(path.lastIndexOf("/") + 1));
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const found: PathMention[] = [];
  for (const match of text.matchAll(FILE)) {
    const written = match[0].normalize("NFC");
    const named = byName.get(fold(written)) ?? [];
    const known = byPath.get(fold(written)) ?? (written.includes("/") || named.length !== 1 ? undefined : named[0]);
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      path: known ?? written,
      exists: known !== undefined,
      folder: false,
    });
  }
  const folders = new Map<string, string>();
  for (const path of files) {
    const parts = path.split("/").slice(0, -1);
    for (let n = 1; n <= parts.length; n += 1)
      folders.set(fold(parts.slice(0, n).join("/")), parts.slice(0, n).join("/"));
  }
  for (const match of text.matchAll(FOLDER)) {
    const written = (match[1] ?? match[2] ?? "").replace(/\/$/u, "").normalize("NFC");
    if (!written || FOLDER_WORDS.has(fold(written))) continue;
    const start = match.index + match[0].indexOf(written);
    if (found.some((other) => start < other.end && other.start < start + written.length)) continue;
    const known = folders.get(fold(written));
    // "Ordner rechnungen durch": a folder that does not exist must look like a path or be the object of "in den Ordner X".
    if (
      known === undefined &&
      match[1] !== undefined &&
      !/(?:in|into|to|nach)\s+(?:den|die|das|einen|a|the)?\s*(?:neuen\s+|new\s+)?(?:folder|ordner|verzeichnis|unterordner|subfolder|directory)/iu.test(
        text.slice(Math.max(0, match.index - 24), match.index + 12),
      )
    )
      continue;
    found.push({
      start,
      end: start + written.length,
      text: written,
      path: known ?? written,
      exists: known !== undefined,
      folder: true,
    });
  }
  return found.toSorted((a, b) => a.start - b.start);
}

const FOLDER_WORDS = new Set([
  "und",
  "and",
  "oder",
  "or",
  "mit",
  "with",
  "for",
  "fuer",
  "of",
  "die",
  "der",
  "das",
  "the",
  "is",
  "ist",
  "durch",
  "nach",
  "to",
]);
