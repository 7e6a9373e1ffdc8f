import { findDates, fold, stem, words, type Doc } from "../../../../files/index.ts";
import type { PlanContext } from "../../types.ts";
import { ownNumbers } from "../../gather/replaced.ts";
import type { Reading } from "../shared/reading.ts";
import { isOfKind, isReadable, kindWords } from "./kinds.ts";

const LATEST =
  /(?<!\p{L})(?:latest|newest|most recent|last|letzte[nrsm]?|neue?ste[nrsm]?|jüngste[nrsm]?|aktuelle?[nrsm]?|aktuellste[nrsm]?)(?!\p{L})/iu;
const FIRST = /(?<!\p{L})(?:oldest|first|earliest|älteste[nrsm]?|erste[nrsm]?|früheste[nrsm]?)(?!\p{L})/iu;

const OLD =
  /(?<!\p{L})(?:old|former|previous|original|superseded|alte[nrsm]?|frühere[nrsm]?|vorige[nrsm]?|ursprüngliche[nrsm]?|überholte[nrsm]?)(?!\p{L})/iu;
/** Somebody said yes to a paper. */
const ACCEPTS =
  /(?<!\p{L})(?:accept\p{L}*|said yes|says yes|agreed to|went for|go(?:es|ing)? for|go ahead|ordered|signed|took|confirm\p{L}*|approved|bestätig\p{L}*|zusage|angenommen|annimmt|zugesagt|zusagt|bestellt|beauftragt|genommen|unterschrieben|nehmen|auftrag erteilt)(?!\p{L})/iu;

interface Scored {
  doc: Doc;
  score: number;
}

