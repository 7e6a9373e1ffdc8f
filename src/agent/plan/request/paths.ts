import { fold } from "../../../files/index.ts";
import { STOP_WORDS } from "./stopwords.ts";
import type { PathMention } from "./types.ts";

const FILE =
  /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}_.\-()]+\/)*[\p{L}\p{N}_\-()][\p{L}\p{N}_.\-()]*\.(?:txt|md|csv|tsv|xlsx?|pdf|eml|ics|json|docx?|html?|log|png|jpe?g|gif|bin|dcm|zip)(?![\p{L}\p{N}])/giu;
const FOLDER =
  /(?:folder|ordner|verzeichnis|directory|unterordner|subfolder)\s+(?:called\s+|named\s+|namens\s+)?["“„']?((?:[\p{L}\p{N}_.-]+\/)*[\p{L}\p{N}_-]+)\/?["“”']?|(?<![\p{L}\p{N}/])((?:[\p{L}\p{N}_-]+\/)+(?:[\p{L}\p{N}_-]+)?)(?![\p{L}\p{N}]|\.[\p{L}\p{N}])/giu;

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
    const start = spacedStart(text, match.index, files);
    const written = text.slice(start, match.index + match[0].length);
    if (found.some((other) => other.end > start)) continue;
    const named = byName.get(fold(written)) ?? [];
    const known = byPath.get(fold(written)) ?? (written.includes("/") || named.length !== 1 ? undefined : named[0]);
    found.push({
      start,
      end: start + written.length,
      text: written,
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
  for (const path of folders.values()) {
    const start = path.includes(" ") ? text.toLowerCase().indexOf(path.toLowerCase()) : -1;
    const end = start + path.length;
    if (start === -1 || /\p{L}/u.test(text[end] ?? "") || found.some((other) => start < other.end && other.start < end))
      continue;
    found.push({ start, end, text: text.slice(start, end), path, exists: true, folder: true });
  }
  for (const match of text.matchAll(FOLDER)) {
    const bare = (match[1] ?? match[2] ?? "").replace(/\/$/u, "").normalize("NFC");
    const start = match.index + match[0].indexOf(bare);
    const isKnown = folders.has(fold(bare));
    const written = isKnown || match[1] !== undefined ? bare : bare + spacedEnd(text.slice(start + bare.length));
    if (found.some((other) => start < other.end && other.start < start + written.length)) continue;
    const known = folders.get(fold(written));
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const inKnown = folders.has(fold(written.split("/")[0] ?? ""));
    const isNamed =
      match[1] === undefined ? isNewPath(match[0], before, inKnown) : isNewFolder(match[0], written, before);
    if (!written || (known === undefined && !isNamed)) continue;
    found.push({
      start,
      end: start + written.length,
      text: written,
      path: known ?? written,
      exists: known !== undefined,
      folder: true,
    });
  }
  if (MOVES.test(text)) found.push(...bareFolders(text, folders, found));
  return found.toSorted((a, b) => a.start - b.start);
}

/**
 * Where a file name that ends in one word begins, when there are spaces in it: it is quoted, a file of that name exists,
 * a folder stands before it ("Complaints/reply Laird.txt"), or it follows "as" and every word of it is capitalised.
 */
function spacedStart(text: string, start: number, files: readonly string[]): number {
  const before = text.slice(0, start);
  const end = start + (/^\S+?\.\p{L}{2,4}(?![\p{L}\p{N}])/u.exec(text.slice(start))?.[0].length ?? 0);
  const quoted = /["“„«»]([^"“”„«»\n]{1,80})$/u.exec(before);
  if (quoted?.[1] && /["”“»«]/u.test(text.slice(end, end + 6))) return start - quoted[1].length;
  const upTo = text.slice(0, end).toLowerCase();
  for (const path of files) {
    for (const name of [path, path.slice(path.lastIndexOf("/") + 1)])
      if (name.includes(" ") && end > start && upTo.endsWith(name.toLowerCase())) return end - name.length;
  }
  const words = /(?:[^\s,;:!?"“”„]+ ){1,5}$/u.exec(before)?.[0] ?? "";
  let from = start;
  for (const word of words.trimEnd().split(" ").toReversed()) {
    if (word === "" || STOP_WORDS.has(fold(word))) break;
    from -= word.length + 1;
    if (/^\p{L}[^/]*\/\S/u.test(word) && !/\.\p{L}{2,4}$/u.test(word)) return from;
  }
  const named = /(?<!\p{L})(?:as|als|called|named|namens)\s+((?:[\p{Lu}\p{N}][\p{L}\p{N}_.-]* ){1,4})$/u.exec(before);
  return named?.[1] ? start - named[1].length : start;
}

/** The rest of a new folder's name that has spaces in it: one or two words, and then the sentence or its part is at its end. */
function spacedEnd(after: string): string {
  const words = /^(?: [\p{L}\p{N}-]+){1,2}(?=\s*(?:[,;.!?)](?:\s|$)|$))/u.exec(after)?.[0] ?? "";
  // "nach Küche/alt schieben", "into Vans/old please": what is no noun belongs to the sentence.
  const list = words.trim().split(" ");
  const isName = list.every(
    (word) => !STOP_WORDS.has(fold(word)) && !/^\p{Ll}.*(?:en|ern|eln|t|ly)$/u.test(word) && !NO_NAME.test(word),
  );
  return isName ? words : "";
}

const NO_NAME =
  /^(?:later|today|tomorrow|first|instead|together|away|over|back|thanks|later|heute|morgen|danke|ab|um|ein)$/iu;

const MOVES =
  /(?<!\p{L})(?:move|put|file|verschieb\p{L}*|schieb\p{L}*|leg|lege|pack|packe|räum\p{L}*|sortier\p{L}*|kommt|kommen|gehört|gehören|archivier\p{L}*)(?!\p{L})/iu;

/** "ins Archiv", "to the archive": the plain name of a folder that exists, where something goes. */
function bareFolders(text: string, folders: Map<string, string>, found: PathMention[]): PathMention[] {
  const goal =
    /(?<!\p{L})(?:ins|(?:in|into|to|nach|zu)(?:\s+(?:den|die|das|the|our|unser|unsere|unseren))?|zum|zur)\s+([\p{L}\p{N}_-]{3,})(?![\p{L}\p{N}/._-]*[\p{L}\p{N}/])/giu;
  return [...text.matchAll(goal)].flatMap((match) => {
    const written = match[1] ?? "";
    const named = [...folders.values()].filter((path) => fold(path.slice(path.lastIndexOf("/") + 1)) === fold(written));
    const start = match.index + match[0].length - written.length;
    const end = start + written.length;
    if (named.length !== 1 || found.some((other) => start < other.end && other.start < end)) return [];
    return [{ start, end, text: written, path: named[0] ?? "", exists: true, folder: true }];
  });
}

/** "Ordner rechnungen durch": a folder that does not exist must look like a path or be the object of "in den Ordner X". */
function isNewFolder(match: string, written: string, before: string): boolean {
  return (
    !STOP_WORDS.has(fold(written)) &&
    (/["“„']/u.test(match) ||
      /(?<!\p{L})(?:in|into|to|nach)\s+(?:(?:den|die|das|einen|ein|a|an|the|one)\s+)?(?:neue[ns]?\s+|new\s+)?$/iu.test(
        before,
      ) ||
      /(?:called|named|namens)\s/iu.test(match))
  );
}

/** "2026/014", "and/or", "kg/m²" are no folders: one that does not exist is written like one, or is where something goes. */
function isNewPath(match: string, before: string, inKnown: boolean): boolean {
  if (match.endsWith("/")) return true;
  return (
    (inKnown || /\p{L}{2}[^/]*$|^\p{L}{3,}\//u.test(match)) &&
    /(?<!\p{L})(?:in|into|to|nach|unter|under|called|named|namens|create|make|erstelle?|lege?)\s+(?:(?:den|die|das|einen|a|the)\s+)?(?:neuen?\s+|new\s+)?$/iu.test(
      before,
    )
  );
}
