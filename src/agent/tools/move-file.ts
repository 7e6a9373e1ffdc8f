import { posix } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { toSegments } from "../workspace/index.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  from: z.string().describe("a file or a folder"),
  to: z.string().describe("its new path; with / at the end: the folder it goes into"),
});

export interface MovedFiles {
  moved: { from: string; to: string }[];
}

export const moveFileTool: Tool<z.infer<typeof input>, MovedFiles> = {
  name: "move_file",
  description: "Rename or move a file, or a folder with all its files. Never overwrites. Can be undone.",
  input,
  effect: "write",
  yields: "folder",
  describe: ({ from, to }) => toSafeLine(`move ${from} to ${to}`),
  async run({ from, to }, ctx) {
    const files = await ctx.workspace.list();
    const source = toPath(from);
    const below = files.filter(({ path }) => path.startsWith(`${source}/`)).map(({ path }) => path);
    const intoFolder = to.endsWith("/") || files.some(({ path }) => path.startsWith(`${toPath(to)}/`));
    const target = intoFolder ? posix.join(toPath(to), posix.basename(source)) : toPath(to);
    if (below.length === 0) {
      await ctx.workspace.move(source, target);
      return { moved: [{ from: source, to: target }] };
    }
    if (target === source || target.startsWith(`${source}/`)) {
      throw new AppError("E_INPUT", `The folder ${JSON.stringify(source)} cannot be moved into itself.`);
    }
    const moved = below.map((path) => ({ from: path, to: target + path.slice(source.length) }));
    for (const move of moved) await ctx.workspace.move(move.from, move.to);
    return { moved };
  },
};

function toPath(path: string): string {
  return toSegments(path).join("/").normalize("NFC");
}
