import { fold, stem, words, type Doc } from "../../../../files/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { wordStrength } from "../shared/rows.ts";
import { noteFile } from "../note/file.ts";

const ITEM = /^\s*(?:[-*+•]|\d+[.)])\s+\S/u;
const OPEN_BOX = /^(\s*(?:(?:[-*+•]|\d+[.)])\s+)?)\[ \]/u;

/** Ticks (or takes out) the line of a to-do list that a clause means; null when no list has such a line. */
export async function planTick(reading: Reading, ctx: PlanContext, remove: boolean): Promise<DraftStep[] | null> {
  const path = await noteFile(reading, ctx);
  const target = path === null ? null : ctx.catalogue.doc(path);
  const named = target?.kind === "text" ? target : null;
  if (target && !named) return null;
  const docs = named
    ? [named]
    : remove
      ? []
      : ctx.catalogue.docs.filter(
          (doc) => doc.kind === "text" && OPEN_BOX.test(doc.text.split("\n").find((line) => OPEN_BOX.test(line)) ?? ""),
        );
  const lines = docs.flatMap((doc) => scoreLines(doc, reading)).toSorted((a, b) => b.score - a.score);
  const best = lines[0];
  if (!best || best.score < 0.9) return null;
  const rivals = lines.filter(({ score }) => score >= best.score * 0.85).slice(0, 6);
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich line is meant?`,
    options: rivals.map(({ line }) => ({ label: line.trim() })),
  });
  const { doc, line, at } = rivals[chosen ?? 0] ?? best;
  const all = doc.text.split("\n");
  if (!remove && OPEN_BOX.test(line))
    return [replaceLine(doc, all, at, line.replace(OPEN_BOX, "$1[x]"), `Tick "${line.trim()}"`)];
  if (!remove && !ITEM.test(line)) return null;
  // A list without boxes has no way to tick: what is done is taken out.
  return [replaceLine(doc, all, at, null, `Take out "${line.trim()}"`)];
}

function scoreLines(doc: Doc, reading: Reading): { doc: Doc; line: string; at: number; score: number }[] {
  return doc.text.split("\n").flatMap((line, at) => {
    if (line.trim() === "" || /^#{1,6}\s/u.test(line)) return [];
    const own = words(line);
    const score = reading.terms.reduce((sum, term) => {
      const best = Math.max(0, ...own.map(({ word }) => wordStrength(fold(term.text), term.stem, word, stem(word))));
      return sum + best;
    }, 0);
    return [{ doc, line, at, score }];
  });
}

/** A step that replaces one line (null: takes it out); the text to find takes in neighbours until it is unique. */
export function replaceLine(doc: Doc, lines: string[], at: number, next: string | null, why: string): DraftStep {
  let [from, to] = [at, at];
  const block = () => lines.slice(from, to + 1).join("\n") + (to + 1 < lines.length ? "\n" : "");
  while (doc.text.split(block()).length > 2 && (from > 0 || to < lines.length - 1)) {
    if (from > 0) from -= 1;
    else to += 1;
  }
  const changed = [...lines.slice(from, at), ...(next === null ? [] : [next]), ...lines.slice(at + 1, to + 1)];
  const end = to + 1 < lines.length ? "\n" : "";
  const replacement = changed.length === 0 ? "" : changed.join("\n") + end;
  return {
    op: "replaceText",
    why: `${why} in ${doc.path}`,
    args: { path: doc.path, replacements: [{ find: block(), replacement, count: 1 }] },
  };
}
