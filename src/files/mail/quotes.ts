/** "On Thu, 12 Mar 2026 at 10:00, Anna <a@example.org> wrote:" and how Apple, Gmail, Thunderbird and others say it in German and English. */
const ATTRIBUTION =
  /^\s*(?:(?:on|am|le)\b.{6,300}?\b(?:wrote|schrieb|hat .{0,120} geschrieben|a écrit)\b.{0,200}:|.{3,200}\b(?:wrote|writes|schrieb|schreibt)\b(?: am| um| on| at)?.{0,120}:)\s*$/iu;
/** Lines that an attribution may be broken into. */
const ATTRIBUTION_LINES = 4;

/** What stands above the quoted mail in Outlook and its like. */
const DIVIDER =
  /^\s*(?:[-_]{2,}\s*(?:original(?: message|nachricht)?|ursprüngliche (?:nachricht|e-?mail|mail)|original ?message|weitergeleitete (?:nachricht|e-?mail)|forwarded message|forwarded by .*|reply message|antwortnachricht)\s*[-_]{2,}|anfang der weitergeleiteten (?:nachricht|e-?mail):|begin forwarded message:)\s*$/iu;
const HEAD = /^\s*\*?(?:from|von|sent|gesendet|date|datum|to|an|cc|subject|betreff)\*?\s*:\*?\s*\S/iu;
const FIRST_HEAD = /^\s*\*?(?:from|von)\*?\s*:/iu;

/** Lines that programs put below. */
const DEVICE =
  /^\s*(?:(?:von meinem|gesendet von|gesendet mit|gesendet aus|sent from|sent with|get outlook|outlook für|holen sie sich outlook|diese nachricht wurde von meinem).{0,120}|.{0,60}von meinem (?:iphone|ipad|handy|smartphone|mobiltelefon).{0,40})$/iu;
const DISCLAIMER =
  /^\s*[-*_=]*\s*(?:(?:diese|dieser|die in dieser) (?:e-?mail|nachricht|inhalt).{0,200}(?:vertraulich|ausschließlich|bestimmt)|(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication).{0,200}(?:confidential|intended|privileged)|(?:bitte )?(?:denken sie an die umwelt|prüfen sie, ob).{0,80}druck|please consider the environment)/iu;

const CLOSING =
  /^\s*(?:mit (?:freundlichen?|besten?|herzlichen?|lieben?|vielen|schönen|sonnigen) gr(?:ü|ue)(?:ß|ss)e?n?|(?:viele|liebe|beste|freundliche|herzliche|schöne|sonnige) gr(?:ü|ue)(?:ß|ss)e|(?:besten|lieben|herzlichen) gru(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|mfg|vg|lg|hochachtungsvoll|(?:(?:kind|best|warm|warmest|many|with kind|with best) )?regards|best wishes|all the best|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|cheers)\b[^.?!\n]{0,40}[,.!]?\s*$/iu;
const CONTACT =
  /(?:\b(?:tel|telefon|phone|mobil|mobile|fax|www|http|hrb|ust|vat|geschäftsführ|managing director|registergericht|amtsgericht|sitz)\b|@|\+\d{2}|\b\d{5}\b|\bGmbH\b|\bLtd\b|\bGeschäftsführ)/iu;

/** A signature is short, and stands at the end. */
const SIGNATURE_LINES = 30;

/** What the writer of a mail wrote: without quoted mails, signature and what programs add. Everything, when nothing else is left. */
export function cutQuotes(text: string): string {
  const lines = text.split("\n");
  const unquoted = withoutQuotes(lines.slice(0, 20_000));
  const own = tidy(cutSignature(unquoted));
  if (own !== "") return own;
  return tidy(cutSignature(lines)) || text.trim();
}

function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (DIVIDER.test(line) || isHeadBlock(lines, at)) break;
    if (/^\s{0,3}>/.test(line)) continue;
    const attribution = attributionAt(lines, at);
    if (attribution > 0) {
      if (!isQuoteBehind(lines, at + attribution)) break; // unmarked, as some programs quote: all that follows
      at += attribution - 1;
      continue;
    }
    kept.push(line);
  }
  while (/^\s*(?:[_-]{8,})?\s*$/.test(kept.at(-1) ?? "x")) kept.pop();
  return kept;
}

/** How many lines from here on say who wrote what follows; 0: none. */
function attributionAt(lines: readonly string[], at: number): number {
  const first = lines[at] ?? "";
  if (first.length > 400 || !/\b(?:on|am|le|wrote|writes|schrieb|schreibt)\b/iu.test(first)) return 0;
  let joined = "";
  for (let count = 1; count <= ATTRIBUTION_LINES; count += 1) {
    const line = (lines[at + count - 1] ?? "").trim();
    if (line === "" && count > 1) return 0;
    joined = `${joined} ${line}`.slice(0, 800);
    if (line.endsWith(":") && ATTRIBUTION.test(joined))
      return saysWhen(joined) || isQuoteBehind(lines, at + count) ? count : 0;
  }
  return 0;
}

/** "As I wrote:" quotes nobody. */
const saysWhen = (line: string): boolean =>
  /\d{1,2}[.:/]\d{2}|\b(?:19|20)\d{2}\b/.test(line) && /<[^>]*@|@|\d{1,2}:\d{2}|\b20\d{2}\b/.test(line);

function isQuoteBehind(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at, at + 4).find((line) => line.trim() !== "");
  return next !== undefined && /^\s{0,3}>/.test(next);
}

/** At least three lines of a mail's head, the sender's first, close together. */
function isHeadBlock(lines: readonly string[], at: number): boolean {
  if (!FIRST_HEAD.test(lines[at] ?? "")) return false;
  return lines.slice(at, at + 8).filter((line) => HEAD.test(line)).length >= 3;
}

function cutSignature(lines: readonly string[]): string[] {
  let end = lines.length;
  for (let at = 0; at < end; at += 1) {
    const line = lines[at] ?? "";
    const isMark = /^--\s?$/.test(line) && lines.length - at <= SIGNATURE_LINES + 1;
    if (isMark || DISCLAIMER.test(line)) end = at;
  }
  const kept = lines.slice(0, end).filter((line) => !(line.length < 160 && DEVICE.test(line)));
  const closing = kept.findLastIndex((line) => line.length < 80 && CLOSING.test(line));
  if (closing < 0 || kept.length - closing > SIGNATURE_LINES) return kept;
  const name = kept.findIndex((line, at) => at > closing && line.trim() !== "");
  if (name < 0) return kept;
  const rest = kept.slice(name + 1);
  return rest.some((line) => CONTACT.test(line)) && !rest.some((line) => /^\s*p\.?\s?s\b/iu.test(line))
    ? kept.slice(0, name + 1)
    : kept;
}

const tidy = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
