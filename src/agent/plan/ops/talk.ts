import { z } from "zod";
import { guessLanguage } from "../../../files/index.ts";
import { SYSTEM_PROMPT } from "../prompt.ts";
import type { Operation } from "../types.ts";

const args = z.object({ text: z.string() });
const MAX_TOKENS = 160;

/** Small talk and questions about Kralle itself: a short answer of the model, which has no file in front of it. */
export const talkOp: Operation<{ text: string }> = {
  name: "talk",
  args,
  effect: "read",
  async run({ text }, ctx) {
    const { lang } = ctx.request;
    const files = ctx.catalogue.docs.length;
    const about =
      "You can find, count, compute, compare, extract, edit, rename, write and summarise over the files of the open folder " +
      `(${files} files). Answer the person in ${lang === "de" ? "German" : "English"}, in one or two short sentences. ` +
      "If they ask for facts that only files could hold, say that you found nothing about it.";
    const result = await ctx.models.generate(
      {
        task: "chat",
        system: SYSTEM_PROMPT,
        history: await ctx.history(),
        input: `${about}\n\nThe person says: ${text}`,
        budget: { maxTokens: MAX_TOKENS },
        onText: (part) => ctx.say(part),
      },
      ctx,
    );
    const answer = result.value.trim();
    return { type: "text", text: answer, lang: answer === "" ? lang : guessLanguage(answer), evidence: [] };
  },
};
