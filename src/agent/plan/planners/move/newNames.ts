import { fold, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { ambiguous, refuse } from "../shared/refuse.ts";
import { fillPattern } from "./fill.ts";
import { inducePattern, type Piece } from "./induce.ts";
import { joinPath, splitPath } from "./names.ts";
import type { Target } from "./target.ts";
import { fillTemplate } from "./template.ts";

/** New names for files: by the pattern that the request spells out, or like the files that are there already. */
export async function newNames(
  sources: Doc[],
  target: Target,
  ctx: PlanContext,
): Promise<{ moves: { from: string; to: string }[]; skipped: string[] }> {
  const moves: { from: string; to: string }[] = [];
  const skipped: string[] = [];
  const remembered = new Map<string, string>();
  const german = ctx.request.lang === "de";
  for (const doc of sources) {
    const own = splitPath(doc.path);
    if (
      doc.kind === "empty" ||
      doc.kind === "unreadable" ||
      (doc.kind === "binary" && doc.text === "") ||
      (doc.kind === "image" && doc.text.trim() === "")
    ) {
      skipped.push(`${doc.path} (${german ? "leer oder nicht lesbar" : "empty or not readable"})`);
      continue;
    }
    const folder = target.folder ?? own.folder;
    const named = target.template
      ? await fillTemplate(target.template, doc, ctx, remembered)
      : await likeOthers(doc, folder, sources, ctx);
    if ("missing" in named) {
      if (sources.length === 1) throw cannotName(doc, named.missing, ctx);
      skipped.push(`${doc.path} (${german ? "ohne" : "without"} ${named.missing})`);
      continue;
    }
    moves.push({ from: doc.path, to: joinPath(folder, named.stem + own.extension) });
  }
  return { moves: numberDoubles(moves, ctx), skipped };
}

async function likeOthers(
  doc: Doc,
  folder: string,
  sources: Doc[],
  ctx: PlanContext,
): Promise<{ stem: string } | { missing: string }> {
  const { siblings, pieces } = siblingPattern(doc, folder, sources, ctx);
  if (!pieces)
    throw cannotName(
      doc,
      ctx.request.lang === "de" ? "ein gemeinsames Namensmuster" : "a common pattern of names",
      ctx,
    );
  const taken = new Set(siblings.map(({ path }) => splitPath(path).stem));
  const stem = await fillPattern(pieces, doc, taken, ctx);
  if (stem === null || stem === "")
    return { missing: ctx.request.lang === "de" ? "die Angaben für den Namen" : "the details for the name" };
  if ([...taken].some((one) => fold(one) === fold(stem))) {
    throw ambiguous(
      ctx.request,
      { de: "wie die Datei heißen soll; vergeben ist", en: "what to call the file; taken is" },
      [stem],
    );
  }
  return { stem };
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
  const { extension } = splitPath(doc.path);
  const same = inFolder.filter((other) => splitPath(other.path).extension.toLowerCase() === extension.toLowerCase());
  for (const siblings of [same, inFolder]) {
    const samples = siblings.map((other) => ({ stem: splitPath(other.path).stem, doc: other }));
    const pieces = inducePattern(samples);
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

function cannotName(doc: Doc, missing: string, ctx: PlanContext): Error {
  return refuse(
    ctx.request,
    {
      de: `Für ${doc.path} fehlt: ${missing}. Ich habe nichts umbenannt.`,
      en: `${doc.path} lacks: ${missing}. I have renamed nothing.`,
    },
    { de: "Nenne den Namen, den die Datei bekommen soll.", en: "Say which name the file shall get." },
  );
}
