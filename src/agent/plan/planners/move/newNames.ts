import { fold, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { ambiguous, refuse } from "../shared/refuse.ts";
import { classOf } from "./docClass.ts";
import { describedPattern } from "./described.ts";
import { fillPattern, type Filled } from "./fill.ts";
import type { Placed } from "./groups.ts";
import { inducePattern } from "./induce.ts";
import { joinPath, splitPath } from "./names.ts";
import type { Piece } from "./pieces.ts";
import { STAYS } from "./select.ts";
import type { Target } from "./target.ts";

/** New names for files: by the pattern that the request spells out, or like an example, or like the files that are there. */
export async function newNames(
  placed: Placed[],
  target: Target,
  ctx: PlanContext,
): Promise<{ moves: { from: string; to: string }[]; skipped: string[] }> {
  const moves: { from: string; to: string }[] = [];
  const skipped: string[] = [];
  const lacking: { doc: Doc; missing: string }[] = [];
  const remembered = new Map<string, string>();
  const german = ctx.request.lang === "de";
  const sources = placed.map(({ doc }) => doc);
  for (const { doc, folder } of placed) {
    const own = splitPath(doc.path);
    if (doc.text.trim() === "") {
      skipped.push(`${doc.path} (${german ? "leer oder nicht lesbar" : "empty or not readable"})`);
      continue;
    }
    const named = await nameFor(doc, folder, sources, target, remembered, ctx);
    if ("missing" in named) lacking.push({ doc, missing: named.missing });
    else moves.push({ from: doc.path, to: joinPath(folder, named.stem + own.extension) });
  }
  // Half a job that looks like a whole one is worse than none: unless the request says what becomes of the rest.
  const first = lacking[0];
  if (first && !STAYS.test(ctx.request.text)) throw cannotName(lacking, ctx);
  for (const { doc, missing } of lacking) skipped.push(`${doc.path} (${german ? "ohne" : "without"} ${missing})`);
  return { moves: numberDoubles(moves, ctx), skipped };
}

async function nameFor(
  doc: Doc,
  folder: string,
  sources: Doc[],
  target: Target,
  remembered: Map<string, string>,
  ctx: PlanContext,
): Promise<Filled> {
  if (target.template) return fillPattern(target.template, doc, new Set(), ctx, remembered);
  const { siblings, pieces } =
    target.example === null ? siblingPattern(doc, folder, sources, ctx) : examplePattern(target.example, sources, ctx);
  if (!pieces)
    return { missing: ctx.request.lang === "de" ? "ein gemeinsames Namensmuster" : "a common pattern of names" };
  const taken = new Set(siblings.map(({ path }) => splitPath(path).stem));
  const named = await fillPattern(pieces, doc, taken, ctx, remembered);
  if (
    "stem" in named &&
    [...taken].some((one) => fold(one) === fold(named.stem)) &&
    splitPath(doc.path).stem !== named.stem
  ) {
    throw ambiguous(
      ctx.request,
      { de: "wie die Datei heißen soll; vergeben ist", en: "what to call the file; taken is" },
      [named.stem],
    );
  }
  return named;
}

/** The pattern of one name: of a file that is there, or of the source that holds most of what the name is made of. */
function examplePattern(
  example: string,
  sources: Doc[],
  ctx: PlanContext,
): { siblings: Doc[]; pieces: Piece[] | null } {
  const file = ctx.catalogue.doc(example);
  if (file) return { siblings: [file], pieces: inducePattern([{ stem: splitPath(example).stem, doc: file }], ctx) };
  const described = describedPattern(example, ctx.request.text, sources);
  if (described) return { siblings: [], pieces: described };
  const parts = example.split(/[\s_]+/u).filter((part) => part.length > 1);
  const held = sources
    .map((doc) => ({ doc, count: parts.filter((part) => fold(doc.text).includes(fold(part))).length }))
    .toSorted((a, b) => b.count - a.count)[0];
  const doc = held && held.count > 0 ? held.doc : null;
  return { siblings: [], pieces: inducePattern([{ stem: example, doc }], ctx) };
}

/** The pattern of the files in the target folder; same extension first, then any (a folder of TXT and PDF invoices). */
function siblingPattern(
  doc: Doc,
  folder: string,
  sources: Doc[],
  ctx: PlanContext,
): { siblings: Doc[]; pieces: Piece[] | null } {
  const moving = new Set(sources.map(({ path }) => path));
  const inFolder = ctx.catalogue.docs.filter(
    (other) => !moving.has(other.path) && splitPath(other.path).folder === folder,
  );
  // A supplier without files yet is named like its neighbours.
  const beside = ctx.catalogue.docs.filter(
    ({ path }) => !moving.has(path) && splitPath(splitPath(path).folder).folder === splitPath(folder).folder,
  );
  const { extension } = splitPath(doc.path);
  const kinds = classOf(doc);
  const alike = (other: Doc) => splitPath(other.path).extension.toLowerCase() === extension.toLowerCase();
  const sameClass = (other: Doc) => [...classOf(other)].some((id) => kinds.has(id));
  for (const siblings of [inFolder.filter(sameClass), inFolder.filter(alike), inFolder, beside.filter(sameClass)]) {
    const samples = siblings.map((other) => ({ stem: splitPath(other.path).stem, doc: other }));
    const pieces = inducePattern(samples, ctx);
    if (pieces) return { siblings: inFolder, pieces };
  }
  return { siblings: inFolder, pieces: null };
}

/** Two files that would get one name are told apart by a number: "…_2.pdf". */
function numberDoubles(moves: { from: string; to: string }[], ctx: PlanContext): { from: string; to: string }[] {
  const leaving = new Set(moves.map(({ from }) => from));
  const taken = new Set(
    ctx.catalogue.docs
      .map(({ path }) => path)
      .filter((path) => !leaving.has(path))
      .map((path) => path.toLowerCase()),
  );
  return moves.map(({ from, to }) => {
    const { folder, stem, extension } = splitPath(to);
    let free = to;
    for (let n = 2; taken.has(free.toLowerCase()); n += 1) free = joinPath(folder, `${stem}_${n}${extension}`);
    taken.add(free.toLowerCase());
    return { from, to: free };
  });
}

function cannotName(lacking: { doc: Doc; missing: string }[], ctx: PlanContext): Error {
  const list = lacking.map(({ doc, missing }) => `${doc.path}: ${missing}`).join("; ");
  return refuse(
    ctx.request,
    {
      de: `Für den neuen Namen fehlt etwas (${list}). Ich habe nichts umbenannt.`,
      en: `Something for the new name is missing (${list}). I have renamed nothing.`,
    },
    { de: "Nennen Sie den Namen, den die Datei bekommen soll.", en: "Say which name the file shall get." },
  );
}
