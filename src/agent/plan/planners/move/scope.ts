import { fold, stem, words } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { overlaps } from "../shared/reading.ts";
import { splitPath } from "./names.ts";

export interface FolderHit {
  folder: string;
  /** The words that name it, in the clause. */
  start: number;
  end: number;
}

/** All folders that hold files, directly or below. */
export function foldersOf(ctx: PlanContext): string[] {
  const folders = new Set<string>();
  for (const { path } of ctx.catalogue.docs) {
    for (let { folder } = splitPath(path); folder !== ""; folder = splitPath(folder).folder) folders.add(folder);
  }
  return [...folders];
}

const PLACED =
  /(?<!\p{L})(?:in|im|ins|into|inside|from|out of|aus|unter|under|under the|among|bei|beim|within|to|zu|zum|zur|nach|of)\s+(?:(?:the|our|my|dem|den|der|die|das|unser\p{L}*|other|ander\p{L}*|folder|ordner|unterordner|all|alle[nr]?|vielen?|right|richtigen)\s+)*["„“']?(?:\p{L}+-)?$/iu;

/**
 * Folders that the clause names by their plain names ("im Posteingang", "bei den Foto-Einwilligungen"), behind a word of
 * place. `taken` are stretches that mean something else.
 */
export function foldersNamed(
  reading: Reading,
  ctx: PlanContext,
  taken: readonly { start: number; end: number }[],
): FolderHit[] {
  const found: FolderHit[] = [];
  const list = words(reading.text);
  const folders = foldersOf(ctx).map((folder) => ({
    folder,
    own: words(splitPath(folder).stem + splitPath(folder).extension),
  }));
  for (const [at, { start }] of list.entries()) {
    if (overlaps({ start, end: start + 1 }, taken) || !PLACED.test(reading.text.slice(0, start))) continue;
    const fits = folders.filter(
      ({ own }) =>
        own.length > 0 &&
        own.every(({ word }, n) => {
          const said = list[at + n]?.word ?? "";
          return said === word || (said.length > 3 && stem(said) === stem(word)) || fold(said) === fold(word);
        }),
    );
    const longest = fits.toSorted((a, b) => b.own.length - a.own.length || a.folder.length - b.folder.length)[0];
    if (!longest) continue;
    const last = list[at + longest.own.length - 1];
    found.push({ folder: longest.folder, start, end: last?.end ?? start });
  }
  return found;
}

/**
 * The folder that a phrase means ("den Rechnungen 2026", "the other signed quotes"): the one whose path explains most of
 * its words with the fewest words of its own left over; null when it names none.
 */
export function folderMeant(phrase: string, ctx: PlanContext): string | null {
  const said = words(phrase).filter(
    ({ word }) =>
      !/^(?:the|other|others|our|all|den|die|das|der|dem|ander\p{L}*|uebrigen|folder|ordner|of|von|its|their)$/u.test(
        word,
      ),
  );
  let best: { folder: string; score: number } | null = null;
  for (const folder of foldersOf(ctx)) {
    const own = words(folder.replaceAll(/[/_-]/gu, " ")).map(({ word }) => word);
    const near = (one: string, other: string) => (one === other ? 1 : related(one, other));
    const hits = said.map(({ word }) => Math.max(0, ...own.map((other) => near(word, other))));
    if (!hits.some((hit) => hit >= 0.8)) continue;
    const spare = own.filter((other) => !said.some(({ word }) => near(word, other) >= 0.5)).length;
    const score = hits.reduce((sum, hit) => sum + (hit >= 0.5 ? hit : 0), 0) - spare * 0.3;
    if (!best || score > best.score) best = { folder, score };
  }
  return best?.folder ?? null;
}
