import { labelled, words, type Doc } from "../../../../files/index.ts";
import { concepts, directConcepts } from "../../lexicon/index.ts";

const HEAD_LINES = 14;
/** "this is not an invoice", "Invoice follows", "Kein Rechnungsbetrag": what the document is not. */
const NOT_IT =
  /(?<!\p{L})(?:not|no|nicht|kein\p{L}*|follows?|folgt|separately|gesondert|zu unserer|zur|your|ihre[rmns]?|our|unsere[rmns]?|based on|gemäß|laut|hinweis|note)(?!\p{L})/iu;
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
    .map((line) => line.replace(/^[#*\s-]+/u, "").trim())
    .filter((line) => line !== "")
    .slice(0, HEAD_LINES);
  for (const line of lines) {
    const ids = titleIds(line);
    if (ids.length > 0) return new Set(ids);
  }
  const numbered = labelled(doc.text).find(({ label }) => NUMBERED.test(label) && paperIds(label).length > 0);
  return new Set(numbered ? paperIds(numbered.label) : []);
}

function titleIds(line: string): string[] {
  const [title = ""] = line.split(/\s[-–—(]\s?|[:;,]\s|\s{3,}/u);
  const list = words(title);
  if (list.length === 0 || list.length > 7) return [];
  const denied = NOT_IT.exec(title);
  // "Unser Herbstangebot" is a title, "Ihre Bestellung: B-55121" a reference.
  const own = /^(?:unser\p{L}*|our)\s/iu.test(title);
  const said = denied && !own ? title.slice(0, denied.index) : title;
  const named = words(said).filter(({ text }) => !NUMBERED.test(text));
  const first = named.slice(0, 4).find(({ word }) => paperIds(word).length > 0);
  return first ? paperIds(first.word) : [];
}

/** Kinds of paper that a word stands for; the head of a compound decides ("Abschlagsrechnung"). */
function paperIds(word: string): string[] {
  const direct = directConcepts(word).filter((id) => PAPERS.has(id));
  return direct.length > 0 ? direct : concepts(word).filter((id) => PAPERS.has(id)).slice(0, 1);
}

/** The kinds of paper that words of a request name, in order. */
export function paperWords(text: string): { ids: string[]; text: string; start: number; end: number }[] {
  return words(text).flatMap((word) => {
    const ids = NUMBERED.test(word.text) ? [] : paperIds(word.word);
    return ids.length > 0 ? [{ ids, text: word.text, start: word.start, end: word.end }] : [];
  });
}
