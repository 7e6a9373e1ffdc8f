import { findDates, fold, stem, words, type Lang } from "../../../../files/index.ts";
import type { Catalogue, Mention } from "../../gather/types.ts";
import { concepts, directConcepts, findConcepts, isStopWord } from "../../lexicon/index.ts";
import { maskSpans, terms } from "../../request/index.ts";
import { namedDays } from "./namedDays.ts";

/** One thing that a text must speak of to be about what is asked. */
export interface Need {
  text: string;
  start: number;
  end: number;
  /** name: of a person, firm or thing, or an id; day: a date; word: any other content word or set phrase. */
  role: "name" | "day" | "word";
  words: { folded: string; stem: string }[];
  /** Concepts of the whole word or phrase, then those of its parts. */
  direct: string[];
  parts: string[];
  iso: string | null;
  weight: number;
  /** Names only: a text without it is about something else. */
  required: boolean;
  /** The kind of thing that is asked for ("VAT" number): without it there is no answer. */
  key: boolean;
  /** What somebody does ("teaches"): no column is called by it. */
  verb: boolean;
  /** What is asked of the subject ("service" in "the next service of machine 1"): the answer's place must speak of it. */
  head: boolean;
  /** Where its value stands in tables. */
  mentions: Mention[];
}

export interface NeedSource {
  catalogue: Catalogue;
  today: string;
  lang: Lang;
}

/** Words that order or place a thing in time; they rank, they do not tell what is asked. */
const FAINT = new Set(["current", "last", "new", "next", "first", "old", "list", "person", "now"]);
/** Verbs and forms of address that every question has and no answer. */
const FILLERS = new Set(
  (
    "fuers eins ins ums einem findet statt lautet lauten heisst heissen gibt geht kuemmert kuemmern bekannt liegt liegen steht stehen macht machen bringt bekommt bekommen kriegt kriegen " +
    "go goes going come comes happen happens place take takes took bring brings brought says said mean means called know tell us mr mrs ms herr herrn frau " +
    "wissen weisst weiss sagen moechten wollte brauchen eigentlich genau ungefaehr currently exactly actually moment zurzeit derzeit aktuell lassen laesst lets laut gemaess according abends morgens " +
    "ueberhaupt somebody someone something anybody one ones ourselves yourself sein waere waeren wuerde wuerden koennte koennten hattest haette could would gemacht getan done welcher unter innerhalb within gegenueber gab gewesen gehoert belong belongs"
  ).split(" "),
);
/** Kinds of papers: they tell the document more than the sentence. */
const PAPERS = new Set([
  "mail",
  "message",
  "note",
  "document",
  "file",
  "offer",
  "invoice",
  "contract",
  "report",
  "letter",
  "pricelist",
  "deliverynote",
  "reminder",
  "folder",
  "meeting",
  "order",
  "labreport",
  "certificate",
  "receipt",
  "creditnote",
  "statement",
  "orderconfirmation",
]);

/** Whether a need names a sort of paper: the file itself must be one, not only speak of it. */
export function isPaper(need: Need): boolean {
  return need.direct.some((id) => PAPERS.has(id));
}
const ID =
  /(?<![\p{L}\p{N}-])(?=[\p{L}\p{N}-]*\d)\p{L}{1,8}[-/–.]?(?:\p{L}{1,4}[-/])?\d[\p{L}\p{N}/-]*(?![\p{L}\p{N}])/gu;

/** "machine 3", "Laufband 3", "Zimmer 12": which of several of a kind is told by its number. */
const NUMBERED = /(?<!\p{L})(\p{L}{3,})\s+(\d{1,3})(?![\p{L}\d%€$£.,:/-]|\s*(?:%|€|\$|£|\p{L}))/gu;

