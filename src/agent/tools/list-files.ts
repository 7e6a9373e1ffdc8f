import { posix } from "node:path";
import { z } from "zod";
import { toSafeLine } from "../../guard/index.ts";
import type { Tool } from "./types.ts";

const MAX_LISTED = 500;

const input = z.object({
  folder: z.string().optional().describe("only files below this folder"),
  pattern: z.string().optional().describe("only paths like this glob, e.g. **/*.csv"),
});

export interface ListedFiles {
  files: { path: string; bytes: number; modified: string }[];
  /** All that match; `files` holds the first 500. */
  total: number;
}

export const listFilesTool: Tool<z.infer<typeof input>, ListedFiles> = {
  name: "list_files",
  description: "List the files of the workspace, with size and time of the last change.",
  input,
  effect: "read",
  yields: "folder",
  describe: ({ folder, pattern }) => toSafeLine(`list files ${pattern ?? ""} ${folder ? `in ${folder}` : ""}`),
  async run({ folder, pattern }, ctx) {
    const prefix = folder === undefined ? "" : `${posix.normalize(folder).replace(/^\.\/?|\/+$/g, "")}/`;
    const entries = (await ctx.workspace.list()).filter(
      ({ path }) => (prefix.length < 2 || path.startsWith(prefix)) && (!pattern || matches(path, pattern)),
    );
    const files = entries.slice(0, MAX_LISTED).map(({ path, bytes, modifiedMs }) => ({
      path,
      bytes,
      modified: new Date(modifiedMs).toISOString(),
    }));
    return { files, total: entries.length };
  },
};

/** A pattern without a slash is meant for the name, in any folder. */
function matches(path: string, pattern: string): boolean {
  return posix.matchesGlob(pattern.includes("/") ? path : posix.basename(path), pattern);
}
