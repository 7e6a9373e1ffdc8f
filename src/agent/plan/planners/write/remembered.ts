import { fold } from "../../../../files/index.ts";
import { findNamed, toLabel } from "../../../memory/index.ts";
import type { PlanContext } from "../../types.ts";
import type { Matter } from "./collect.ts";
import type { LetterFact } from "./types.ts";

/**
 * "… and give them our VAT id": figures that the owner told and the order names by their whole subject. Nothing else of the
 * memory goes into a letter, least of all what the owner said of its reader ("Meyer is a difficult customer").
 */
export async function rememberedFacts(
  { text }: Matter,
  known: readonly LetterFact[],
  ctx: PlanContext,
): Promise<LetterFact[]> {
  const stated = known.map((fact) => fold(`${fact.text} ${fact.value}`));
  return findNamed(text, await ctx.memory.all()).flatMap(({ memory, fact, subject }): LetterFact[] => {
    const isFigure = fact !== null && /[\d@]/u.test(fact.value) && subject.some((mark) => !mark.isName);
    if (!fact || !isFigure || stated.some((said) => said.includes(fold(fact.value)))) return [];
    const value = fact.value.replace(/[.!]+$/u, "");
    const label = toLabel(fact.subject);
    return [{ label, text: value, kind: "text", value, required: true, path: memory.id, quote: memory.text }];
  });
}
