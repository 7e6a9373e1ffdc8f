import { isMemoryId } from "../../memory/index.ts";
import { nameWords } from "../planners/text/rows.ts";
import { writeBody } from "../planners/write/body.ts";
import { letterSchema, type Letter } from "../planners/write/types.ts";
import type { Evidence, Operation } from "../types.ts";

/** Writes a letter whose facts are settled; every one of them stands in it, and nothing is sent. */
export const draftOp: Operation<Letter> = {
  name: "draft",
  args: letterSchema,
  effect: "read",
  async run(letter, ctx) {
    const skill = await ctx.skills.find(letter.request, ctx);
    const told = skill === null ? letter : { ...letter, instructions: skill.lines };
    const body = await writeBody(told, nameWords(ctx.catalogue), ctx.request.today, ctx.fill);
    const evidence = letter.facts.flatMap((fact): Evidence[] =>
      fact.path === "" ? [] : [{ path: fact.path, quote: fact.quote }],
    );
    const seen = new Set<string>();
    const remembered = letter.facts.filter(({ path }) => isMemoryId(path));
    return {
      type: "text",
      text: `${letter.greeting}\n\n${body}\n\n${letter.closing}`,
      lang: letter.lang,
      evidence: evidence.filter(({ path, quote }) => !seen.has(path + quote) && seen.add(path + quote)).slice(0, 8),
      ...(remembered.length === 0
        ? {}
        : { memories: remembered.map(({ path, quote }) => ({ id: path, text: quote })) }),
      ...(skill === null ? {} : { skills: [{ name: skill.name }] }),
    };
  },
};