/** The one document that a clause is about; null when the clause speaks of none that is here. */
export async function pickDoc(reading: Reading, ctx: PlanContext): Promise<Doc | null> {
  const named = reading.paths
    .filter((path) => path.exists && !path.folder)
    .flatMap((path) => ctx.catalogue.doc(path.path) ?? []);
  const readable = named.filter(isReadable);
  if (readable.length > 0) return readable[0] ?? null;
  if (named.length > 0) return null;
  const kinds = kindWords(reading.text).flatMap(({ ids }) => ids);
  const scored = score(reading, kinds, ctx);
  const best = scored[0];
  if (!best || best.score <= 0) return null;
  const close = scored.filter(({ score: other }) => other >= best.score * 0.8);
  if (close.length === 1) return best.doc;
  if (LATEST.test(reading.text) || FIRST.test(reading.text))
    return byDate(close, FIRST.test(reading.text) && !LATEST.test(reading.text), ctx);
  const options = close.slice(0, 6);
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich document is meant?`,
    options: options.map(({ doc }) => ({ label: doc.path, about: headOf(doc) })),
  });
  return (options[chosen ?? 0] ?? best).doc;
}

function score(reading: Reading, kinds: string[], ctx: PlanContext): Scored[] {
  const docs = ctx.catalogue.docs.filter(isReadable);
  const ofKind = new Set(kinds.length === 0 ? [] : docs.filter((doc) => isOfKind(doc, kinds)).map(({ path }) => path));
  const ids = linkedIds(reading, ctx);
  const frequency = termFrequency(docs, reading);
  const accepted = ACCEPTS.test(reading.text) ? acceptedDocs(docs) : new Set<string>();
  return docs
    .map((doc): Scored => {
      const text = fold(`${doc.path} ${Object.values(doc.meta).join(" ")} ${doc.text}`);
      const stems = new Set(words(text).map(({ word }) => stem(word)));
      let sum = 0;
      for (const term of reading.terms) {
        if (!stems.has(term.stem)) continue;
        sum += Math.log(1 + docs.length / Math.max(1, frequency.get(term.stem) ?? 1)) * (term.name ? 1.4 : 0.8);
      }
      for (const { id, weight } of ids) if (hasWord(text, fold(id))) sum += 2.2 * weight;
      if (ofKind.has(doc.path)) sum += 2;
      if (ctx.catalogue.tables.some((table) => table.path === doc.path && table.kind === "list")) sum += 0.6;
      if (kinds.length > 0 && !ofKind.has(doc.path)) sum *= 0.6;
      if (accepted.has(doc.path)) sum += 2.5;
      else if (!OLD.test(reading.text) && ctx.catalogue.supersededDocs.has(doc.path)) sum *= 0.6;
      return { doc, score: sum };
    })
    .toSorted((a, b) => b.score - a.score);
}

/** Papers whose number stands in a mail that says yes: the only one that bears it. */
function acceptedDocs(docs: Doc[]): Set<string> {
  const papers = docs
    .filter(({ kind }) => kind !== "mail")
    .map((doc) => ({ path: doc.path, numbers: ownNumbers(doc) }));
  const found = new Set<string>();
  for (const mail of docs.filter(({ kind }) => kind === "mail")) {
    const text = fold(`${mail.meta["subject"] ?? ""} ${mail.text}`);
    if (!ACCEPTS.test(text)) continue;
    const named = papers.flatMap(({ path, numbers }) =>
      [...numbers].filter((number) => hasWord(text, number)).map((number) => ({ path, number })),
    );
    for (const { path, number } of named) {
      // "A-417-2" holds "A-417": the longer number is the one that was meant.
      const isPart = named.some((other) => other.number !== number && other.number.startsWith(number));
      if (!isPart && named.filter((other) => other.number === number).length === 1) found.add(path);
    }
  }
  return found;
}

function termFrequency(docs: Doc[], reading: Reading): Map<string, number> {
  const counts = new Map<string, number>();
  const wanted = new Set(reading.terms.map((term) => term.stem));
  for (const doc of docs) {
    const stems = new Set(
      words(`${doc.path} ${Object.values(doc.meta).join(" ")} ${doc.text}`).map(({ word }) => stem(word)),
    );
    for (const one of wanted) if (stems.has(one)) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}

/** Keys of the rows that the clause names: a lab report says "A-107" where the person says "Max". */
export function linkedIds(reading: Reading, ctx: PlanContext): { id: string; weight: number }[] {
  const found = new Map<string, number>();
  for (const mention of reading.mentions) {
    const table = ctx.catalogue.table(mention.table);
    if (!table || mention.score < 0.7 || mention.rows.length > 3) continue;
    for (const row of mention.rows) {
      for (const key of table.keys) {
        const raw = table.rows[row]?.[key]?.raw.trim() ?? "";
        if (/\d/u.test(raw) && /^[\p{L}\d][\p{L}\d._/-]{1,20}$/u.test(raw))
          found.set(raw, Math.max(found.get(raw) ?? 0, mention.score / mention.rows.length));
      }
    }
  }
  return [...found.entries()].map(([id, weight]) => ({ id, weight }));
}

/** Whether a folded word stands in a folded text on its own. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ") && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? " ")) return true;
  }
  return false;
}

function byDate(docs: Scored[], oldest: boolean, ctx: PlanContext): Doc | null {
  const dated = docs
    .map(({ doc }) => ({ doc, date: dateOf(doc, ctx.request.today) }))
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
  return (oldest ? dated.findLast(({ date }) => date !== "") : dated[0])?.doc ?? null;
}

/** The day of a document: the mail's, the first date in its head, the date in its name; "" when it has none. */
export function dateOf(doc: Doc, today: string): string {
  const sent = doc.meta["date"]?.slice(0, 10);
  if (sent) return sent;
  const inName = /(?:19|20)\d{2}-\d{2}-\d{2}/u.exec(doc.path)?.[0];
  const inText = findDates(doc.text.slice(0, 3000), { today }).filter(({ iso }) => iso <= today)[0]?.iso;
  return inName ?? inText ?? "";
}

function headOf(doc: Doc): string {
  const subject = doc.meta["subject"] ? `${doc.meta["from"] ?? ""}: ${doc.meta["subject"]}` : "";
  return (
    subject ||
    doc.text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, 4)
      .join(", ")
  )
    .replaceAll(/\s+/gu, " ")
    .slice(0, 110);
}
