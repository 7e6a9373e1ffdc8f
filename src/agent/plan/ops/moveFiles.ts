import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { Change } from "../../workspace/index.ts";
import type { Operation, PlanContext } from "../types.ts";

const args = z.object({ moves: z.array(z.object({ from: z.string(), to: z.string() })).min(1) });
export type MoveFilesArgs = z.infer<typeof args>;

/**
 * Renames and moves files. All targets are checked before the first file moves: none may exist (E_EXISTS), no two may be
 * the same. A target that another file of the same list leaves is free.
 */
export const moveFilesOp: Operation<MoveFilesArgs> = {
  name: "moveFiles",
  args,
  effect: "write",
  async run({ moves }, ctx) {
    const real = moves.filter(({ from, to }) => from !== to);
    await check(real, ctx);
    const changes: Change[] = [];
    for (const { from, to } of inOrder(real)) {
      await ctx.workspace.move(from, to);
      changes.push({ path: to, kind: "renamed", from });
    }
    return { type: "done", changes, evidence: moves.map(({ from }) => ({ path: from, quote: "" })) };
  },
};

async function check(moves: { from: string; to: string }[], ctx: PlanContext): Promise<void> {
  const leaving = new Set(moves.map(({ from }) => from));
  const targets = new Set<string>();
  for (const { from, to } of moves) {
    const key = to.toLowerCase();
    const sameFile = from.toLowerCase() === key; // only the case changes
    const taken = targets.has(key) || (!sameFile && !leaving.has(to) && (await ctx.workspace.stat(to)) !== null);
    targets.add(key);
    if (!taken) continue;
    const german = ctx.request.lang === "de";
    throw new AppError("E_EXISTS", german ? `${to} gibt es schon.` : `${to} exists already.`, {
      hint: german ? "Nennen Sie einen anderen Namen; nichts wurde verschoben." : "Name another; nothing was moved.",
    });
  }
}

/** Moves into a name that another file leaves come after that one; a ring of names is left for the workspace to refuse. */
function inOrder(moves: { from: string; to: string }[]): { from: string; to: string }[] {
  const rest = [...moves];
  const sorted: { from: string; to: string }[] = [];
  while (rest.length > 0) {
    const at = rest.findIndex(({ to }) => !rest.some((other) => other.from === to));
    sorted.push(...rest.splice(Math.max(at, 0), 1));
  }
  return sorted;
}
