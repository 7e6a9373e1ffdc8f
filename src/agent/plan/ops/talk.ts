import { z } from "zod";
import { guessLanguage } from "../../../files/index.ts";
import { SYSTEM_PROMPT } from "../prompt.ts";
import type { Message } from "../../../models/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({ text: z.string() });
const MAX_TOKENS = 160;

/** What the model has to know for talk; the same from turn to turn, so that it stays in the engine's memory. */
const toAbout = (language: string): Message[] => [
  {
    role: "user",
    content:
      "You can find, count, compute, compare, extract, edit, rename, write and summarise over the files of the open " +
      `folder. Answer me in ${language}, in one or two short sentences. If I ask for facts that only files could hold, say ` +
      "that you found nothing about it.",
  },
  { role: "assistant", content: "OK." },
];

/** Small talk and questions about Kralle itself: a short answer of the model, which has no file in front of it. */
export const talkOp: Operation<{ text: string }> = {
  name: "talk",
  args,
  effect: "read",
  async run({ text }, ctx) {
    const { lang } = ctx.request;
    const result = await ctx.models.generate(
      {
        task: "chat",
        system: SYSTEM_PROMPT,
        history: [...toAbout(lang === "de" ? "German" : "English"), ...(await ctx.history())],
        conversation: "talk",
        input: text,
        budget: { maxTokens: MAX_TOKENS },
        onText: (part) => ctx.say(part),
      },
      ctx,
    );
    const answer = result.value.trim();
    return { type: "text", text: answer, lang: answer === "" ? lang : guessLanguage(answer), evidence: [] };
  },
};
