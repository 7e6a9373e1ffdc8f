import { stem, words } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { readTemplate, type Slot } from "./template.ts";

/** Where the files go and what they are called, as far as the clause says it. */
export interface Target {
  /** Folder, existing or to be made; null: they stay where they are. */
  folder: string | null;
  /** A name that the clause gives, with or without extension. */
  name: string | null;
  /** "like the others" */
  like: boolean;
  template: Slot[] | null;
  /** "by year", "je Kunde": a subfolder for each value. */
  groupBy: "year" | "month" | "kind" | "sender" | "recipient" | null;
  /** Path mentions that are targets, not sources. */
  spans: { start: number; end: number }[];
}

const LIKE =
  /(?<!\p{L})(?:(?:same|like|as) (?:the |all the |our )?(?:others?|rest|other)|the same way|the way the|(?:genauso|so|ebenso|genau so) wie (?:die|den|bei den|unsere)|wie (?:(?:die|den|bei den|unsere) )?(?:ander\p{L}*|übrigen|restlichen|bisherigen)|like (?:its|their) (?:siblings|neighbours)|in line with the|matching the (?:others|other)|nach dem (?:gleichen|selben) (?:muster|schema)|same (?:pattern|scheme|naming)|passend zu den|like theirs|like them|like those|wie diese|wie sie dort|(?:the )?way they are)(?!\p{L})/iu;
const NAME_AFTER =
  /(?<!\p{L})(?:rename (?:it|them|this|that|the \w+)?\s*(?:to|as|into)|call (?:it|them)|name (?:it|them|this|the file)|to be called|(?:be)?nenn\p{L}*\s(?:.{0,60}?)(?:in|zu|auf|um in)|nenn (?:sie|es|ihn|das|die datei)|heißen|umbenennen in|den namen|under the name|as|to|in|unter dem namen|namens)\s*["„“']?$/iu;
const KEEP =
  /(?<!\p{L})(?:under|unter|with|mit|keep\p{L}*|behalt\p{L}*|leave|lass\p{L}*)(?!\p{L})[^.]{0,20}(?<!\p{L})(?:old|same|its|ihre[mn]?|seine[mn]?|alten?|bisherigen|gleichen|original) name/iu;

export function readTarget(reading: Reading, ctx: PlanContext): Target {
  const spans: Target["spans"] = [];
  const template = LIKE.test(reading.text) ? null : readTemplate(reading.text);
  if (template) {
    const start = reading.text.indexOf(template.text);
    spans.push({ start, end: start + template.text.length });
  }
  let name: string | null = null;
  let folder: string | null = null;
  for (const path of reading.paths) {
    if (!/\p{L}/u.test(path.text)) continue; // "2026/014" is a number of something
    if (spans.some((span) => path.start < span.end && span.start < path.end)) continue;
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
  folder ??= like || MOVES.test(reading.text) ? folderByWords(reading, ctx) : null;
  return { folder, name, like, template: template?.slots ?? null, groupBy: groupBy(reading.text), spans };
}

const MOVES =
  /(?<!\p{L})(?:move|put|file|sort|verschieb\p{L}*|leg\p{L}*|pack\p{L}*|ablegen|einsortier\p{L}*|stell\p{L}*|kommt|gehört|gehören|zu den)(?!\p{L})/iu;

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

const GROUPS: readonly { by: NonNullable<Target["groupBy"]>; pattern: RegExp }[] = [
  {
    by: "year",
    pattern:
      /(?<!\p{L})(?:by|per|for each|nach|je|pro|für jedes) (?:the )?(?:year|jahr(?:en)?)(?!\p{L})|\bjahresordner|\byearly folders/iu,
  },
  {
    by: "month",
    pattern:
      /(?<!\p{L})(?:by|per|for each|nach|je|pro|für jeden) (?:the )?(?:month|monat(?:en)?)(?!\p{L})|\bmonatsordner|\bmonthly folders/iu,
  },
  {
    by: "recipient",
    pattern:
      /(?<!\p{L})(?:by|per|for each|nach|je|pro|für jeden) (?:the )?(?:customer|client|recipient|kunden?|empfänger)(?!\p{L})/iu,
  },
  {
    by: "sender",
    pattern:
      /(?<!\p{L})(?:by|per|for each|nach|je|pro|für jeden) (?:the )?(?:supplier|vendor|sender|lieferant(?:en)?|absender)(?!\p{L})/iu,
  },
  {
    by: "kind",
    pattern: /(?<!\p{L})(?:by|per|nach|je) (?:the )?(?:kind|type|file type|art|typ|dateityp|dateiart)(?!\p{L})/iu,
  },
];

function groupBy(text: string): Target["groupBy"] {
  if (
    !/(?<!\p{L})(?:folder|subfolder|ordner|unterordner|sort\p{L}*|einsortier\p{L}*|ablegen|aufteil\p{L}*|file them)(?!\p{L})/iu.test(
      text,
    )
  )
    return null;
  return GROUPS.find(({ pattern }) => pattern.test(text))?.by ?? null;
}

/** "to the other signed quotes": the folder whose name the clause's words name best, when they name one at all. */
function folderByWords(reading: Reading, ctx: PlanContext): string | null {
  const tail =
    /(?<!\p{L})(?:to|into|among|beside|zu|in|bei|wie)\s+(?:(?:the|our|all|den|die|das|unseren?|der)\s+)*(?:other|others|ander\p{L}*|übrigen|restlichen|rest of the)?\s*(.{2,60})$/iu;
  const folders = new Map<string, number>();
  for (const doc of ctx.catalogue.docs) {
    const folder = doc.path.split("/").slice(0, -1).join("/");
    if (folder !== "") folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const region = tail.exec(MOVES_TO.exec(reading.text)?.[0] ?? "")?.[1] ?? reading.text;
  const said = words(region).map(({ word }) => word);
  let best: { folder: string; score: number } | null = null;
  for (const folder of folders.keys()) {
    const own = words(folder.replaceAll("/", " ")).map(({ word }) => word);
    const hits = own.map((word) =>
      Math.max(0, ...said.map((one) => related(stem(one) === stem(word) ? word : one, word))),
    );
    if (hits.length === 0 || !hits.some((hit) => hit >= 0.8)) continue;
    const score =
      hits.reduce((sum, hit) => sum + (hit >= 0.5 ? hit : 0), 0) - hits.filter((hit) => hit < 0.5).length * 0.3;
    if (!best || score > best.score) best = { folder, score };
  }
  return best?.folder ?? null;
}

const MOVES_TO =
  /(?<!\p{L})(?:move|put|file|sort|verschieb\p{L}*|leg\p{L}*|pack\p{L}*|kommt|gehört|gehören)(?!\p{L}).{0,80}?[.!?;]|(?<!\p{L})(?:move|put|file|sort|verschieb\p{L}*|leg\p{L}*|pack\p{L}*|kommt|gehört|gehören)(?!\p{L}).{0,80}$/iu;
