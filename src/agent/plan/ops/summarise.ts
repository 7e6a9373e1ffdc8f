import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { summarise } from "../planners/summarise/compose.ts";
import { readNeeds } from "../planners/text/needs.ts";
import { nameWords } from "../planners/text/rows.ts";
import type { Operation } from "../types.ts";

const args = z.object({
  paths: z.array(z.string()).min(1),
  /** What was asked, in the person's words. */
  request: z.string(),
  lang: z.enum(["de", "en"]),
  maxWords: z.number().int().positive(),
  maxSentences: z.number().int().positive().nullable(),
});
export type SummariseArgs = z.infer<typeof args>;

/** Says what texts say, within a limit of words that is always kept. */
export const summariseOp: Operation<SummariseArgs> = {
  name: "summarise",
  args,
  effect: "read",
  async run({ paths, request, lang, maxWords, maxSentences }, ctx) {
    const docs = paths.flatMap((path) => ctx.catalogue.doc(path) ?? []);
    const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
    const order = {
      docs,
      request,
      needs: readNeeds(request, source, ctx.request.paths),
      names: nameWords(ctx.catalogue),
      lang,
      maxWords,
      maxSentences,
      today: ctx.request.today,
    };
    const { text, evidence } = await summarise(order, ctx.fill);
    if (text !== "") return { type: "text", text, lang, evidence };
    throw new AppError("E_NOT_UNDERSTOOD", `There is nothing to summarise in ${paths.join(", ")}.`, {
      hint: "Name a file that has text.",
    });
  },
};
