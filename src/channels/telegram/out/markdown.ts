import type { TelegramEntity } from "../../../connectors/index.ts";
import type { Piece } from "./acts.ts";

type Mark = TelegramEntity["type"];

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/u;
const HEADING = /^#{1,6}\s+(.*?)\s*#*\s*$/u;
const BULLET = /^(\s*)[-*+]\s+/u;
const QUOTE = /^>\s?/u;
/** In the order in which they are looked for; each with the characters around what it marks. */
const INLINE: readonly { mark: Mark; found: RegExp }[] = [
  { mark: "code", found: /`([^`\n]+)`/u },
  { mark: "bold", found: /\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/u },
  { mark: "bold", found: /(?<![\p{L}\p{N}])__(?=\S)([^\n]+?)(?<=\S)__(?![\p{L}\p{N}])/u },
  { mark: "strikethrough", found: /~~(?=\S)([^\n]+?)(?<=\S)~~/u },
  { mark: "italic", found: /(?<![*\p{L}\p{N}])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\p{L}\p{N}])/u },
  { mark: "italic", found: /(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![\p{L}\p{N}_])/u },
];
const LINK = /!?\[([^\]\n]{1,500})\]\((\S{1,2000}?)\)/gu;

/**
 * The text of a model as Telegram shows it: plain text, and beside it which parts of it look otherwise. Nothing is parsed on the other side, so
 * no text can break out of a mark or become a link with another name: an address stands behind its words, readable.
 */
export function fromMarkdown(source: string): Piece {
  const clean = toPlain(source);
  const out = createText();
  let fence: { mark: string; language: string; lines: string[] } | null = null;
  for (const line of clean.split("\n")) {
    const [, mark = "", language = ""] = FENCE.exec(line) ?? [];
    if (fence !== null) {
      if (mark !== "" && mark.startsWith(fence.mark) && language === "") {
        endFence(out, fence);
        fence = null;
      } else fence.lines.push(line);
    } else if (mark === "") writeLine(out, line);
    else fence = { mark, language, lines: [] };
  }
  if (fence !== null) endFence(out, fence); // a text that is still on its way
  return out.end();
}

/** Line ends as "\n"; without characters that no text has. */
export const toPlain = (text: string): string =>
  text.replaceAll(/\r\n?/gu, "\n").replaceAll(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, "");

interface Text {
  add(text: string, marks?: readonly Mark[], language?: string): void;
  end(): Piece;
}

function createText(): Text {
  let text = "";
  const entities: TelegramEntity[] = [];
  return {
    add(part, marks = [], language = "") {
      const offset = text.length;
      text += part;
      if (part.trim() === "") return;
      for (const type of marks) {
        const more = type === "pre" && language !== "" ? { language } : {};
        entities.push({ type, offset, length: part.length, ...more });
      }
    },
    end: () => ({ text: text.replace(/\n$/u, ""), entities }),
  };
}

function endFence(out: Text, { language, lines }: { language: string; lines: string[] }): void {
  out.add(lines.join("\n"), ["pre"], language);
  out.add("\n");
}

function writeLine(out: Text, line: string): void {
  const [, heading] = HEADING.exec(line) ?? [];
  const marks: Mark[] = heading === undefined ? [] : ["bold"];
  const isQuote = heading === undefined && QUOTE.test(line);
  if (isQuote) marks.push("blockquote");
  const words = heading ?? line.replace(QUOTE, "").replace(BULLET, "$1• ");
  writeInline(out, words.replaceAll(LINK, toReadable), marks);
  out.add("\n");
}

const toReadable = (_whole: string, words: string, address: string): string =>
  words === address ? address : `${words} (${address})`;

function writeInline(out: Text, line: string, around: readonly Mark[]): void {
  const found = INLINE.map(({ mark, found: pattern }) => ({ mark, match: pattern.exec(line) }))
    .filter((one): one is { mark: Mark; match: RegExpExecArray } => one.match !== null)
    .toSorted((a, b) => a.match.index - b.match.index)[0];
  if (!found) return out.add(line, around);
  const { mark, match } = found;
  out.add(line.slice(0, match.index), around);
  // Code holds no other marks, neither inside nor around it.
  if (mark === "code") out.add(match[1]!, ["code"]);
  else writeInline(out, match[1]!, around.includes(mark) ? around : [...around, mark]);
  writeInline(out, line.slice(match.index + match[0].length), around);
}
