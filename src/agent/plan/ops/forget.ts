import { z } from "zod";
import { OWNER } from "../../../guard/index.ts";
import { PROFILE_FIELDS } from "../../../store/index.ts";
import { quoted } from "../../memory/index.ts";
import type { Operation, PlanContext } from "../types.ts";

const args = z.object({
  ids: z.array(z.string()),
  /** Everything, with the profile; only with the person's approval. */
  all: z.boolean(),
  /** The person's words for what is forgotten. */
  about: z.string(),
});
type ForgetArgs = z.infer<typeof args>;

/** Deletes memories with all their wordings. Nothing brings them back, and the answer says so; it does not repeat them. */
export const forgetOp: Operation<ForgetArgs> = {
  name: "forget",
  args,
  effect: "write",
  reads: "arguments",
  async run(asked, ctx) {
    const { lang } = ctx.request;
    const gone = asked.all ? await forgetAll(asked, ctx) : await forgetEach(asked.ids, ctx);
    const value = String(gone);
    return {
      type: "value",
      value,
      kind: "number",
      evidence: [],
      say: lang === "de" ? german(asked, gone) : english(asked, gone),
    };
  },
};

async function forgetEach(ids: readonly string[], ctx: PlanContext): Promise<number> {
  let gone = 0;
  for (const id of ids) if ((await ctx.memory.forget(id)) > 0) gone += 1;
  return gone;
}

async function forgetAll(asked: ForgetArgs, ctx: PlanContext): Promise<number> {
  const ids = (await ctx.memory.all()).map(({ memory }) => memory.id);
  const describe =
    ctx.request.lang === "de"
      ? `alles vergessen, was Kralle sich gemerkt hat (${ids.length} Einträge und das Profil)`
      : `forget everything that Kralle remembers (${ids.length} memories and the profile)`;
  // Rules read the order at the head of the owner's own words; nothing else led to it.
  const origin = { labels: OWNER, led: OWNER };
  await ctx.boundary.permit({ tool: "forget", effect: "outside", input: asked, describe, origin });
  await ctx.memory.setProfile(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, null])));
  return forgetEach(ids, ctx);
}

function english({ all, about }: ForgetArgs, gone: number): string {
  const what = all ? "everything" : about === "" ? "it" : `what you told me about ${quoted(about, "en")}`;
  if (gone === 0 && !all) return "There was nothing of that left to forget.";
  return `I have forgotten ${what}; this cannot be undone. Conversations keep what was said in them.`;
}

function german({ all, about }: ForgetArgs, gone: number): string {
  const what = all ? "alles" : about === "" ? "es" : `das Gemerkte zu ${quoted(about, "de")}`;
  if (gone === 0 && !all) return "Davon war nichts mehr da.";
  return `Ich habe ${what} vergessen; das lässt sich nicht zurücknehmen. Gespräche behalten, was in ihnen gesagt wurde.`;
}
