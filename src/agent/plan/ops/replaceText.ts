import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { replaceText } from "../../../files/index.ts";
import { refuseBinaryName, toTextFile, withEol } from "../../tools/text-file.ts";
import type { Change } from "../../workspace/index.ts";
import type { Evidence, Operation } from "../types.ts";

const args = z.object({
  /** In this order; `count` is how often each stands in the file, to be sure that it is still the same one. */
  path: z.string(),
  replacements: z
    .array(z.object({ find: z.string().min(1), replacement: z.string(), count: z.number().int().positive() }))
    .min(1),
});
export type ReplaceTextArgs = z.infer<typeof args>;

/** Replaces exact text in a text file; all other bytes stay. Refuses when the text does not stand there as often as planned. */
export const replaceTextOp: Operation<ReplaceTextArgs> = {
  name: "replaceText",
  args,
  effect: "write",
  async run({ path, replacements }, ctx) {
    refuseBinaryName(path);
    let bytes = await ctx.workspace.read(path);
    const { eol } = toTextFile(path, bytes);
    const evidence: Evidence[] = [];
    for (const { find, replacement, count } of replacements) {
      const result = replaceText(bytes, path, withEol(find, eol), withEol(replacement, eol));
      if (result.count !== count) {
        throw new AppError("E_INPUT", `${JSON.stringify(find)} does not stand in ${path} as it did before.`, {
          hint: "Ask again.",
        });
      }
      bytes = result.bytes;
      evidence.push({ path, quote: replacement });
    }
    await ctx.workspace.write(path, bytes);
    const change: Change = { path, kind: "edited" };
    return { type: "done", changes: [change], evidence };
  },
};
