import { fold } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";

const DRAFTS = /^(?:entw(?:ü|ue)rfe|drafts?|briefe|letters|outbox|postausgang|ausgang|korrespondenz|correspondence)$/iu;
const OVERWRITE = /(?<!\p{L})(?:overwrite|replace (?:the|it|its)|überschreib\p{L}*|ersetz\p{L}*)(?!\p{L})/iu;

export interface Target {
  path: string;
  mode: "new" | "overwrite";
}

/** Where the letter goes: the file that the request names, else a new one in the folder for drafts. */
export function targetOf(text: string, start: number, recipient: string, ctx: PlanContext): Target {
  const within = ctx.request.paths.filter((path) => path.start >= start && path.end <= start + text.length);
  const file = within.findLast(
    (path) =>
      !path.folder && /\.(?:txt|md|eml|log)$/iu.test(path.path) && (!path.exists || isTarget(text, path.start - start)),
  );
  const mode = OVERWRITE.test(text) ? "overwrite" : "new";
  if (file) return { path: file.path, mode };
  const folder = within.findLast((path) => path.folder)?.path ?? draftsFolder(ctx);
  return { path: freeName(`${folder}/${slug(recipient, ctx.request.lang)}`, ctx), mode: "new" };
}

/** "… in x.txt", "as x.txt": written to, not read from. */
function isTarget(text: string, at: number): boolean {
  return /(?<!\p{L})(?:in|into|to|as|als|nach|unter)\s+(?:the |die |der |den )?(?:file |datei )?$/iu.test(
    text.slice(Math.max(0, at - 24), at),
  );
}

function draftsFolder(ctx: PlanContext): string {
  const folders = new Set(
    ctx.catalogue.docs.flatMap((doc) => (doc.path.includes("/") ? [doc.path.slice(0, doc.path.lastIndexOf("/"))] : [])),
  );
  const known = [...folders].find((folder) => DRAFTS.test(folder.slice(folder.lastIndexOf("/") + 1)));
  return known ?? (ctx.request.lang === "de" ? "entwuerfe" : "drafts");
}

function slug(recipient: string, lang: "de" | "en"): string {
  const name = fold(recipient)
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 40);
  return name === "" ? (lang === "de" ? "brief" : "letter") : name;
}

function freeName(base: string, ctx: PlanContext): string {
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? `${base}.txt` : `${base}-${n}.txt`;
    if (ctx.catalogue.doc(path) === null) return path;
  }
}
