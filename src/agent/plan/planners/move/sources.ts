import { fold, stem, words, type Doc } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { Term } from "../../request/index.ts";
import type { PlanContext, Prior } from "../../types.ts";
import { meansAll, overlaps, type Reading } from "../shared/reading.ts";
import { ambiguous, refuse } from "../shared/refuse.ts";
import { isReadable, kindWords } from "../extract/kinds.ts";
import { hasWord, linkedIds } from "../extract/pickDoc.ts";
import { captionsOf } from "./captions.ts";
import { classOf, paperWords } from "./docClass.ts";
import { splitPath } from "./names.ts";
import { foldersNamed } from "./scope.ts";
import { askingWords, calledByTitle, narrows, selectFiles } from "./select.ts";
import { askedStates } from "./states.ts";
import type { Target } from "./target.ts";

const EXTENSIONS: readonly { pattern: RegExp; extensions: RegExp }[] = [
  {
    pattern: /(?<!\p{L})(?:photos?|pictures?|images?|fotos?|bild(?:er)?|aufnahmen?)(?!\p{L})/iu,
    extensions: /\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp|svg)$/iu,
  },
  { pattern: /\bpdfs?\b|\bpdf-dateien\b/iu, extensions: /\.pdf$/iu },
  { pattern: /(?<!\p{L})(?:scans?)(?!\p{L})/iu, extensions: /\.(?:pdf|jpe?g|png|tiff?)$/iu },
  { pattern: /(?<!\p{L})(?:spreadsheets?|excel\p{L}*|xlsx)(?!\p{L})/iu, extensions: /\.xlsx?$/iu },
  { pattern: /(?<!\p{L})(?:csv\p{L}*)(?!\p{L})/iu, extensions: /\.csv$/iu },
  { pattern: /(?<!\p{L})(?:e-?mails?|mails?)(?!\p{L})/iu, extensions: /\.eml$/iu },
];

