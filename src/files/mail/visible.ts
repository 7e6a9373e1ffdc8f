import { decodeEntities } from "../text/html.ts";
import { isSameColor, merge, toColor, toLook, toSheet, type Look, type Rgb, type Sheet } from "./styles.ts";

export interface VisibleText {
  /** What a reader sees. */
  whole: string;
  /** Of that, what no element marks as quoted. */
  own: string;
  /** Some text was not to be seen, and is in neither. */
  hasHidden: boolean;
}

interface Open {
  name: string;
  isHidden: boolean;
  isQuoted: boolean;
  color: Rgb | "transparent";
  background: Rgb | "unknown";
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const DEEPEST = 300;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|o:p)$/;
const SILENT = /^(?:script|style|noscript|template|svg|math|iframe|object|head|title|select|textarea)$/;
const BLOCK =
  /^(?:p|div|section|article|header|footer|main|h[1-6]|ul|ol|table|tr|blockquote|pre|hr|br|address|form|dl|dt|dd|figure|center)$/;

/**
 * The text of a mail's HTML as a reader sees it: what is hidden (not displayed, of no size, in the colour of its background, moved off the
 * page, hidden from screen readers, comments) is dropped. Linear time; nothing is loaded.
 */
export function toVisibleText(html: string): VisibleText {
  const sheet = toSheet([...html.matchAll(/<style\b[^>]{0,300}>([^<]*)/gi)].map(([, css]) => css).join("\n"));
  const stack: Open[] = [{ name: "", isHidden: false, isQuoted: false, color: BLACK, background: WHITE }];
  const out = createOutput();
  const endless = new Set<string>();
  for (let at = 0; at < html.length;) {
    const open = nextTag(html, at);
    out.text(html.slice(at, open), stack.at(-1)!);
    if (open >= html.length) break;
    if (html.startsWith("<!--", open)) {
      const after = html.indexOf("-->", open + 4);
      at = after < 0 ? html.length : after + 3;
      continue;
    }
    const end = tagEnd(html, open);
    const tag = html.slice(open, end);
    const name = (/^<\/?([a-zA-Z][\w:-]*)/.exec(tag)?.[1] ?? "").toLowerCase();
    at = end;
    if (name === "" || tag.startsWith("<!") || tag.startsWith("<?")) continue;
    if (tag.startsWith("</")) {
      close(stack, name);
      out.mark(name, true, stack.at(-1)!);
      continue;
    }
    if (SILENT.test(name)) {
      at = behindSilent(html, name, end, endless);
      continue;
    }
    const said = toAttributes(tag);
    const inside = toOpen(name, said, stack.at(-1)!, sheet);
    out.mark(name, false, inside);
    const isEmpty = VOID.test(name) || tag.endsWith("/>");
    if (!isEmpty && stack.length < DEEPEST) stack.push(inside);
    if (QUOTE_BELOW.test(said.get("id") ?? "")) for (const one of stack) one.isQuoted = true;
  }
  return out.end();
}

function nextTag(html: string, from: number): number {
  for (let at = html.indexOf("<", from); at >= 0; at = html.indexOf("<", at + 1)) {
    if (/[a-zA-Z/!?]/.test(html[at + 1] ?? "")) return at;
  }
  return html.length;
}

/** Behind the ">" that closes a tag; one inside quotes does not. */
function tagEnd(html: string, open: number): number {
  let quote = "";
  const limit = Math.min(html.length, open + 20_000);
  for (let at = open + 1; at < limit; at += 1) {
    const char = html[at] ?? "";
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === ">") return at + 1;
    else if ((char === '"' || char === "'") && /[=\s]/.test(html[at - 1] ?? "")) quote = char;
  }
  const plain = html.indexOf(">", open);
  return plain < 0 ? html.length : plain + 1;
}

/** An element whose content is no text ends at its closing tag. One that never ends (`endless`) takes only its own tag away, but for programs. */
function behindSilent(html: string, name: string, from: number, endless: Set<string>): number {
  if (endless.has(name)) return from;
  const closing = new RegExp(`</${name}\\s*>`, "gi");
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (found) return found.index + found[0].length;
  endless.add(name);
  return /^(?:script|style|svg|noscript|template)$/.test(name) ? html.length : from;
}

function close(stack: Open[], name: string): void {
  const at = stack.findLastIndex((open) => open.name === name);
  if (at > 0) stack.length = at;
}

