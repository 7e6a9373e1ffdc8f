import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({
  paths: z.array(z.string()).min(1),
  evidence: z.array(z.object({ path: z.string(), quote: z.string() })),
});
export type FindFilesArgs = z.infer<typeof args>;

/** Hands on files that were found, after looking once more whether they are there. */
export const findFilesOp: Operation<FindFilesArgs> = {
  name: "findFiles",
  args,
  effect: "read",
  async run({ paths, evidence }, ctx) {
    const gone = paths.find((path) => ctx.catalogue.doc(path) === null);
    if (gone) throw new AppError("E_NOT_FOUND", `${gone} is no longer there.`, { hint: "Ask again." });
    return { type: "files", paths, evidence };
  },
};
