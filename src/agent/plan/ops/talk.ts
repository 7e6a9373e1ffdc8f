import { z } from "zod";
import { guessLanguage } from "../../../files/index.ts";
import { findRelevant, toMemoryLines, toPersonLine, toTimeLine } from "../../memory/index.ts";
import { SYSTEM_PROMPT } from "../prompt.ts";
import type { Message } from "../../../models/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({ text: z.string(), free: z.boolean().optional() });
const MAX_TOKENS = 160;
/** Where there are no files, the conversation itself is the work: a page at most. */
const MAX_FREE_TOKENS = 800;

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

/** The same for a conversation without files. */
const toFree = (language: string): Message[] => [
  {
    role: "user",
    content:
      `Answer me in ${language}: short, unless I ask for a text of some length. No files are open here. Say so when you do ` +
      "not know something.",
  },
  { role: "assistant", content: "OK." },
];

/**
 * Small talk and questions about Kralle itself: a short answer of the model, which has no file in front of it. `free`: a
 * conversation without files, in which the model may answer anything.
 */
export const talkOp: Operation<{ text: string; free?: boolean | undefined }> = {
  name: "talk",
  args,
  effect: "read",
  reads: "arguments",
  async run({ text, free = false }, ctx) {
    const profile = await ctx.memory.profile();
    const lang = profile.language ?? ctx.request.lang;
    const language = lang === "de" ? "German" : "English";
    const known = await toMemoryLines(findRelevant(text, await ctx.memory.all()), ctx.models, ctx);
    const skill = free ? await ctx.skills.find(text, ctx) : null;
    const result = await ctx.models.generate(
      {
        task: "chat",
        system: SYSTEM_PROMPT,
        history: [...(free ? toFree : toAbout)(language), ...(await ctx.history())],
        conversation: "talk",
        input: `${skill?.lines ?? ""}${known.text}${toPersonLine(profile, lang)}${toTimeLine(profile, text)}${text}`,
        budget: { maxTokens: free ? MAX_FREE_TOKENS : MAX_TOKENS },
        onText: (part) => ctx.say(part),
      },
      ctx,
    );
    const answer = result.value.trim();
    return {
      type: "text",
      text: answer,
      lang: answer === "" ? lang : guessLanguage(answer),
      evidence: [],
      labels: ctx.boundary.provenance.led,
      memories: known.kept.map(({ id, text: said }) => ({ id, text: said })),
      ...(skill === null ? {} : { skills: [{ name: skill.name }] }),
    };
  },
};
