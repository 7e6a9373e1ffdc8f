import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { refSchema, type Operation } from "../types.ts";

const args = z.object({
  /** The text that was written. */
  text: refSchema,
  /** The step that saved it. */
  saved: refSchema,
});
export type ShowDraftArgs = z.infer<typeof args>;

/** Tells where a draft lies and shows it; nothing is sent. */
export const showDraftOp: Operation<ShowDraftArgs> = {
  name: "showDraft",
  args,
  effect: "read",
  reads: "arguments",
  async run({ text, saved }, ctx) {
    const [draft, file] = [ctx.get(text), ctx.get(saved)];
    if (draft.type !== "text" || file.type !== "done") throw new AppError("E_BUG", "There is no draft to show.");
    const path = file.changes[0]?.path ?? "";
    const lead =
      ctx.request.lang === "de"
        ? `Der Entwurf liegt in ${path}, nicht verschickt:`
        : `The draft is in ${path}, not sent:`;
    return { ...file, say: `${lead}\n\n${draft.text}` };
  },
};
