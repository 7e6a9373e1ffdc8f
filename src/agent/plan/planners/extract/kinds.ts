import { fold, words, type Doc } from "../../../../files/index.ts";
import { concepts } from "../../lexicon/index.ts";

/** Concepts that are kinds of documents, not of rows. */
const DOCUMENTS = new Set(
  "meeting invoice receipt creditnote reminder offer orderconfirmation deliverynote contract mail letter report labreport minutes statement note message inquiry application certificate".split(
    " ",
  ),
);

export interface KindWord {
  /** Concept ids that are document kinds. */
  ids: string[];
  plural: boolean;
  text: string;
  start: number;
}

/** "Schreib sie nach …" orders something written; "das Schreiben" is a paper. */
const ORDERS_WRITING = /^(?:[Ss]chreibe?|schreib(?:en|t|st))$/u;

/** Words of a text that stand for documents ("Rechnungen", "the mail"), with their number. */
export function kindWords(text: string): KindWord[] {
  return words(text).flatMap((word) => {
    if (ORDERS_WRITING.test(word.text)) return [];
    const ids = concepts(word.word).filter((id) => DOCUMENTS.has(id));
    if (ids.length === 0 && !/^(?:pdfs?|documents?|dokumente?n?|files?|dateien?)$/u.test(word.word)) return [];
    return [{ ids, plural: isPlural(word.word), text: word.text, start: word.start }];
  });
}

/** Taking off a plural ending leaves a known word. */
function isPlural(word: string): boolean {
  if (/^(?:pdfs|documents|dokumenten?|files|dateien)$/u.test(word)) return true;
  const ids = concepts(word);
  for (const ending of ["en", "e", "n", "s", "es"]) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    for (const base of [rest, rest.replace("ae", "a").replace("ue", "u").replace("oe", "o")]) {
      // The singular must be a word of its own: "Rechnung" in "Rechnungen", "invoice" in "invoices".
      if (base.length >= 4 && base !== word && isSingular(base) && concepts(base).some((id) => ids.includes(id)))
        return true;
    }
  }
  return false;
}

const SINGULARS =
  /(?:rechnung|angebot|lieferschein|vertrag|mail|bericht|befund|beleg|gutschrift|bestaetigung|quittung|protokoll|brief|notiz|mahnung|anfrage|invoice|offer|quote|quotation|estimate|note|contract|report|receipt|letter|statement|reminder|slip|list|agreement|memo|message|inquiry|application|voucher|bill)$/u;

const isSingular = (word: string) => SINGULARS.test(word);

/** Whether a document is of one of these kinds: by its title, its first lines, its name or its folder; mails by their form. */
export function isOfKind(doc: Doc, ids: readonly string[]): boolean {
  if (doc.kind === "mail")
    return (
      ids.includes("mail") || ids.includes("message") || ids.some((id) => headConcepts(doc).has(id) && id !== "note")
    );
  return ids.some((id) => headConcepts(doc).has(id));
}

function headConcepts(doc: Doc): Set<string> {
  const head = doc.text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 10)
    .filter((line) => line.length <= 60);
  const text = `${doc.path.replaceAll(/[/_.-]/gu, " ")} ${doc.meta["title"] ?? ""} ${doc.meta["subject"] ?? ""} ${head.join(" ")}`;
  return new Set(words(text).flatMap(({ word }) => concepts(word)));
}

export function isReadable(doc: Doc): boolean {
  return ["text", "pdf", "mail"].includes(doc.kind) && doc.text.trim() !== "";
}

/** Folded words that stand in a text next to each other, for names. */
export function holds(text: string, name: string): boolean {
  return fold(text).includes(fold(name));
}