const QUOTES = /gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|gmail_attr|tutanota_quote/i;
/** After one of these Outlook puts the quoted mail, and nothing ends it. */
const QUOTE_BELOW = /^(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)$/i;

function toOpen(name: string, said: ReadonlyMap<string, string>, around: Open, sheet: Sheet): Open {
  const look = lookOf(name, said, sheet);
  const isIndent = /margin[^;]*40px/i.test(said.get("style") ?? "");
  const isQuote = (name === "blockquote" && !isIndent) || QUOTES.test(said.get("class") ?? "");
  return {
    name,
    color: look.color ?? around.color,
    background: look.background ?? around.background,
    isHidden: look.hides || (around.isHidden && !look.shows),
    isQuoted: around.isQuoted || isQuote,
  };
}

/** Colours pass on to what is inside, and may be set anew there; so what is in the colour of its background is not hidden for good. */
const isSeen = ({ isHidden, color, background }: Open): boolean =>
  !isHidden && color !== "transparent" && (background === "unknown" || !isSameColor(color, background));

const NO_LOOK: Look = { hides: false, shows: false, color: null, background: null };

function lookOf(name: string, said: ReadonlyMap<string, string>, sheet: Sheet): Look {
  if (said.size === 0) return NO_LOOK;
  const get = (attribute: string): string => said.get(attribute) ?? "";
  let look = NO_LOOK;
  if (sheet.size > 0) {
    const classes = get("class").toLowerCase().split(/\s+/).slice(0, 20);
    for (const selector of [...classes.map((one) => `.${one}`), `#${get("id").toLowerCase()}`]) {
      const found = sheet.get(selector);
      if (found) look = merge(look, found);
    }
  }
  const color = name === "font" ? get("color") : name === "body" ? get("text") : "";
  if (color !== "") look = { ...look, color: toColor(color) ?? look.color };
  const filled = toOpaque(toColor(get("bgcolor")));
  if (filled !== null) look = { ...look, background: filled };
  if (said.has("style")) look = merge(look, toLook(decodeEntities(get("style"))));
  const isMarked = said.has("hidden") || get("aria-hidden").toLowerCase() === "true";
  return isMarked ? { ...look, hides: true } : look;
}

const ATTRIBUTE = /\s([a-z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/gi;

/** The first of each name counts, as in browsers. */
function toAttributes(tag: string): Map<string, string> {
  const said = new Map<string, string>();
  if (tag.length < 4) return said;
  for (const [, name = "", double, single, bare] of tag.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!said.has(key)) said.set(key, double ?? single ?? bare ?? "");
  }
  return said;
}

const toOpaque = (color: Rgb | "transparent" | null): Rgb | null => (color === "transparent" ? null : color);

function createOutput() {
  const [whole, own]: [string[], string[]] = [[], []];
  let hasHidden = false;
  const put = (text: string, { isQuoted }: Open): void => {
    whole.push(text);
    if (!isQuoted) own.push(text);
  };
  return {
    text(raw: string, around: Open): void {
      if (raw === "") return;
      const text = withoutInvisible(decodeEntities(raw).replaceAll(/[ \t\r\n]+/g, " "));
      if (isSeen(around)) put(text, around);
      else if (/[\p{L}\p{N}]/u.test(text)) hasHidden = true;
    },
    mark(name: string, isClosing: boolean, around: Open): void {
      if (around.isHidden) return;
      if (name === "li" && !isClosing) put("\n- ", around);
      else if ((name === "td" || name === "th") && isClosing) put("\t", around);
      else if (name === "p" || /^h[1-6]$/.test(name)) put("\n\n", around);
      else if (BLOCK.test(name)) put("\n", around);
    },
    end: (): VisibleText => ({ whole: tidy(whole.join("")), own: tidy(own.join("")), hasHidden }),
  };
}

/** Characters that take no room: they part words for programs, not for readers. */
export const withoutInvisible = (text: string): string => text.replaceAll(NO_ROOM, "");

const NO_ROOM =
  /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

function tidy(text: string): string {
  return text
    .replaceAll(/[ \u00a0]+/g, " ")
    .replaceAll(/ ?([\n\t]) ?/g, "$1")
    .replaceAll(/\t{2,}/g, "\t")
    .replaceAll(/\t+(?=\n|$)/g, "")
    .replaceAll(/\n\t+/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
