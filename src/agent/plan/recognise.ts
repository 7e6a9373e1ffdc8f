import type { Clause, Fill, Kind, Planner, Request } from "./types.ts";

const SURE = 0.2;
/** Rules that are certain need less of a lead. */
const TELLS_APART = 0.04;

/** Work that needs no file. */
const WITHOUT_FILES: ReadonlySet<Kind> = new Set<Kind>(["reckon", "memory"]);
const CERTAIN = 0.9;

/**
 * Whether a request without any file is nothing but conversation: no planner that needs no file is certain of it. The model then
 * answers the whole of it at once.
 */
export function isConversation(request: Request, planners: Planner[]): boolean {
  const able = planners.filter((planner) => WITHOUT_FILES.has(planner.name));
  return request.clauses.some((clause) => able.every((planner) => planner.fits(clause, request) < CERTAIN));
}

/** Planners for a clause, the most fitting first. Rules decide where they are clear; the model breaks a tie. */
export async function recognise(clause: Clause, request: Request, planners: Planner[], fill: Fill): Promise<Planner[]> {
  const scored = planners
    .map((planner) => ({ planner, score: planner.fits(clause, request) }))
    .filter((entry) => entry.score > 0)
    .toSorted((a, b) => b.score - a.score);
  tablesFirst(scored);
  const [first, second] = scored;
  if (!first || !second || first.score - second.score >= (first.score >= 0.9 ? TELLS_APART : SURE))
    return scored.map((entry) => entry.planner);
  // Looking things up is one family: which of them it is, the gathering decides, not a guess on the wording.
  if (isLookUp(first.planner.name) && isLookUp(second.planner.name)) return scored.map((entry) => entry.planner);
  const close = scored.filter((entry) => first.score - entry.score < SURE).slice(0, 4);
  const chosen = await fill.choose({
    question: `Request: ${clause.text}\nWhat kind of work does it ask for?`,
    options: close.map((entry) => ({ label: entry.planner.name, about: entry.planner.about })),
  });
  const winner = close[chosen ?? 0]?.planner ?? first.planner;
  return [winner, ...scored.map((entry) => entry.planner).filter((planner) => planner !== winner)];
}

/** Rows are asked before texts: the query planner declines what no table explains, the question planner answers or denies. */
function tablesFirst(scored: { planner: Planner; score: number }[]): void {
  const question = scored.findIndex((entry) => entry.planner.name === "question");
  const query = scored.findIndex((entry) => entry.planner.name === "query");
  if (question === -1 || query === -1 || query < question) return;
  const [moved] = scored.splice(query, 1);
  if (moved) scored.splice(question, 0, { ...moved, score: scored[question]?.score ?? moved.score });
}

const LOOK_UPS: ReadonlySet<Kind> = new Set<Kind>(["query", "question", "find"]);

function isLookUp(kind: Kind): boolean {
  return LOOK_UPS.has(kind);
}
