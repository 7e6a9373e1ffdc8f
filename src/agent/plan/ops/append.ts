import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { encode, fold } from "../../../files/index.ts";
import { refuseBinaryName, toTextFile, withEol } from "../../tools/text-file.ts";
import type { Change } from "../../workspace/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({
  path: z.string().min(1),
  /** One or more lines. */
  text: z.string().min(1),
  /** Heading to add below; without it at the end of the file. */
  under: z.string().optional(),
  /** Whether the file's own list sign goes before each line; false when the person gave the line as it shall stand. */
  item: z.boolean().default(false),
  /** Make the file when it is not there. */
  create: z.boolean().default(true),
});
export type AppendArgs = z.infer<typeof args>;

const ITEM = /^(\s*(?:(?:[-*+•]|\d+[.)])(?:\s+\[[ xX]\])?|\[[ xX]\])\s+)\S/u;

/**
 * Adds lines to a text file: at its end or at the end of a heading's section, in the file's own list style, with its own
 * line ends and encoding. Nothing else of the file changes.
 */
export const appendOp: Operation<AppendArgs> = {
  name: "append",
  args: args as z.ZodType<AppendArgs>,
  effect: "write",
  reads: "arguments",
  async run({ path, text, under, item, create }, ctx) {
    refuseBinaryName(path);
    const entry = await ctx.workspace.stat(path);
    if (entry === null) {
      if (!create) throw new AppError("E_NOT_FOUND", `There is no file ${JSON.stringify(path)}.`);
      await ctx.workspace.create(path, Buffer.from(`${text.trimEnd()}\n`, "utf8"));
      return { type: "done", changes: [{ path, kind: "created" }], evidence: [] };
    }
    const old = toTextFile(path, await ctx.workspace.read(path));
    const plain = old.text.replaceAll("\r\n", "\n");
    const next = addLines(plain, text.trimEnd(), { ...(under === undefined ? {} : { under }), item });
    await ctx.workspace.write(path, encode(withEol(next, old.eol), old.encoding, old.bom));
    const change: Change = { path, kind: "edited" };
    return { type: "done", changes: [change], evidence: [{ path, quote: text }] };
  },
};

/** The text with the lines added. Throws E_NOT_FOUND when the heading is not there. Pure. */
export function addLines(text: string, added: string, where: { under?: string; item: boolean }): string {
  const lines = text.split("\n");
  const end = where.under === undefined ? contentEnd(lines, lines.length) : sectionEnd(lines, where.under);
  const above = lines.slice(0, end);
  const style = where.item ? itemStyle(above, lines) : null;
  const insert = added.split("\n").map((line, at) => (style === null || ITEM.test(line) ? line : style(at) + line));
  const isHeading = /^#{1,6}\s/u.test(above.at(-1) ?? "");
  const gap = isHeading && lines[end] === "" ? 1 : 0; // a blank line below a heading stays there
  const next = [...lines.slice(0, end + gap), ...insert, ...lines.slice(end + gap)].join("\n");
  return next.endsWith("\n") ? next : `${next}\n`;
}

/** The line after the last one that holds something, among the first `limit`. */
function contentEnd(lines: string[], limit: number): number {
  let end = limit;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return end;
}

function sectionEnd(lines: string[], under: string): number {
  const wanted = fold(under);
  const isHead = (line: string) => /^#{1,6}\s|^[^\s].{0,60}:\s*$/u.test(line);
  const title = (line: string) => fold(line.replace(/^#{1,6}\s+/u, "").replace(/:\s*$/u, ""));
  let start = lines.findIndex((line) => isHead(line) && title(line) === wanted);
  if (start === -1) start = lines.findIndex((line) => isHead(line) && title(line).includes(wanted));
  if (start === -1) start = lines.findIndex((line) => title(line.trim()) === wanted);
  if (start === -1) {
    throw new AppError("E_NOT_FOUND", `There is no heading ${JSON.stringify(under)} in the file.`, {
      hint: "Name the heading as it stands in the file.",
    });
  }
  const level = /^#{1,6}/u.exec(lines[start] ?? "")?.[0].length ?? 7;
  let next = lines.findIndex((line, at) => {
    if (at <= start) return false;
    const marks = /^(#{1,6})\s/u.exec(line)?.[1]?.length;
    if (marks !== undefined) return marks <= level;
    return level === 7 && isHead(line) && !ITEM.test(line);
  });
  if (next === -1) next = lines.length;
  return contentEnd(lines, next);
}

/** How the list nearest above is written; numbered lists count on, ticked boxes begin unticked. */
function itemStyle(above: string[], all: string[]): ((at: number) => string) | null {
  const last = above.findLast((line) => ITEM.test(line)) ?? all.findLast((line) => ITEM.test(line));
  if (last === undefined) return null;
  const head = (ITEM.exec(last)?.[1] ?? "").replace(/\[[xX]\]/u, "[ ]");
  const number = /^(\s*)(\d+)([.)]\s+)$/u.exec(head);
  if (number) return (at) => `${number[1]}${Number(number[2]) + 1 + at}${number[3]}`;
  return () => head;
}
