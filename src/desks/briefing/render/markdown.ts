import { textsOf } from "../texts/index.ts";
import type { Composition } from "../types.ts";
import { toBlocks } from "./blocks.ts";
import { toSparkline } from "./plot.ts";

/** CommonMark; words of others are escaped, so that they stay words. */
export function toMarkdown(composition: Composition, base: string): string {
  const texts = textsOf(composition.language);
  const lines = toBlocks(composition, base).flatMap((block): string[] => {
    if (block.type === "title") return [`# ${escape(block.text)}`, ""];
    if (block.type === "heading") return ["", `## ${escape(block.text)}`, ""];
    if (block.type === "line") return [`- ${escape(block.text)}`];
    if (block.type === "moved") return [`- ${escape(block.moved.line.text)} \`${toSparkline(block.moved)}\``];
    const { entry, since, link } = block;
    const who = entry.who === null ? "" : `${escape(entry.who)}: `;
    return [
      `- **${who}[${escape(entry.title)}](${link})** – ${escape(entry.why.text)} (${escape(since)})`,
      ...(entry.quote ? [`  > ${escape(entry.quote.text)}`] : []),
      ...(entry.action ? [`  → ${escape(texts.proposed(entry.action.title))}`] : []),
    ];
  });
  return `${lines.join("\n").replaceAll(/\n{3,}/gu, "\n\n")}\n`;
}

/** Every sign that could mean something to a reader of Markdown (CommonMark 0.31, 2.4). */
const escape = (text: string): string => text.replaceAll(/[\\`*_{}[\]()<>#+!|~&-]/gu, String.raw`\$&`);
