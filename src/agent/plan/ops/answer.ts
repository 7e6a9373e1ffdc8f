import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({
  /** Normalised; null = not in the files. */
  value: z.string().nullable(),
  kind: z.enum(["number", "date", "text", "boolean", "absent"]),
  evidence: z.array(z.object({ path: z.string(), quote: z.string() })),
  /** The answer as a sentence. */
  say: z.string(),
});
export type AnswerArgs = z.infer<typeof args>;

/** Hands on a value that was found, after looking once more whether the named files are there. */
export const answerOp: Operation<AnswerArgs> = {
  name: "answer",
  args,
  effect: "read",
  reads: "arguments",
  async run({ value, kind, evidence, say }, ctx) {
    const gone = evidence.find(({ path }) => path !== "" && ctx.catalogue.doc(path) === null);
    if (gone) throw new AppError("E_NOT_FOUND", `${gone.path} is no longer there.`, { hint: "Ask again." });
    if (value === null) return { type: "value", value: null, kind: "absent", evidence, say };
    return { type: "value", value, kind, evidence, say };
  },
};
