const NAMED: Record<string, string> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", euro: "€", pound: "£", copy: "©", reg: "®", deg: "°",
  sect: "§", middot: "·", bull: "•", hellip: "…", ndash: "–", mdash: "—", laquo: "«", raquo: "»", bdquo: "„", ldquo: "“",
  rdquo: "”", lsquo: "‘", rsquo: "’", times: "×", frac12: "½", szlig: "ß", auml: "ä", ouml: "ö", uuml: "ü", Auml: "Ä",
  Ouml: "Ö", Uuml: "Ü", eacute: "é", egrave: "è", agrave: "à", ccedil: "ç", shy: "", zwnj: "", trade: "™",
}; // prettier-ignore

const BLOCK =
  /^(?:p|div|section|article|header|footer|main|h[1-6]|ul|ol|table|tr|blockquote|pre|hr|br|address|form|dl|dt|dd|title|figure|caption|center)$/;
const SILENT = /^(?:script|style|noscript|template|svg|math|iframe|object)$/;

/** The readable text of HTML: blocks on lines of their own, table cells parted by tabs, list items with "- ". Linear time. */
export function htmlToText(html: string): string {
  const out: string[] = [];
  let at = 0;
  let silent: string | null = null;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    const end = open < 0 ? html.length : open;
    if (silent === null) out.push(decodeEntities(html.slice(at, end)).replace(/[ \t\r\n]+/g, " "));
    if (open < 0) break;
    if (html.startsWith("<!--", open)) {
      const close = html.indexOf("-->", open + 4);
      at = close < 0 ? html.length : close + 3;
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)/.exec(html.slice(open, open + 40));
    if (!tag && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      if (silent === null) out.push("<");
      at = open + 1;
      continue;
    }
    at = tagEnd(html, open);
    const name = (tag?.[2] ?? "").toLowerCase();
    const closing = tag?.[1] === "/";
    if (silent !== null) {
      if (closing && name === silent) silent = null;
      continue;
    }
    if (!closing && SILENT.test(name)) silent = name;
    else out.push(mark(name, closing));
  }
  return tidy(out.join(""));
}

/** Behind the ">" that closes a tag; one inside quotes does not. An unclosed tag ends at the next line. */
function tagEnd(html: string, open: number): number {
  let quote = "";
  const limit = Math.min(html.length, open + 20_000);
  for (let at = open + 1; at < limit; at += 1) {
    const char = html[at] ?? "";
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === ">") return at + 1;
    else if ((char === '"' || char === "'") && html[at - 1] === "=") quote = char;
  }
  const plain = html.indexOf(">", open);
  return plain < 0 ? html.length : plain + 1;
}

function mark(name: string, closing: boolean): string {
  if (name === "li") return closing ? "" : "\n- ";
  if (name === "td" || name === "th") return closing ? "\t" : "";
  if (name === "p" || /^h[1-6]$/.test(name)) return "\n\n";
  return BLOCK.test(name) ? "\n" : "";
}

function tidy(text: string): string {
  return text
    .replace(/[ \u00a0]+(?=[\n\t])/g, "")
    .replace(/([\n\t])[ ]+/g, "$1")
    .replace(/\t+(?=\n|$)/g, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** "&auml;", "&#228;" and "&#xE4;" to characters; an unknown name stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,30}));?/g,
    (whole, dec, hex, name) => {
      if (name) return NAMED[String(name)] ?? String(whole);
      const code = dec ? Number(dec) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "";
    },
  );
}
