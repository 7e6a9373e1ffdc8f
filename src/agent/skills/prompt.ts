import type { Context } from "../../core/index.ts";
import type { Models } from "../../models/index.ts";
import { SKILL_LIMITS } from "./types.ts";

/**
 * The instructions of an approved skill for the last message of a prompt: the owner's own words by now. Whole sections from the
 * beginning, as many as have room; what is left out is shown as left out.
 */
export async function toSkillLines(text: string, models: Pick<Models, "count">, ctx: Context): Promise<string> {
  const parts = sectionsOf(text);
  const fits = async (shown: string): Promise<boolean> =>
    (await models.count(show(shown, true), "chat", ctx)) <= SKILL_LIMITS.promptTokens;
  if (await fits(text)) return show(text, false);
  let kept = "";
  for (const part of parts) {
    const next = kept === "" ? part : `${kept}\n${part}`;
    if (!(await fits(next))) break;
    kept = next;
  }
  if (kept !== "") return show(kept, true);
  // Not even the first section has room: as much of its beginning as has.
  let [low, high] = [0, (parts[0] ?? "").length];
  while (high - low > 50) {
    const middle = Math.floor((low + high) / 2);
    if (await fits((parts[0] ?? "").slice(0, middle))) low = middle;
    else high = middle;
  }
  return show((parts[0] ?? "").slice(0, low).toWellFormed(), true);
}

function show(text: string, isCut: boolean): string {
  // The signs that fence data elsewhere in a prompt are not its own to write.
  const plain = text.replaceAll("<<<", "<<").replaceAll(">>>", ">>").trim();
  return `My instructions for such work:\n${plain}${isCut ? "\n[…]" : ""}\n\n`;
}

/** Each heading with what stands under it; a line of code that begins with # is none. */
function sectionsOf(text: string): string[] {
  const sections: string[][] = [[]];
  let fence = "";
  for (const line of text.split("\n")) {
    const [, sign = ""] = /^\s{0,3}(`{3,}|~{3,})/u.exec(line) ?? [];
    if (sign !== "") fence = fence === "" ? sign.slice(0, 3) : sign.startsWith(fence) ? "" : fence;
    if (fence === "" && sign === "" && /^#{1,6}\s/u.test(line)) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join("\n")).filter((section) => section.trim() !== "");
}
