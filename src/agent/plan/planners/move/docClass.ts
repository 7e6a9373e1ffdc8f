import { labelled, words, type Doc } from "../../../../files/index.ts";
import { toSpec } from "../fields/spec.ts";
import { directConcepts, findConcepts } from "../../lexicon/index.ts";

const HEAD_LINES = 14;
/** "this is not an invoice", "Invoice follows", "Kein Rechnungsbetrag": what the document is not. */
const NOT_IT =
  /(?<!\p{L})(?:not|no|nicht|kein\p{L}*|follows?|folgt|separately|gesondert|zu unserer|zur|your|ihre[rmns]?|our|unsere[rmns]?|based on|gemäß|laut|hinweis)(?!\p{L})/iu;
/** What a word that stands for a paper is a part of: the number of an invoice does not make an invoice of a letter. */
const NUMBERED = /(?:nummer|number|nr\.?|no\.?)$/iu;

/** Office papers, by the words that stand in their titles. */
const PAPERS = new Set(
  "invoice receipt creditnote reminder offer order orderconfirmation deliverynote contract letter report labreport minutes statement application permission advert brochure complaint cancellation certificate".split(
    " ",
  ),
);

/**
 * What a document is by its own title: the first line of its head that is a title ("INVOICE LC-21034", "Unser
 * Herbstangebot"), never a line that denies or announces it. Empty when no line says so.
 */
export function classOf(doc: Doc): Set<string> {
  const lines = [doc.meta["subject"] ?? "", doc.meta["title"] ?? "", ...doc.text.split("\n")]
    .map((line) => unspaced(line.replace(/^[#*\s-]+/u, "").trim()))
    .filter((line) => line !== "")
    .slice(0, HEAD_LINES);
  for (const line of lines) {
    const ids = titleIds(line);
    if (ids.length > 0) return new Set(ids);
  }
  const numbered = labelled(doc.text).find(({ label }) => NUMBERED.test(label.trim()) && numberedIds(label).length > 0);
  return new Set(numbered ? numberedIds(numbered.label) : []);
}

/** "R E C H N U N G" is a word. */
const unspaced = (line: string) =>
  line.replaceAll(/(?<!\p{L})\p{L}(?: \p{L}){3,}(?!\p{L})/gu, (word) => word.replaceAll(" ", ""));

/** "Rechnungsnummer", "Invoice no." name the kind of paper that carries the number. */
const numberedIds = (label: string) =>
  paperWords(label.replace(NUMBERED, "").replace(/s?$/u, "")).flatMap(({ ids }) => ids);

function titleIds(line: string): string[] {
  const [title = ""] = line.split(/\s[-–—(]\s?|[:;,]\s|\s{3,}/u);
  const list = words(title);
  // "Order date: …" says something about the paper.
  if (list.length === 0 || list.length > 7 || (line.includes(":") && toSpec(title).type === "date")) return [];
  const denied = NOT_IT.exec(title);
  // "Unser Herbstangebot" is a title, "Ihre Bestellung: B-55121" a reference.
  const own = /^(?:unser\p{L}*|our)\s/iu.test(title);
  const said = denied && !own ? title.slice(0, denied.index) : title;
  return paperWords(said)[0]?.ids ?? [];
}

/** Kinds of paper that words of a text name, in order, phrases ("delivery note") before words; a compound by its head. */
export function paperWords(text: string): { ids: string[]; text: string; start: number; end: number }[] {
  const list = words(text);
  return findConcepts(list.map(({ word }) => word)).flatMap(({ start, end, ids }) => {
    const [first, last] = [list[start], list[end - 1]];
    if (!first || !last || NUMBERED.test(last.text)) return [];
    const whole = start + 1 === end && directConcepts(first.word).length === 0 ? ids.slice(0, 1) : ids;
    const papers = whole.filter((id) => PAPERS.has(id));
    return papers.length > 0
      ? [{ ids: papers, text: text.slice(first.start, last.end), start: first.start, end: last.end }]
      : [];
  });
}
