import type { Doc } from "../../../../files/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import { meansAll, type Reading } from "../shared/reading.ts";
import { refuse } from "../shared/refuse.ts";

const QUOTE = "[\"“”„«»'‚‘’]";
const PATTERNS: readonly { pattern: RegExp; find: number; replacement: number }[] = [
  {
    pattern:
      /(?<!\p{L})(?:replace|ersetz\p{L}*|tausch\p{L}*|substitute|swap)(?!\p{L})\s+(?:bitte\s+|überall\s+|everywhere\s+|please\s+|den (?:text|namen|begriff)\s+|the (?:text|name|word)\s+|in \S+\s+)*(.{1,120}?)\s+(?:by|with|durch|gegen|mit)\s+(.{1,120}?)(?=\s+(?:in|im|within|everywhere|überall|throughout)(?!\p{L})|\s+(?:aus|ersetzen|um)(?!\p{L})|[.!?;]?\s*$|[.;]\s)/iu,
    find: 1,
    replacement: 2,
  },
  {
    pattern:
      /(?<!\p{L})(?:change|ändere?|aendere?|correct|korrigiere?)(?!\p{L})\s+(?:bitte\s+|please\s+)*(.{1,120}?)\s+(?:to|into|in|auf|zu)\s+(.{1,120}?)(?=\s+(?:in|im|within|everywhere|überall)(?!\p{L})|[.!?;]?\s*$|[.;]\s)/iu,
    find: 1,
    replacement: 2,
  },
  {
    pattern:
      /(.{1,80}?)\s+(?:instead of|statt|anstelle von|anstatt)\s+(.{1,80}?)(?=\s+(?:in|im|heißen|stehen|within|everywhere|überall)(?!\p{L})|[.!?;,]|$)/iu,
    find: 2,
    replacement: 1,
  },
];

/** Replaces words by other words, in the files that the clause names, or in the one (or all) where they stand. */
export async function planReplace(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const pair = fromQuotes(reading) ?? fromPatterns(reading, ctx);
  if (!pair) return null;
  const docs = scope(reading, ctx).filter((doc) => doc.text.includes(pair.find));
  if (docs.length === 0) return null;
  const all =
    meansAll(reading.text) || /(?<!\p{L})(?:everywhere|überall|throughout|wherever)(?!\p{L})/iu.test(reading.text);
  const named = reading.paths.some((path) => path.exists);
  const chosen = docs.length === 1 || all || named ? docs : [await pick(docs, pair.find, reading, ctx)];
  return chosen.map((doc) => ({
    op: "replaceText",
    why: `Replace "${pair.find}" by "${pair.replacement}" in ${doc.path}`,
    args: { path: doc.path, replacements: [{ ...pair, count: doc.text.split(pair.find).length - 1 }] },
  }));
}

interface Pair {
  find: string;
  replacement: string;
}

function fromQuotes(reading: Reading): Pair | null {
  const [first, second] = reading.quotes;
  if (!first || !second) return null;
  const between = reading.text.slice(first.end, second.start);
  if (/(?<!\p{L})(?:instead of|statt|anstelle|anstatt)(?!\p{L})/iu.test(between))
    return { find: second.text, replacement: first.text };
  return /(?<!\p{L})(?:by|with|durch|gegen|to|into|in|auf|zu|mit)(?!\p{L})/iu.test(between)
    ? { find: first.text, replacement: second.text }
    : null;
}

function fromPatterns(reading: Reading, ctx: PlanContext): Pair | null {
  for (const { pattern, find, replacement } of PATTERNS) {
    const match = pattern.exec(reading.text);
    if (!match) continue;
    const raw = trim(match[find] ?? "");
    const known = longestKnown(raw, ctx);
    const next = trim(match[replacement] ?? "");
    // "52 instead of 48 guests": a figure of an entry, not a word that stands wherever.
    if (/^\d[\d.,]*(?=\s|$)/u.test(trim(match[find] ?? "")) && /(?:^|\s)\d[\d.,]*$/u.test(next)) continue;
    if (known !== null && next !== "") return { find: known, replacement: find === 2 ? lastOf(next) : next };
  }
  return null;
}

/** The longest end (or beginning) of the words that stands in a file as it is. */
function longestKnown(text: string, ctx: PlanContext): string | null {
  const tokens = text.split(" ");
  for (let size = tokens.length; size >= 1; size -= 1) {
    for (const part of [tokens.slice(tokens.length - size).join(" "), tokens.slice(0, size).join(" ")]) {
      if (part.length >= 2 && ctx.catalogue.docs.some((doc) => isText(doc) && doc.text.includes(part))) return part;
    }
  }
  return null;
}

/** In "please write B instead of A" the words before B are not part of it. */
function lastOf(text: string): string {
  const cut =
    /(?:(?<!\p{L})(?:write|schreib\p{L}*|use|nimm|verwende\p{L}*|say|put|soll\p{L}*|steht|stehen|heißt|heißen|muss|jetzt|now)(?!\p{L})\s+)(?!.*(?<!\p{L})(?:write|schreib\p{L}*|use|nimm|say|put)(?!\p{L}))(.+)$/iu.exec(
      text,
    );
  return cut?.[1] ?? text;
}

function trim(text: string): string {
  return text.replaceAll(new RegExp(`^${QUOTE}+|${QUOTE}+$`, "gu"), "").trim();
}

const isText = (doc: Doc) => (doc.kind === "text" || doc.kind === "table") && !/\.(?:xlsx?|eml)$/iu.test(doc.path);

function scope(reading: Reading, ctx: PlanContext): Doc[] {
  const named = reading.paths.filter((path) => path.exists);
  const docs = ctx.catalogue.docs.filter(isText);
  if (named.length === 0) return docs.filter((doc) => !ctx.catalogue.supersededDocs.has(doc.path));
  return docs.filter((doc) =>
    named.some((path) => (path.folder ? doc.path.startsWith(`${path.path}/`) : doc.path === path.path)),
  );
}

async function pick(docs: Doc[], find: string, reading: Reading, ctx: PlanContext): Promise<Doc> {
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nIn which file?`,
    options: docs.slice(0, 8).map((doc) => ({ label: doc.path, about: lineWith(doc.text, find) })),
  });
  const doc = docs[chosen ?? -1];
  if (!doc) {
    throw refuse(
      ctx.request,
      { de: `„${find}“ steht in mehreren Dateien.`, en: `"${find}" stands in several files.` },
      { de: "Nennen Sie die Datei, oder sagen Sie „in allen Dateien“.", en: 'Name the file, or say "in all files".' },
    );
  }
  return doc;
}

function lineWith(text: string, find: string): string {
  const at = text.indexOf(find);
  const end = text.indexOf("\n", at);
  return text
    .slice(text.lastIndexOf("\n", at) + 1, end === -1 ? undefined : end)
    .trim()
    .slice(0, 100);
}