/** What a text asks about, in order. `skip` are stretches that are no subject: paths, the words of the answer's type. */
export function readNeeds(text: string, source: NeedSource, skip: { start: number; end: number }[] = []): Need[] {
  const plain = maskSpans(text, skip);
  const days = [...findDates(plain, { today: source.today, ...(source.lang === "de" ? { dayFirst: true } : {}) })];
  days.push(...namedDays(plain, source.today));
  // "sonntags", "on Sundays" is every week, no day.
  const weekly = days.filter((day) => /(?:tag|day|woch|mittwoch)s$/iu.test(day.text.trim()));
  for (const day of weekly) days.splice(days.indexOf(day), 1);
  const names = nameNeeds(plain, source, days);
  const ids = [...plain.matchAll(ID)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
    .filter((span) => !overlaps(span, names) && !overlaps(span, days));
  const numbered = [...plain.matchAll(NUMBERED)]
    .map((match) => ({
      word: match[1] ?? "",
      text: match[2] ?? "",
      start: match.index + match[0].length - (match[2] ?? "").length,
    }))
    .map((one) => ({ ...one, end: one.start + one.text.length }))
    .filter((span) => !isStopWord(fold(span.word)) && ![names, ids, days].some((taken) => overlaps(span, taken)));
  const needs: Need[] = [
    ...names,
    ...numbered.map((span) => ({ ...base(span, span.text), role: "name" as const, weight: 1, required: true })),
    ...ids.map((span) => ({ ...base(span, span.text), role: "name" as const, weight: 2, required: true })),
    ...days.map((day) => ({ ...base(day, day.text), role: "day" as const, weight: 1.4, iso: day.iso })),
  ];
  return [...needs, ...wordNeeds(maskSpans(plain, needs), source)].toSorted((a, b) => a.start - b.start);
}

/** Values of the tables that the text names: neighbours of one row ("Karin Meier") count as one name. */
function nameNeeds(text: string, source: NeedSource, days: { start: number; end: number }[]): Need[] {
  const all = source.catalogue
    .mentions(text)
    .filter((mention) => !overlaps(mention, days) && isTelling(mention, source.catalogue));
  const sure = all.filter((mention) => mention.score >= 0.7 || isCalledSo(mention, source.catalogue));
  const mentions = [...sure, ...all.filter((mention) => mention.score >= 0.55 && !overlaps(mention, sure))];
  const spans: { start: number; end: number; mentions: Mention[] }[] = [];
  for (const mention of mentions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = spans.at(-1);
    const joined =
      last !== undefined &&
      (mention.start < last.end ||
        (/^[\s,.]{0,2}$/u.test(text.slice(last.end, mention.start)) && sharesRow(last, mention)));
    if (joined) {
      last.end = Math.max(last.end, mention.end);
      last.mentions.push(mention);
    } else spans.push({ start: mention.start, end: mention.end, mentions: [mention] });
  }
  return spans.map((span) => {
    const stretch = text.slice(span.start, span.end);
    const telling = !isColumn(stretch, source) && span.mentions.some((mention) => isName(mention, source.catalogue));
    return {
      ...base(span, stretch),
      role: telling ? ("name" as const) : ("word" as const),
      weight: telling ? 2 : 1.2,
      required: telling,
      mentions: span.mentions,
    };
  });
}

/** A word that columns are called by asks for their value, also when it is a value elsewhere ("Hausmeister"). */
function isColumn(text: string, { catalogue }: NeedSource): boolean {
  const wanted = fold(text);
  return catalogue.tables.some(
    (table) => table.kind === "table" && table.columns.some((column) => fold(column.name) === wanted),
  );
}

function sharesRow(span: { mentions: Mention[] }, mention: Mention): boolean {
  return span.mentions.some(
    (other) =>
      other.table === mention.table &&
      other.column !== mention.column &&
      other.rows.some((row) => mention.rows.includes(row)),
  );
}

/** A short bare number ("14") happens to be a cell of many tables. */
function isTelling(mention: Mention, catalogue: Catalogue): boolean {
  if (/^[\d.,%\s]{1,4}$/u.test(mention.text)) return false;
  const table = catalogue.table(mention.table);
  const type = table?.columns[mention.column]?.type;
  return type !== "date" && table?.kind !== "files";
}

/** A value that a third of the rows share is a category ("Mainz", "Travel"), not the name of one thing. */
function isName(mention: Mention, catalogue: Catalogue): boolean {
  const table = catalogue.table(mention.table);
  if (!table) return false;
  const rows = table.rows.length;
  const often = mention.rows.length > Math.max(2, rows * 0.3);
  const known =
    !/\d/u.test(mention.value) && [mention.value, mention.text].some((text) => directConcepts(text).length > 0);
  const called = isCalledSo(mention, catalogue);
  return !often && (mention.score >= 0.7 || called) && (!known || called);
}

/** A capitalised word that stands in a column of names is a name, also when it has another meaning ("Max"). */
function isCalledSo(mention: Mention, catalogue: Catalogue): boolean {
  const column = catalogue.table(mention.table)?.columns[mention.column]?.name ?? "";
  return (
    mention.text === mention.value && /^\p{Lu}/u.test(mention.text) && mention.score >= 0.6 && isNameColumn(column)
  );
}

function isNameColumn(column: string): boolean {
  return /^(?:.*\.)?(?:name|vorname|nachname|first ?name|last ?name|surname|kunde|customer|client|patient|contact)$/iu.test(
    column,
  );
}

function wordNeeds(text: string, source: NeedSource): Need[] {
  const list = terms(text);
  const tokens = words(text);
  const phrases = findConcepts(tokens.map((token) => token.word)).filter((span) => span.end - span.start > 1);
  const needs: Need[] = [];
  for (const phrase of phrases) {
    const [first, last] = [tokens[phrase.start], tokens[phrase.end - 1]];
    if (!first || !last) continue;
    const span = { start: first.start, end: last.end };
    needs.push({ ...base(span, text.slice(span.start, span.end)), direct: phrase.ids, weight: 1.2 });
  }
  for (const term of list) {
    if (overlaps(term, needs) || FILLERS.has(fold(term.text))) continue;
    const made = base(term, term.text);
    const faint = made.direct.some((id) => FAINT.has(id));
    const paper = made.direct.some((id) => PAPERS.has(id));
    const unknown = made.direct.length === 0 && made.parts.length === 0;
    const name = term.name && unknown && (source.lang === "en" || /\d/u.test(term.text));
    needs.push({ ...made, weight: faint ? 0.2 : paper ? 0.7 : name ? 1.6 : 1 });
  }
  return needs;
}

function base(span: { start: number; end: number }, text: string): Need {
  const list = words(text).map((word) => ({ folded: word.word, stem: stem(word.word) }));
  const direct = directConcepts(text);
  return {
    text,
    start: span.start,
    end: span.end,
    role: "word",
    words:
      list.filter((word) => !LEGAL.has(word.folded)).length > 0 ? list.filter((word) => !LEGAL.has(word.folded)) : list,
    direct,
    parts: concepts(fold(text)).filter((id) => !direct.includes(id)),
    iso: null,
    weight: 1,
    required: false,
    key: false,
    head: false,
    verb: false,
    mentions: [],
  };
}

const LEGAL = new Set("gmbh ag kg ohg ug gbr ev ltd llc inc plc co und and s".split(" "));

export function overlaps(
  span: { start: number; end: number },
  others: readonly { start: number; end: number }[],
): boolean {
  return others.some((other) => span.start < other.end && other.start < span.end);
}
