import type { Doc } from "../../../files/index.ts";
import type { Clause, DraftStep, PlanContext, Planner } from "../types.ts";
import { orderOf, type Request } from "../request/index.ts";
import { groupFolders } from "./move/groups.ts";
import { newNames } from "./move/newNames.ts";
import { joinPath, safeName, splitPath } from "./move/names.ts";
import { findSources } from "./move/sources.ts";
import { readTarget, type Target } from "./move/target.ts";
import { readClause } from "./shared/reading.ts";
import { refuse } from "./shared/refuse.ts";

const RENAME =
  /(?<!\p{L})(?:rename\p{L}*|umbenenn\p{L}*|benenn\p{L}*|gib (?:ihm|ihr|ihnen|der datei|dem|den) .{0,40}namen?|name (?:it|them|this|the)|nenn (?:sie|es|ihn|die|das|den)|call (?:it|them)|(?:proper|decent|sensible|better|ordentlich\p{L}*|vernünftig\p{L}*|richtig\p{L}*|sprechend\p{L}*|bessere?) (?:file ?)?namen?s?|(?:gets?|bekomm\p{L}*|krieg\p{L}*) (?:the|a|den|einen) namen?|(?:is|are) to be (?:called|named)|named (?:like|after|the way)|benannt wie|dateinam\p{L}*|file ?names?|names? like|namen? wie|(?:soll\p{L}*|should|shall|must|muss)\s(?:.{1,60}\s)?(?:heißen|be (?:called|named)))(?!\p{L})/iu;
const MOVE =
  /(?<!\p{L})(?:move|verschieb\p{L}*|archivier\p{L}*|archive|einsortier\p{L}*|ablegen|umräum\p{L}*|tidy|aufräum\p{L}*)(?!\p{L})/iu;
const PLACE =
  /(?<!\p{L})(?:put|file|sort|sortier\p{L}*|leg|lege|pack|packe|stell|stelle|steck|kommt|kommen|gehört|gehören|räum\p{L}*|schieb\p{L}*|place|store|belongs?|goes|go|(?:soll\p{L}*|should|must|muss|kann|können|can|could|may)\s(?:.{1,80}\s)?(?:in|into|to|nach|unter))(?!\p{L})/iu;

/** "zu den anderen Lieferscheinen", "with the other quotes": where their like lies. */
const TO_OTHERS =
  /(?<!\p{L})(?:zu|bei|unter|neben|to|with|next to)\s+(?:den|die|the|unseren|our)\s+(?:anderen|andern|übrigen|restlichen|other|others|rest)(?!\p{L})/iu;

