import { z } from "zod";
import { encode } from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { refuseBinaryName, toDiff, toTextFile, withEol } from "./text-file.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  path: z.string(),
  content: z.string().describe("the whole new text of the file"),
});

export interface WrittenFile {
  path: string;
  kind: "created" | "edited" | "unchanged";
  diff: string;
}

export const writeFileTool: Tool<z.infer<typeof input>, WrittenFile> = {
  name: "write_file",
  description: "Write a text file: makes it, or replaces its whole content. Can be undone.",
  input,
  effect: "write",
  yields: "file",
  describe: ({ path, content }) => toSafeLine(`write ${path} (${content.length} characters)`),
  async run({ path, content }, ctx) {
    refuseBinaryName(path);
    const entry = await ctx.workspace.stat(path);
    if (entry === null) {
      await ctx.workspace.create(path, Buffer.from(content, "utf8"));
      return { path, kind: "created", diff: toDiff(path, "", content) };
    }
    const old = toTextFile(path, await ctx.workspace.read(path));
    const text = withEol(content, old.eol);
    if (text === old.text) return { path, kind: "unchanged", diff: "" };
    await ctx.workspace.write(path, encode(text, old.encoding, old.bom));
    return { path, kind: "edited", diff: toDiff(path, old.text, text) };
  },
};
