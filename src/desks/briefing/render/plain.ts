import { textsOf } from "../texts/index.ts";
import type { Composition } from "../types.ts";
import { toBlocks } from "./blocks.ts";
import { toSparkline } from "./plot.ts";

/** As text without any markup; with links where they lead somewhere for who reads it. */
export function toPlain(
  composition: Composition,
  base: string,
  { links, numbers = new Map() }: { links: boolean; numbers?: ReadonlyMap<string, number> },
): string {
  const texts = textsOf(composition.language);
  const lines = toBlocks(composition, base).flatMap((block): string[] => {
    if (block.type === "title") return [block.text, ""];
    if (block.type === "heading") return ["", block.text.toUpperCase()];
    if (block.type === "line") return [`• ${block.text}`];
    if (block.type === "moved") return [`• ${block.moved.line.text} ${toSparkline(block.moved)}`];
    const { entry, since, link } = block;
    return [
      `${toMark(numbers.get(entry.item))} ${entry.who === null ? "" : `${entry.who}: `}${entry.title}`,
      `  ${entry.why.text} (${since})`,
      ...(entry.quote ? [`  „${entry.quote.text}“`] : []),
      ...(entry.action ? [`  → ${texts.proposed(entry.action.title)}`] : []),
      ...(links ? [`  ${link}`] : []),
    ];
  });
  return `${lines.join("\n").replaceAll(/\n{3,}/gu, "\n\n")}\n`;
}

const toMark = (number: number | undefined): string => (number === undefined ? "•" : `${number}.`);

/** Cut at the end of a line, with a word on where the rest is. UTF-16 units. `numbers`: by item, of those that are spoken of elsewhere. */
export function toShort(
  composition: Composition,
  base: string,
  most: number,
  numbers: ReadonlyMap<string, number> = new Map(),
): string {
  const whole = toPlain(composition, base, { links: false, numbers });
  if (whole.length <= most) return whole;
  const ending = `\n${textsOf(composition.language).whole}\n`;
  const head = whole.slice(0, most - ending.length);
  return `${head.slice(0, Math.max(head.lastIndexOf("\n"), 0))}${ending}`;
}
