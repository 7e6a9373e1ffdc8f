import { marked, type Token, type Tokens } from "marked";

/** What is shown of a text of a model. There is no HTML in it and no way to any: the components make elements of these alone. */
export type Block =
  | { type: "paragraph"; inline: Inline[] }
  | { type: "heading"; level: number; inline: Inline[] }
  | { type: "code"; lang: string; text: string }
  | { type: "quote"; blocks: Block[] }
  | { type: "list"; ordered: boolean; start: number; items: { checked: boolean | null; blocks: Block[] }[] }
  | { type: "table"; head: Cell[]; rows: Cell[][] }
  | { type: "rule" };

export interface Cell {
  align: "left" | "center" | "right";
  inline: Inline[];
}

export type Inline =
  | { type: "text"; text: string }
  | { type: "strong" | "em" | "del"; inline: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; href: string; inline: Inline[] }
  | { type: "break" };

const DEEPEST = 12;

/** CommonMark with tables, read by `marked`. HTML stays text, a picture becomes a link to it, a link that is none is text. */
export function toBlocks(text: string): Block[] {
  try {
    return blocks(marked.lexer(text, { gfm: true, breaks: true }), 0);
  } catch (thrown) {
    // Quotes in quotes by the thousand are more than the reader bears; the text itself can always be shown.
    if (thrown instanceof RangeError) return [plain(text)];
    throw thrown;
  }
}

function blocks(tokens: readonly Token[], depth: number): Block[] {
  return tokens.flatMap((token) => block(token, depth));
}

function block(token: Token, depth: number): Block[] {
  if (depth > DEEPEST) return [plain(token.raw)];
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading":
      return [{ type: "heading", level: (token as Tokens.Heading).depth, inline: inlines(token.tokens, depth) }];
    case "code":
      return [
        {
          type: "code",
          lang: /^[\w+#-]{1,20}/u.exec((token as Tokens.Code).lang ?? "")?.[0] ?? "",
          text: token["text"] as string,
        },
      ];
    case "blockquote":
      return [{ type: "quote", blocks: blocks(token.tokens ?? [], depth + 1) }];
    case "list":
      return [toList(token as Tokens.List, depth)];
    case "table":
      return [toTable(token as Tokens.Table, depth)];
    case "hr":
      return [{ type: "rule" }];
    case "paragraph":
    case "text":
      return [
        {
          type: "paragraph",
          inline: token.tokens
            ? inlines(token.tokens, depth)
            : [{ type: "text", text: unescape(token["text"] as string) }],
        },
      ];
    default:
      return [plain(token.raw)];
  }
}

const plain = (text: string): Block => ({ type: "paragraph", inline: [{ type: "text", text }] });

function toList({ ordered, start, items }: Tokens.List, depth: number): Block {
  return {
    type: "list",
    ordered,
    start: start === "" ? 1 : start,
    items: items.map((item) => ({
      checked: item.task ? item.checked === true : null,
      blocks: blocks(
        item.tokens.filter(({ type }) => type !== "checkbox"),
        depth + 1,
      ),
    })),
  };
}

function toTable({ header, rows }: Tokens.Table, depth: number): Block {
  const cell = ({ align, tokens }: Tokens.TableCell): Cell => ({
    align: align ?? "left",
    inline: inlines(tokens, depth),
  });
  return { type: "table", head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
}

function inlines(tokens: readonly Token[] | undefined, depth: number): Inline[] {
  return (tokens ?? []).flatMap((token) => inline(token, depth + 1));
}

function inline(token: Token, depth: number): Inline[] {
  if (depth > DEEPEST) return [{ type: "text", text: token.raw }];
  switch (token.type) {
    case "strong":
    case "em":
    case "del":
      return [{ type: token.type, inline: inlines(token.tokens, depth) }];
    case "codespan":
      return [{ type: "code", text: unescape(token["text"] as string) }];
    case "br":
      return [{ type: "break" }];
    case "link":
    case "image":
      return toLink(token as Tokens.Link | Tokens.Image, depth);
    case "escape":
      return [{ type: "text", text: token["text"] as string }];
    case "text":
      return token.tokens ? inlines(token.tokens, depth) : [{ type: "text", text: unescape(token["text"] as string) }];
    default:
      return [{ type: "text", text: token.raw }];
  }
}

function toLink(token: Tokens.Link | Tokens.Image, depth: number): Inline[] {
  const href = toHref(token.href);
  const shown: Inline[] =
    token.type === "link" ? inlines(token.tokens, depth) : [{ type: "text", text: token.text || token.href }];
  if (href === null) return shown;
  return [{ type: "link", href, inline: shown.length > 0 ? shown : [{ type: "text", text: href }] }];
}

/** Only addresses that a person can follow; never one of this origin's own pages, of a script, or of data. */
export function toHref(href: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/iu.test(href)) return null;
  try {
    return new URL(href).href;
  } catch {
    return null; // no address: shown as the text it is
  }
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: "\u00a0" };

/** Entities that a text may hold; all others stay as they are written. */
function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/gu, (all, name: string) => ENTITIES[name] ?? all);
}
