import { decodeEntities } from "../text/html.ts";

/** One piece of XML with its offsets. `name` has no namespace prefix. */
export type XmlToken =
  | { type: "open"; name: string; attributes: string; empty: boolean; start: number; end: number }
  | { type: "close"; name: string; start: number; end: number }
  | { type: "text"; text: string; start: number; end: number };

/** Tags and texts of an XML text in order; declarations, comments and doctypes are skipped, no entity is ever expanded but the plain ones. */
export function* scanXml(xml: string, from = 0): Generator<XmlToken> {
  let at = from;
  while (at < xml.length) {
    const open = xml.indexOf("<", at);
    const stop = open < 0 ? xml.length : open;
    if (stop > at) yield { type: "text", text: decodeEntities(xml.slice(at, stop)), start: at, end: stop };
    if (open < 0) return;
    const skip = skipSpecial(xml, open);
    if (skip) {
      if (skip.text !== null) yield { type: "text", text: skip.text, start: open, end: skip.end };
      at = skip.end;
      continue;
    }
    const close = xml.indexOf(">", open);
    if (close < 0) return;
    yield toTag(xml, open, close);
    at = close + 1;
  }
}

function skipSpecial(xml: string, open: number): { end: number; text: string | null } | null {
  const next = xml[open + 1];
  if (next !== "!" && next !== "?") return null;
  const [head, tail] = xml.startsWith("<!--", open)
    ? ["<!--", "-->"]
    : xml.startsWith("<![CDATA[", open)
      ? ["<![CDATA[", "]]>"]
      : ["<", ">"];
  const close = xml.indexOf(tail, open + head.length);
  const end = close < 0 ? xml.length : close + tail.length;
  return { end, text: head === "<![CDATA[" ? xml.slice(open + head.length, close < 0 ? end : close) : null };
}

function toTag(xml: string, open: number, close: number): XmlToken {
  const end = close + 1;
  if (xml[open + 1] === "/") {
    return { type: "close", name: local(xml.slice(open + 2, close).trim()), start: open, end };
  }
  const empty = xml[close - 1] === "/";
  const inside = xml.slice(open + 1, empty ? close - 1 : close);
  const space = inside.search(/\s/);
  const name = local(space < 0 ? inside : inside.slice(0, space));
  return { type: "open", name, attributes: space < 0 ? "" : inside.slice(space), empty, start: open, end };
}

const local = (name: string) => name.slice(name.indexOf(":") + 1);

const patterns = new Map<string, RegExp>();

/** An attribute's value, null when absent; `name` without its prefix. */
export function attribute(attributes: string, name: string): string | null {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`\\s(?:[\\w-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const match = pattern.exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? null : decodeEntities(value);
}

export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (char) => (/[\t\n\r]/.test(char) ? char : "")) // XML 1.0 has no place for them
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