/** Renames and moves files. */
export const movePlanner: Planner = {
  name: "move",
  about: "rename files or move them into folders",
  fits(clause: Clause, request: Request): number {
    const text = orderOf(clause, request);
    const paths = request.paths.filter((path) => clause.text.includes(path.text));
    const folder =
      paths.some((path) => path.folder) ||
      /(?<!\p{L})(?:to|into|in|nach)\s(?:[\p{L}\p{N}_-]+\/)+[\p{L}\p{N}_-]+[.!]?$/iu.test(clause.text);
    const files = paths.filter((path) => !path.folder);
    const content =
      /(?<!\p{L})(?:line|zeile|number|zahl|anzahl|amount|betrag|text|inhalt|content|total|summe|result|ergebnis|columns?|spalten?|status|value|wert|table|tabelle)(?!\p{L})/iu.test(
        text,
      );
    // "… ausrechnen und als x.csv ablegen": something new is put there, no file is moved.
    const savesNew = files.length > 0 && !folder && files.every((path) => !path.exists);
    if (RENAME.test(text) && !/(?<!\p{L})(?:columns?|spalten?|customer|kunde|variable)(?!\p{L})/iu.test(text))
      return files.some((path) => path.exists) || folder ? 0.95 : 0.85;
    if (
      MOVE.test(text) &&
      (folder || files.length > 0 || /(?<!\p{L})(?:folder|ordner|files?|dateien?)(?!\p{L})/iu.test(text))
    )
      return (content && !folder) || savesNew ? 0.4 : 0.9;
    if (PLACE.test(text) && folder && !files.some((path) => !path.exists)) return content ? 0.6 : 0.85;
    if (PLACE.test(text) && /(?<!\p{L})(?:folders?|ordner\p{L}*|unterordner)(?!\p{L})/iu.test(text))
      return content ? 0.4 : 0.75;
    return PLACE.test(text) && TO_OTHERS.test(text) && files.every((path) => path.exists) ? 0.8 : 0;
  },
  async plan(clause, ctx, prior) {
    const reading = readClause(clause, ctx);
    const target = readTarget(reading, ctx);
    const { folder, name, like, template, groupBy, example } = target;
    if (folder === null && name === null && !like && !template && !groupBy && example === null) return null;
    const sources = (await findSources(reading, target, ctx, prior)).filter(({ path }) => path !== "");
    if (sources.length === 0) return null;
    const { moves, skipped } = await planMoves(sources, target, ctx);
    for (const text of skipped) ctx.note(text);
    const real = moves.filter(({ from, to }) => from !== to);
    if (real.length === 0) throw nothingToMove(ctx, skipped);
    const why = real.length === 1 ? `Move ${real[0]?.from} to ${real[0]?.to}` : `Move ${real.length} files`;
    return [
      {
        op: "moveFiles",
        why: skipped.length > 0 ? `${why}; left alone: ${skipped.join("; ")}` : why,
        args: { moves: real },
      },
    ] satisfies DraftStep[];
  },
};

interface Moves {
  moves: { from: string; to: string }[];
  /** What is left alone and why, for the answer. */
  skipped: string[];
}

async function planMoves(sources: Doc[], target: Target, ctx: PlanContext): Promise<Moves> {
  const parent = commonFolder(sources);
  const goal =
    target.below && target.folder !== null && parent !== null ? joinPath(parent, target.folder) : target.folder;
  const { placed, skipped } = target.groupBy
    ? await groupFolders(sources, goal, target.groupBy, ctx)
    : { placed: sources.map((doc) => ({ doc, folder: goal ?? splitPath(doc.path).folder })), skipped: [] };
  if (target.template || target.like || target.example !== null) {
    const named = await newNames(placed, target, ctx);
    return { moves: named.moves, skipped: [...skipped, ...named.skipped] };
  }
  const moves = placed.map(({ doc: { path }, folder }) => {
    const own = splitPath(path);
    const name =
      target.name === null || sources.length > 1 ? own.stem + own.extension : withExtension(target.name, own.extension);
    return { from: path, to: joinPath(folder, name) };
  });
  return { moves, skipped };
}

/** The folder that all files are in; null when they are in several. */
function commonFolder(docs: Doc[]): string | null {
  const folders = new Set(docs.map(({ path }) => splitPath(path).folder));
  return folders.size === 1 ? ([...folders][0] ?? null) : null;
}

/** The file keeps its extension, whatever the new name ends with. */
function withExtension(name: string, extension: string): string {
  const given = splitPath(name);
  const stem =
    given.extension.toLowerCase() === extension.toLowerCase()
      ? given.stem
      : given.extension && /^\.(?:pdf|txt|jpe?g|png|csv|xlsx?|docx?|md|eml)$/iu.test(given.extension)
        ? given.stem
        : name;
  return safeName(stem) + extension;
}

function nothingToMove(ctx: PlanContext, skipped: string[]): Error {
  const detail = skipped.length > 0 ? ` (${skipped.slice(0, 5).join("; ")})` : "";
  return refuse(
    ctx.request,
    {
      de: `Es gibt nichts umzubenennen oder zu verschieben${detail}.`,
      en: `There is nothing to rename or move${detail}.`,
    },
    { de: "Nennen Sie die Datei und den neuen Namen oder Ordner.", en: "Name the file and its new name or folder." },
  );
}
