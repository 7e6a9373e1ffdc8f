import type { PlanContext } from "../../types.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { readGroup, type GroupBy } from "./groupBy.ts";
import { splitPath } from "./names.ts";
import type { Piece } from "./pieces.ts";
import { folderMeant, foldersNamed } from "./scope.ts";
import { readTemplate } from "./template.ts";

/** Where the files go and what they are called, as far as the clause says it. */
export interface Target {
  /** Folder, existing or to be made; null: they stay where they are. */
  folder: string | null;
  /** A name that the clause gives, with or without extension. */
  name: string | null;
  /** "like the others" */
  like: boolean;
  template: Piece[] | null;
  /** A file, or a name of none, that the clause gives as an example for the names. */
  example: string | null;
  /** "by year", "je Kunde", "the folder of its supplier": a folder for each value. */
  groupBy: GroupBy | null;
  /** The new folder shall lie in the folder that the files are in now. */
  below: boolean;
  /** Path mentions that are targets, not sources. */
  spans: { start: number; end: number }[];
}

const LIKE =
  /(?<!\p{L})(?:(?:same|like|as) (?:the |all the |our )?(?:others?|rest|other)|the same way|the way the|(?:genauso|so|ebenso|genau so),? wie (?:die|den|bei den|unsere|es dort|dort)|like the (?:ones?|files?)|as the ones?|wie (?:die|der|das|den) (?:schon|bereits|dort)|(?:naming|name) (?:convention|style)|namensschema|same (?:style|format|form|manner)|wie (?:(?:die|den|bei den|unsere) )?(?:ander\p{L}*|übrigen|restlichen|bisherigen)|like (?:its|their) (?:siblings|neighbours)|in line with the|matching the (?:others|other)|nach dem (?:gleichen|selben) (?:muster|schema)|same (?:pattern|scheme|naming)|passend zu den|like theirs|like them|like those|wie diese|wie sie dort|(?:the )?way they are)(?!\p{L})/iu;
