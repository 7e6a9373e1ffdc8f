import { withinClause, type Part } from "../query/part.ts";
import type { DraftStep, PlanContext } from "../types.ts";

/** The step that saves a result into the file that the clause names, when it names a new or empty one. */
export function targetStep(part: Part, ctx: PlanContext, from: string): DraftStep | null {
  const named = ctx.request.paths.filter((path) => !path.folder && withinClause(part, path));
  const target =
    named.find((path) => !path.exists) ?? named.find((path) => (ctx.catalogue.doc(path.path)?.kind ?? "") === "empty");
  if (!target) return null;
  return { op: "save", why: `save it as ${target.path}`, args: { from, path: target.path } };
}