const OLD =
  /(?<!\p{L})(?:(?:(?:is|are)n['’]t|not) (?:valid|current|in force|needed|used)(?: any ?more)?|no longer (?:valid|current|in force|applies|needed)|outdated|obsolete|superseded|expired|out of date|nicht mehr (?:gültig|gilt|gelten\p{L}*|aktuell\p{L}*)|veraltet\p{L}*|überholt\p{L}*|abgelaufen\p{L}*|ungültig\p{L}*|alte[nrs]?|old one|older)(?!\p{L})/iu;

/**
 * The files that a clause wants moved. Files it names; else those that fit its words, folders and kinds, with what lists
 * beside them say about them; "the one no longer valid" is what another file replaces; "it" is what an earlier clause used.
 */
export async function findSources(reading: Reading, target: Target, ctx: PlanContext, prior: Prior): Promise<Doc[]> {
  const named = reading.paths.filter((path) => path.exists && !path.folder && !overlaps(path, target.spans));
  if (named.length > 0) return named.flatMap((path) => ctx.catalogue.doc(path.path) ?? []);
  const before = filesBefore(reading, prior, ctx);
  if (before.length > 0) return before;
  const asks = askingWords(reading, target);
  const folders = sourceFolders(reading, target, ctx);
  const kinds = EXTENSIONS.filter(({ pattern }) => pattern.test(asks));
  const goal = target.groupBy === null ? target.folder : null;
  let docs = ctx.catalogue.docs.filter(
    (doc) =>
      doc.path !== target.example &&
      (goal === null || splitPath(doc.path).folder !== goal || folders.includes(goal)) &&
      (folders.length === 0 || folders.some((folder) => doc.path.startsWith(`${folder}/`))),
  );
  const ofForm = docs.filter((doc) => kinds.some(({ extensions }) => extensions.test(doc.path)));
  if (ofForm.length > 0) docs = ofForm;
  if (OLD.test(asks)) {
    const old = docs.filter((doc) => isSuperseded(doc, ctx));
    if (old.length > 0) docs = old;
  }
  const asked = {
    ...reading,
    text: asks,
    terms: reading.terms.filter((term) => asks.slice(term.start, term.end) === term.text),
  };
  if (isMany(asked, target)) {
    const titled = calledByTitle(docs.filter(isReadable), asks);
    const isCalled = titled.length < docs.filter(isReadable).length;
    if (isCalled) docs = titled;
    if (narrows(asks)) {
      const meant = await selectFiles(docs.filter(isReadable), asks, reading, ctx);
      if (meant.length > 0) return meant;
      throw noFile(reading, ctx);
    }
    const scored = scoreDocs(docs, { ...asked, terms: asked.terms.filter(tellsFiles) }, target, ctx, prior);
    const many = selectMany(scored, isCalled || folders.length > 0 || kinds.length > 0);
    if (many.length > 0) return many;
    throw noFile(reading, ctx);
  }
  const papers = paperWords(asks).flatMap(({ ids }) => ids);
  const ofKind = docs.filter((doc) => isReadable(doc) && [...classOf(doc)].some((id) => papers.includes(id)));
  const narrowed =
    ofKind.length > 0 && askedStates(asks).length > 0 ? await selectFiles(ofKind, asks, reading, ctx) : [];
  const scored = scoreDocs(narrowed.length > 0 ? narrowed : docs, asked, target, ctx, prior);
  const best = scored[0];
  if (!best || (best.score <= 0 && docs.length > 1 && folders.length === 0)) throw noFile(reading, ctx);
  refuseStranger(scored, reading, target, ctx);
  return [await pickOne(scored, reading, ctx)];
}

/** Where the files are: a path, else a folder by its plain name. */
function sourceFolders(reading: Reading, target: Target, ctx: PlanContext): string[] {
  const paths = reading.paths.filter((path) => path.exists && path.folder && !overlaps(path, target.spans));
  const written = paths.filter(({ text }) => text.includes("/"));
  if (written.length > 0) return written.map(({ path }) => path);
  const named = foldersNamed(reading, ctx, target.spans).map(({ folder }) => folder);
  return named.length > 0 ? named : paths.filter(({ text }) => paperWords(text).length === 0).map(({ path }) => path);
}

/** "Then name it like the others": what the clause before has made or moved. */
function filesBefore(reading: Reading, prior: Prior, ctx: PlanContext): Doc[] {
  // What something is done for ("so nobody uses it again") says nothing of which file.
  const [order = ""] = reading.text.split(/,?\s(?:so|damit|because|weil|since|denn|bevor|before)\s/u);
  if (!/(?<!\p{L})(?:it|them|sie|ihn|ihm|ihr|ihnen|es|the file|die datei)(?!\p{L})/iu.test(order)) return [];
  const done = prior.results.findLast(({ val }) => val.type === "done")?.val;
  if (done?.type !== "done") return [];
  return done.changes.flatMap(({ path, kind }) => (kind === "deleted" ? [] : (ctx.catalogue.doc(path) ?? [])));
}

interface Scored {
  doc: Doc;
  score: number;
  caption: string;
}

const PLURAL =
  /(?<!\p{L})(?:files|dateien|ones|those|these|they|them|diejenigen|invoices|bills|rechnungen|photos|fotos|offers|angebote|scans|lieferscheine|notes|receipts|belege|reports|berichte|quotes|mails|letters|briefe|pictures|bilder|documents|dokumente|pdfs|papers|forms|sheets|slips|certificates|zettel|unterlagen|formulare|bögen|blätter|scheine|verträge|contracts|protocols|protokolle|are|were|sind|waren|liegen|haben|wurden)(?!\p{L})/iu;
const NUMBERED =
  /(?<!\p{L})(?:two|three|four|five|six|seven|eight|nine|ten|several|both|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|mehrere|beide)(?!\p{L})/iu;

/** More than one file: by a number, a plural, a verb in the plural, or since each gets a name or folder of its own. */
function isMany(reading: Reading, target: Target): boolean {
  if (target.groupBy !== null || target.template !== null || target.example !== null || meansAll(reading.text))
    return true;
  if (ONE.test(reading.text)) return false;
  return (
    NUMBERED.test(reading.text) || PLURAL.test(reading.text) || kindWords(reading.text).some(({ plural }) => plural)
  );
}

const ONE =
  /(?<!\p{L})(?:one of|eine[rs]? (?:der|von)|einen der|das foto|the one|welche[sr]?|dasjenige|diejenige)(?!\p{L})/iu;

const NO_NAME =
  /^(?:muster|pattern|scheme|schema|ordner|folders?|unterordner|subfolders?|verzeichnis|directory|dateien?|files?|namen?|names?|jahr\p{L}*|years?|monat\p{L}*|months?|datum|dates?|kunden?|customers?|clients?|lieferant\p{L}*|suppliers?|new|neu\p{L}*|all\p{L}*|sort\p{L}*|rename\p{L}*|benenn\p{L}*|move|verschieb\p{L}*|put|form|format|jeweils)$/iu;

/** Words that could tell files of one kind apart: no kind, no folder word, nothing of the pattern. */
function tellsFiles(term: Term): boolean {
  return !NO_NAME.test(term.text) && paperWords(term.text).length === 0;
}

/** All files that fit as well as the best do (or all of the named folder or kind, where no word tells them apart). */
function selectMany(scored: Scored[], narrowed: boolean): Doc[] {
  const best = scored[0]?.score ?? 0;
  if (best <= 0) return narrowed ? scored.map(({ doc }) => doc) : [];
  return scored.filter(({ score }) => score >= best * 0.6).map(({ doc }) => doc);
}

/** A customer or patient that is known, but that no file speaks of: then the file that is meant is not there. */
function refuseStranger(scored: Scored[], reading: Reading, target: Target, ctx: PlanContext): void {
  const top = scored.slice(0, 12);
  const strangers = reading.mentions.filter((mention) => {
    if (
      mention.score < 0.9 ||
      !/^\p{Lu}/u.test(mention.text) ||
      mention.text.length < 4 ||
      overlaps(mention, target.spans)
    )
      return false;
    const keys = new Set(linkedIds({ ...reading, mentions: [mention] }, ctx).map(({ id }) => fold(id)));
    return !top.some(({ doc, caption }) => {
      if (doc.kind === "table") return false;
      const text = fold(`${doc.path} ${caption} ${Object.values(doc.meta).join(" ")} ${doc.text.slice(0, 20_000)}`);
      return text.includes(fold(mention.text)) || [...keys].some((key) => hasWord(text, key));
    });
  });
  if (strangers.length > 0) throw noFile(reading, ctx);
}

function isSuperseded(doc: Doc, ctx: PlanContext): boolean {
  const tables = ctx.catalogue.tables.filter((table) => table.path === doc.path);
  return ctx.catalogue.supersededDocs.has(doc.path) || tables.some((table) => table.supersededBy !== null);
}

function scoreDocs(docs: Doc[], reading: Reading, target: Target, ctx: PlanContext, prior: Prior): Scored[] {
  const terms = reading.terms.filter((term) => !overlaps(term, target.spans));
  const keys = linkedIds(reading, ctx);
  const used = new Set(prior.results.flatMap(({ val }) => val.evidence.map(({ path }) => path)));
  return docs
    .map((doc): Scored => {
      const { folder, stem: name } = splitPath(doc.path);
      const own = words(name).map(({ word }) => word);
      const around = words(folder.replaceAll("/", " ")).map(({ word }) => word);
      const caption = captionsOf(doc, ctx);
      const captionWords = words(caption).map(({ word }) => word);
      const title = words(`${doc.meta["title"] ?? ""} ${doc.meta["subject"] ?? ""} ${doc.text.slice(0, 160)}`).map(
        ({ word }) => word,
      );
      let score = 0;
      for (const term of terms) {
        const word = fold(term.text);
        const weight = term.name ? 1.2 : 1;
        score +=
          weight *
          Math.max(
            nearest(word, own),
            0.9 * nearest(word, captionWords),
            0.4 * nearest(word, around),
            0.5 * nearest(word, title),
          );
      }
      const text = fold(`${doc.path} ${doc.text.slice(0, 20_000)}`);
      for (const { id, weight } of keys) if (doc.kind !== "table" && hasWord(text, fold(id))) score += 2 * weight;
      const hasVariant = reading.terms.length > 0 && used.has(doc.path);
      return { doc, caption, score: score + (hasVariant ? 0.6 : 0) };
    })
    .toSorted((a, b) => b.score - a.score);
}

function nearest(word: string, others: string[]): number {
  let best = 0;
  for (const other of others) {
    if (other === word) return 1;
    if (other.length < 3 || word.length < 3) continue;
    const part =
      word.length >= 4 &&
      other.length >= 4 &&
      (stem(other).startsWith(stem(word)) || stem(other).endsWith(stem(word)) || stem(word).endsWith(stem(other)))
        ? 0.7
        : 0;
    best = Math.max(best, part, related(word, other) >= 0.8 ? 0.8 : 0);
  }
  return best;
}

async function pickOne(scored: Scored[], reading: Reading, ctx: PlanContext): Promise<Doc> {
  const best = scored[0];
  if (!best) throw noFile(reading, ctx);
  const captioned = scored.filter(({ caption }) => caption !== "");
  const rivals = scored.filter(({ score }, at) => at > 0 && score >= best.score * 0.85);
  if (rivals.length === 0 && best.score > 0) return best.doc;
  // What a photo shows is told in other words (or another language) than the clause's: the model reads the captions.
  const pool = (
    captioned.length > 1 && captioned.length >= Math.min(2, rivals.length) ? captioned : [best, ...rivals]
  ).slice(0, 8);
  const plain = pool.every(({ caption, doc }) => caption === "" && doc.text.trim() === "");
  if (plain && pool.length > 1)
    throw ambiguous(
      ctx.request,
      { de: "welche Datei gemeint ist", en: "which file is meant" },
      pool.map(({ doc }) => doc.path),
    );
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich file is meant?`,
    options: pool.map(({ doc, caption }) => ({ label: doc.path, about: caption || firstWords(doc) })),
    none: "none of these",
  });
  const picked = chosen === null ? undefined : pool[chosen];
  if (!picked)
    throw ambiguous(
      ctx.request,
      { de: "welche Datei gemeint ist", en: "which file is meant" },
      pool.map(({ doc }) => doc.path),
    );
  return picked.doc;
}

const firstWords = (doc: Doc) => doc.text.slice(0, 100).replaceAll(/\s+/gu, " ").trim();

function noFile(reading: Reading, ctx: PlanContext): Error {
  return refuse(
    ctx.request,
    { de: `Ich finde keine Datei, die zu „${reading.text}“ passt.`, en: `I find no file that fits "${reading.text}".` },
    { de: "Nennen Sie den Dateinamen.", en: "Name the file." },
  );
}