const NAME_AFTER =
  /(?<!\p{L})(?:rename (?:it|them|this|that|the \w+)?\s*(?:to|as|into)|call (?:it|them)|name (?:it|them|this|the file)|to be called|(?:be)?nenn\p{L}*\s(?:.{0,60}?)(?:in|zu|auf|um in)|nenn (?:sie|es|ihn|das|die datei)|heißen|umbenennen in|den namen|under the name|as|to|in|unter dem namen|namens)\s*["„“']?$/iu;
const KEEP =
  /(?<!\p{L})(?:under|unter|with|mit|keep\p{L}*|behalt\p{L}*|leave|lass\p{L}*)(?!\p{L})[^.]{0,20}(?<!\p{L})(?:old|same|its|ihre[mn]?|seine[mn]?|alten?|bisherigen|gleichen|original) name/iu;

const AS_EXAMPLE =
  /(?<!\p{L})(?:like|for example|for instance|e\.\s?g\.|such as|as in|example|wie(?: etwa| zum beispiel)?|(?:also |genau )?so(?=[:,])|in the style of|im stil von|z\.\s?b\.|zum beispiel|etwa|beispiel\p{L}*|already right|schon richtig|already correct|nach dem vorbild(?: von)?)(?!\p{L})[^.;!?]{0,60}$/iu;

export function readTarget(reading: Reading, ctx: PlanContext): Target {
  const spans: Target["spans"] = [];
  const { text } = reading;
  const example = readExample(reading, spans);
  const template = LIKE.test(text) || example !== null ? null : readTemplate(text);
  if (template) spans.push({ start: template.start, end: template.end });
  // What is said behind "like the others" is about those.
  const likeAt = LIKE.exec(text);
  if (likeAt) spans.push({ start: likeAt.index, end: endOfSentence(text, likeAt.index) });
  const group = readGroup(text);
  if (group) spans.push(group.span);
  let name: string | null = null;
  let folder: string | null = null;
  let below = false;
  for (const path of reading.paths) {
    if (!/\p{L}/u.test(path.text)) continue; // "2026/014" is a number of something
    if (overlaps(path, likeAt ? spans.filter(({ start }) => start !== likeAt.index) : spans)) continue;
    const before = reading.text.slice(0, path.start);
    if (path.folder && /^(?:per|for|je|pro|nach|by|each|named|called|and|und|für|with|mit)$/iu.test(path.text))
      continue;
    if (path.folder) {
      const isTarget =
        /(?<!\p{L})(?:into|to|in|nach|unter|under|zu|ins|below)\s+(?:(?:the|a|an|den|die|das|dem|einen|eine|new|neuen|neues|its|folder|ordner|unterordner|subfolder|verzeichnis|directory|called|named|namens)\s+)*["„“']?$/iu.test(
          before,
        );
      // "all files in the folder X": where they are, unless something is moved there.
      const where =
        path.exists && /(?<!\p{L})in\s+(?:the\s+|dem\s+)?(?:folder\s+)?["„“']?$/iu.test(before) && !MOVES.test(before);
      if (isTarget && !where && (folder === null || !path.exists)) {
        folder = path.path;
        below = !path.exists && !path.text.includes("/") && BELOW.test(before);
        spans.push(path);
      }
      continue;
    }
    if (
      !path.exists ||
      (NAME_AFTER.test(before) &&
        !path.text.includes("/") &&
        reading.paths.some((other) => other !== path && other.exists))
    ) {
      const slash = path.text.lastIndexOf("/");
      name = path.text.slice(slash + 1).normalize("NFC");
      if (slash > 0) folder = path.path.slice(0, path.path.lastIndexOf("/"));
      spans.push(path);
    }
  }
  folder ??= newFolder(reading, spans);
  if (name === null && template === null && !KEEP.test(reading.text)) {
    const quote = reading.quotes.find(
      (one) => NAME_AFTER.test(reading.text.slice(0, one.start)) && !isFolderQuote(reading.text, one.start),
    );
    if (quote) {
      name = quote.text;
      spans.push(quote);
    }
  }
  const like = LIKE.test(reading.text);
  folder ??= group === null && (like || MOVES.test(text)) ? folderByWords(reading, spans, ctx) : null;
  return {
    folder,
    name,
    like,
    template: template?.slots ?? null,
    example,
    groupBy: group?.by ?? null,
    below,
    spans,
  };
}

const BELOW =
  /(?<!\p{L})(?:unterordner|unterverzeichnis|sub-?folder|subdirectory|folder (?:in|inside) (?:it|there))\s+(?:(?:called|named|namens)\s+)?["„“']?$/iu;

function endOfSentence(text: string, from: number): number {
  const end = /[.!?](?:\s|$)/u.exec(text.slice(from));
  return end ? from + end.index : text.length;
}

/** "(agreement Smith.pdf, say)", "Sehtest Muster.pdf zum Beispiel". */
const EXAMPLE_BEHIND =
  /^["”“']?,?\s+(?:for (?:instance|example)|say|e\.\s?g\.|zum beispiel|z\.\s?b\.|etwa|beispielsweise)(?!\p{L})/iu;
const OPENED = /[(:"„“']\s*((?:[^\s,;:()"“”]+\s){0,6})$/u;

/** A file name given as an example ("like 2026-03-31_BAH5.txt: day, house"), with what explains it. */
function readExample(reading: Reading, spans: Target["spans"]): string | null {
  const { text } = reading;
  const isBehind = (path: { end: number }) => EXAMPLE_BEHIND.test(text.slice(path.end));
  const found = reading.paths.find(
    (path) => !path.folder && (AS_EXAMPLE.test(text.slice(0, path.start)) || (!path.exists && isBehind(path))),
  );
  if (!found) return null;
  const lead =
    /(?:like|example|instance|e\.\s?g\.|as|wie|z\.\s?b\.|beispiel\p{L}*|etwa|right|richtig|correct|so|style of|stil von),?:?\s+["„“']?((?:[^\s,;:()"“”]+\s){0,6})$/iu;
  const before = text.slice(0, found.start);
  const words = lead.exec(before) ?? (isBehind(found) ? OPENED.exec(before) : null);
  const more = found.exists ? "" : (words?.[1] ?? "");
  spans.push({ start: found.start - more.length, end: endOfSentence(text, found.end) });
  return found.exists ? found.path : splitPath(more + found.text).stem;
}

const MOVES =
  /(?<!\p{L})(?:move|put|file|sort|verschieb\p{L}*|leg\p{L}*|pack\p{L}*|ablegen|einsortier\p{L}*|stell\p{L}*|goes|go|belongs?|kommt|gehört|gehören|zu den)(?!\p{L})/iu;

/** A path at the end of a sentence ("to docs/old."), or the name of a new folder in quotation marks. */
function newFolder(reading: Reading, spans: Target["spans"]): string | null {
  const path =
    /(?<!\p{L})(?:into|to|in|nach|unter|under)\s+((?:[\p{L}\p{N}_-]+\/)+[\p{L}\p{N}_-]+)(?=[.,;!?]?(?:\s|$))/iu.exec(
      reading.text,
    );
  const quoted =
    /(?:folder|ordner|verzeichnis|directory)\s+(?:called\s+|named\s+|namens\s+)?["„“']([^"“”']{1,60})["“”']/iu.exec(
      reading.text,
    );
  const hit = path ?? quoted;
  if (!hit?.[1]) return null;
  const start = hit.index + hit[0].indexOf(hit[1]);
  spans.push({ start, end: start + hit[1].length });
  return hit[1].normalize("NFC");
}

function isFolderQuote(text: string, start: number): boolean {
  return /(?:folder|ordner|verzeichnis|directory)\s+["„“']?$/iu.test(text.slice(0, start));
}

const GOES =
  /(?<!\p{L})(?:zu|to|into|in|nach|unter|bei|among|with)\s+(?:(?:the|our|all|other|others|den|die|das|dem|der|unser\p{L}*|ander\p{L}*)\s+)*([^.,;:!?]{2,60}?)(?=\s(?:and|und|with|mit|so|as|like|wie)(?!\p{L})|[.,;:!?]|$)/giu;

/** "zu den Rechnungen 2026", "to the other signed quotes": the folder that the words behind a moving verb mean. */
function folderByWords(reading: Reading, spans: Target["spans"], ctx: PlanContext): string | null {
  const verb = MOVES.exec(reading.text);
  const from = verb ? verb.index + verb[0].length : 0;
  const goals = [...reading.text.matchAll(GOES)].filter(
    (match) => match.index >= from || /(?:kommt|kommen|gehört|gehören)/u.test(verb?.[0] ?? ""),
  );
  for (const match of goals) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (overlaps(span, spans)) continue;
    const named = foldersNamed(reading, ctx, spans).find((hit) => hit.start >= span.start && hit.start < span.end);
    const folder = folderMeant(match[1] ?? "", ctx) ?? named?.folder ?? null;
    if (folder === null) continue;
    spans.push(span);
    return folder;
  }
  return null;
}
