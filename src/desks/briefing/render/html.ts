import { textsOf } from "../texts/index.ts";
import type { Composition } from "../types.ts";
import { toBlocks, type Block } from "./blocks.ts";
import { toSvg } from "./plot.ts";

/** A whole document for mail: nothing is loaded from anywhere, nothing runs, words of others are text. */
export function toHtml(composition: Composition, base: string): string {
  const texts = textsOf(composition.language);
  const blocks = toBlocks(composition, base);
  const title = blocks[0]?.type === "title" ? blocks[0].text : "";
  const body = blocks.map((block) => toElement(block, (words) => texts.proposed(words))).join("\n");
  return `<!doctype html>
<html lang="${composition.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title></head>
<body style="margin:0 auto;padding:16px;max-width:640px;font:16px/1.5 system-ui,sans-serif">
${body}
</body></html>
`;
}

function toElement(block: Block, propose: (title: string) => string): string {
  if (block.type === "title") return `<h1 style="font-size:22px">${escape(block.text)}</h1>`;
  if (block.type === "heading") return `<h2 style="font-size:17px;margin:24px 0 8px">${escape(block.text)}</h2>`;
  if (block.type === "line") return `<p style="margin:4px 0">${escape(block.text)}</p>`;
  if (block.type === "moved")
    return `<p style="margin:8px 0">${escape(block.moved.line.text)}<br>${toSvg(block.moved)}</p>`;
  const { entry, since, link } = block;
  const who = entry.who === null ? "" : `${escape(entry.who)}: `;
  const quote = entry.quote
    ? `<blockquote style="margin:4px 0;padding-left:10px;border-left:3px solid #8888">${escape(entry.quote.text)}</blockquote>`
    : "";
  const action = entry.action
    ? `<a href="${escape(link)}" style="display:inline-block;margin:4px 0;padding:4px 12px;border:1px solid;border-radius:6px;text-decoration:none">${escape(propose(entry.action.title))}</a>`
    : "";
  return `<div style="margin:12px 0"><strong>${who}<a href="${escape(link)}">${escape(entry.title)}</a></strong><br>
${escape(entry.why.text)} <small>(${escape(since)})</small>${quote}${action}</div>`;
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => SIGNS[sign] ?? sign);
