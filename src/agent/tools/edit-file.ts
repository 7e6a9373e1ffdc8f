import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { encode, similarity } from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { refuseBinaryName, toDiff, toTextFile, withEol, type TextFile } from "./text-file.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  path: z.string(),
  find: z.string().min(1).describe("text that stands in the file exactly once"),
  replace: z.string(),
  all: z.boolean().optional().describe("replace every occurrence"),
});

export interface EditedFile {
  path: string;
  replaced: number;
  diff: string;
}

export const editFileTool: Tool<z.infer<typeof input>, EditedFile> = {
  name: "edit_file",
  description: "Replace an exact piece of text in a file by another. Can be undone.",
  input,
  effect: "write",
  yields: "file",
  describe: ({ path, find, replace }) => toSafeLine(`in ${path} replace "${find}" by "${replace}"`),
  async run({ path, find, replace, all = false }, ctx) {
    refuseBinaryName(path);
    const file = toTextFile(path, await ctx.workspace.read(path));
    const wanted = withEol(find, file.eol);
    const parts = file.text.split(wanted);
    const count = parts.length - 1;
    if (count === 0) throw notThere(path, find, file);
    if (count > 1 && !all) throw notUnique(path, wanted, file, count);
    const text = parts.join(withEol(replace, file.eol));
    if (text !== file.text) await ctx.workspace.write(path, encode(text, file.encoding, file.bom));
    return { path, replaced: count, diff: text === file.text ? "" : toDiff(path, file.text, text) };
  },
};

function notThere(path: string, find: string, file: TextFile): AppError {
  const first = find.split("\n").find((line) => line.trim() !== "") ?? find;
  const best = file.text
    .split(/\r?\n/)
    .slice(0, 5_000)
    .map((line, index) => ({ line, number: index + 1, score: similarity(line, first) }))
    .reduce((a, b) => (b.score > a.score ? b : a), { line: "", number: 0, score: 0 });
  const nearest =
    best.score > 0.5 ? ` Line ${best.number} comes nearest: ${JSON.stringify(best.line.slice(0, 200))}.` : "";
  return new AppError("E_INPUT", `The text to replace does not stand in ${JSON.stringify(path)}.${nearest}`, {
    hint: "Read the file and copy the text exactly, with its spaces.",
    data: { line: best.number || null },
  });
}

function notUnique(path: string, wanted: string, file: TextFile, count: number): AppError {
  const lines: number[] = [];
  for (let at = file.text.indexOf(wanted); at >= 0 && lines.length < 10; at = file.text.indexOf(wanted, at + 1)) {
    lines.push(file.text.slice(0, at).split("\n").length);
  }
  return new AppError(
    "E_INPUT",
    `The text stands ${count} times in ${JSON.stringify(path)} (lines ${lines.join(", ")}).`,
    {
      hint: "Take in more of the text around it, so that it is found once; or set all to true.",
      data: { count, lines },
    },
  );
}
