import {
  addDays,
  Dec,
  findDates,
  findNumbers,
  findPeriods,
  fold,
  sentences,
  type Doc,
  type Lang,
} from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { answerQuestion } from "../question/answer.ts";
import { titleOf } from "../text/docs.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds } from "../text/needs.ts";
import { rowEvidence, type RowHit } from "../text/rows.ts";
import { toFacts } from "./answerFacts.ts";
import { currencyOf, day, money } from "./format.ts";
import { besideKey } from "./besideKey.ts";
import { itemsOf, labelOf } from "./items.ts";
import { openAmount } from "./openAmount.ts";
import { cellFact, mattersMost } from "./rowFacts.ts";
import { groupPrice, shareIn, type Reckoned } from "./shares.ts";
import type { Collected, LetterFact } from "./types.ts";

const LINKED = 0.6;
export const DEADLINE =
  /(?<!\p{L})(?:bis zu de[mr]|bis wann|frist\p{L}*|zahlbar bis|zahlungsziel|zeit hat|zeit haben|by when|deadline|pay by|until when|due by|\S+ (?:days|weeks|tagen?|wochen) (?:from (?:today|now)|to pay|time|zeit|ab heute)|(?:within|innerhalb|binnen) \S+ (?:days|weeks|tagen|wochen))(?!\p{L})/iu;
const OPEN =
  /(?<!\p{L})(?:fehlt|fehlen|offen\p{L}*|ausstehend\p{L}*|schuldet|schuldig|rückstand\p{L}*|missing|outstanding|owes?|(?:still|yet) (?:has|have|needs?|got|is|are) (?:got )?to (?:pay|be paid)|left to pay|noch zu (?:be)?zahlen|noch (?:be)?zahlen (?:muss|müssen)|still due|unpaid|arrears)(?!\p{L})/iu;
const WH = /(?<!\p{L})(?:what|which|how|when|where|who|was|wann|wo|wohin|wer|wie|welche\p{L}*)(?!\p{L})/iu;
const TODAY = /(?<!\p{L})(?:heutige\p{L}* (?:datum|tag)|today['’]s date|date of today)(?!\p{L})/iu;
const PRICE = /(?<!\p{L})(?:\p{L}*preis|\p{L}*kosten|price|cost|costs|amount|charge|betrag|summe|fee)(?!\p{L})/iu;
const AMOUNT = /(?<!\p{L})(?:amount|sum|betrag|summe|refund|erstattung|gutschrift|money|geld)(?!\p{L})/iu;
const TOGETHER = /(?<!\p{L})(?:zusammen|alle|insgesamt|gesamt\p{L}*|together|total|all|altogether)(?!\p{L})/iu;
const FEE =
  /(?<!\p{L})(?:samt|plus|zuzüglich|zzgl\.?|mit|und|inklusive|including|incl\.?|with|and) (?:(?:der|die|einer|the|a|our|unserer) )?(\p{L}*(?:gebühr|kosten|zuschlag|fee|charge))(?!\p{L})/iu;
const COUNTS: Record<string, number> = {
  drei: 3, three: 3, fuenf: 5, five: 5, sieben: 7, seven: 7, acht: 8, eight: 8, zehn: 10, ten: 10, vierzehn: 14, fourteen: 14, zwei: 2, two: 2, vier: 4, four: 4, ein: 1, eine: 1, einer: 1, one: 1, a: 1,
}; // prettier-ignore
const SPAN = /(?<![\p{L}\d])(\d{1,3}|\p{L}+)\s+(tagen?|days?|wochen?|weeks?)(?!\p{L})/giu;

interface Asking {
  order: string;
  rows: RowHit[];
  /** The row that the letter is about. */
  matter: RowHit | null;
  /** Papers that the order names as the source. */
  sources: string[];
  lang: Lang;
}

/** What the order lists ("day, start and the price for all together"), looked up for the recipient over tables and texts. */
export async function listedFacts(
  order: string,
  skip: { start: number; end: number }[],
  rows: RowHit[],
  sources: string[],
  ctx: PlanContext,
  lang: Lang,
): Promise<Collected> {
  const items = itemsOf(order, skip);
  if (items.length === 0) return { facts: [], sentences: [] };
  const current = rows.filter((hit) => hit.table.supersededBy === null && hit.table.kind !== "records");
  const asking: Asking = { order, rows: current, matter: mattersMost(order, items, current, ctx), sources, lang };
  const collected: Collected = { facts: [], sentences: [] };
  const plain: string[] = [];
  for (const item of items) {
    const { facts, sentences: said } = await resolve(item, asking, ctx);
    const fresh = facts.filter(
      (fact) => !collected.facts.some((other) => other.kind === fact.kind && other.value === fact.value),
    );
    collected.facts.push(...fresh);
    collected.sentences.push(...(fresh.length > 0 ? said : []));
    if (said.length === 0) plain.push(...fresh.map((fact) => `${fact.label}: ${fact.text}`));
  }
  if (plain.length > 0) collected.sentences.unshift(`${plain.join(", ")}.`);
  return collected;
}

async function resolve(item: string, asking: Asking, ctx: PlanContext): Promise<Collected> {
  const { matter, lang } = asking;
  if (TODAY.test(item)) return { facts: [dateOf(ctx.request.today, lang)], sentences: [] };
  if (DEADLINE.test(item)) return deadline(item, asking, ctx);
  if (OPEN.test(item)) return stillOpen(item, asking, ctx);
  if (matter === null) return { facts: [], sentences: [] };
  if (PRICE.test(item) && TOGETHER.test(item)) {
    const price = groupPrice(matter);
    if (price) return { facts: [amountFact(labelOf(item), price, matter, ctx, lang)], sentences: [] };
  }
  const part = AMOUNT.test(item) ? shareIn(matter) : null;
  if (part) return { facts: [amountFact(labelOf(item), part, matter, ctx, lang)], sentences: [] };
  const beside = besideKey(item, matter, ctx);
  if (beside)
    return { facts: [{ ...cellFact(beside.hit, beside.at, ctx, lang), label: labelOf(item) }], sentences: [] };
  const at = columnFor(item, matter);
  if (at !== -1) {
    const fact = cellFact(matter, at, ctx, lang);
    const own = ctx.request.lang === lang && !WH.test(item);
    return { facts: [own ? { ...fact, label: labelOf(item) } : fact], sentences: [] };
  }
  return { facts: await lookedUp(item, matter, ctx, lang), sentences: [] };
}

/** The column of the row that a piece names, by its words and by what stands in brackets. */
function columnFor(item: string, hit: RowHit): number {
  // "Kennzeichen vom Wagen" is a number plate, "Name des Guides" a guide.
  const [head = "", ...whose] = labelOf(item).split(/\s+(?:vom|von|of|des|der)\s+/iu);
  const isName = /^(?:name|person)$/iu.test(head);
  const all = [item, ...item.split(/[\s()]+/u).filter((word) => word.length > 2)];
  const own = whose.length === 0 ? [] : isName ? whose : [head];
  const named = bestColumn(own, hit);
  if (named !== -1) return named;
  const linked = bestColumn(all, hit);
  return linked === -1 && TIME.test(item) ? hit.wide.columns.findIndex((_, at) => isClock(hit, at)) : linked;
}

const TIME = /(?<!\p{L})(?:uhrzeit|zeit|time|beginn|start\p{L}*)(?!\p{L})/iu;
const isClock = (hit: RowHit, at: number) =>
  /^\d{1,2}:\d{2}(?:\s*uhr)?$/iu.test(hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? "");

function bestColumn(phrases: string[], hit: RowHit): number {
  const cells = hit.wide.rows[hit.row] ?? [];
  const names = hit.wide.columns.map((column) => ({ name: column.ref }));
  let best = { column: -1, score: LINKED - 0.1 };
  for (const phrase of phrases)
    for (const { column, score } of linkColumns(phrase, names)) {
      const isName = [...hit.cells.values()].includes(column);
      if ((cells[column]?.raw.trim() ?? "") !== "" && !isName && score > best.score && score >= leastFor(phrase))
        best = { column, score };
    }
  return best.column;
}

/** "IBAN" in brackets or capitals names a column even in a longer head. */
function leastFor(phrase: string): number {
  return /^\p{Lu}{3,}$/u.test(phrase) ? LINKED - 0.05 : LINKED;
}

const MAX_TRIES = 3;

/** What no column has may stand with what the row leads to: the meeting point of its tour. */
async function lookedUp(item: string, hit: RowHit, ctx: PlanContext, lang: Lang): Promise<LetterFact[]> {
  const label = labelOf(item);
  const known = [...hit.cells.values()];
  const values = hit.wide.columns.flatMap((column, at) => {
    const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? "";
    const isTitle = column.type === "text" && !known.includes(at) && /^\p{Lu}[\p{L} '’-]{4,40}$/u.test(raw);
    return isTitle ? [{ raw, elsewhere: elsewhere(raw, hit, ctx) }] : [];
  });
  for (const { raw } of values.toSorted((a, b) => b.elsewhere - a.elsewhere).slice(0, MAX_TRIES)) {
    const listed = inTable(label, raw, ctx);
    if (listed) return [listed];
    const answer = await answerQuestion({ text: `${label} ${raw}?` }, ctx);
    if (answer.candidate && answer.score >= 0.6 && answer.candidate.attribute >= 0.5)
      return toFacts(label, answer, ctx, lang).map((fact) => ({
        ...fact,
        label: ctx.request.lang === lang ? label : fact.label,
        required: true,
        value: fact.value || fact.text,
      }));
  }
  return [];
}

/** A list that is called what is asked for ("Treffpunkte"): the text beside the value in its row. */
function inTable(label: string, raw: string, ctx: PlanContext): LetterFact | null {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const wanted = readNeeds(label, source).filter((need) => need.weight >= 0.7);
  const matcher = createMatcher(ctx.request.today);
  for (const table of ctx.catalogue.tables) {
    const doc = ctx.catalogue.doc(table.path);
    if (!doc || table.supersededBy !== null || !["table", "list"].includes(table.kind)) continue;
    const head = `${table.path.replaceAll(/[/_.-]/gu, " ")} ${titleOf(doc)}`;
    if (!wanted.some((one) => (matcher.find(one, head)?.strength ?? 0) >= 0.8)) continue;
    const row = table.rows.findIndex((cells) => cells.some((cell) => fold(cell.raw).trim() === fold(raw)));
    const text = table.rows[row]
      ?.find((cell) => /\p{L}{3}/u.test(cell.raw) && fold(cell.raw).trim() !== fold(raw))
      ?.raw.trim();
    const hit = { table, wide: ctx.catalogue.wide(table), row };
    if (row !== -1 && text)
      return { label, text, kind: "text", value: text, required: true, ...rowEvidence(hit, ctx.catalogue) };
  }
  return null;
}

/** A value of several words, or one that other files speak of, is what the row is about. */
function elsewhere(raw: string, hit: RowHit, ctx: PlanContext): number {
  const folded = fold(raw);
  const docs = ctx.catalogue.docs.filter(
    (doc) => doc.path !== hit.table.path && fold(doc.text).includes(folded),
  ).length;
  return (raw.includes(" ") ? 5 : 0) + Math.min(docs, 4);
}

function dateOf(value: string, lang: Lang): LetterFact {
  const label = lang === "de" ? "Datum" : "Date";
  return { label, text: day(value, lang), kind: "date", value, required: true, path: "", quote: "" };
}

function amountFact(label: string, { value, unit }: Reckoned, hit: RowHit, ctx: PlanContext, lang: Lang): LetterFact {
  const text = money(value, unit ?? currencyOf(ctx.catalogue), lang);
  return { label, text, kind: "number", value, required: true, ...rowEvidence(hit, ctx.catalogue) };
}

const MONTHS =
  /(januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|october|december)/iu;

/** What the recipient still owes, with the fee that the order wants added, as one sum. */
function stillOpen(item: string, asking: Asking, ctx: PlanContext): Collected {
  const { order, rows, sources, lang } = asking;
  const named = MONTHS.exec(order)?.[1];
  const period = named ? findPeriods(named, { today: ctx.request.today })[0] : undefined;
  const owed = openAmount(rows, period?.from?.slice(0, 7) ?? null, ctx.catalogue);
  if (!owed) return { facts: [], sentences: [] };
  const fee = FEE.test(item) ? feeFor(order, sources, ctx) : null;
  const sum = new Dec(owed.open).plus(fee ?? 0).toFixed(2);
  const unit = owed.currency;
  const open = amountFact(lang === "de" ? "Offener Betrag" : "Open amount", { value: sum, unit }, owed.hit, ctx, lang);
  const month = new Intl.DateTimeFormat(lang, { month: "long", timeZone: "UTC" }).format(new Date(`${owed.month}-01`));
  const label = lang === "de" ? "Zeitraum" : "Period";
  const time: LetterFact = { ...open, label, text: `${month} ${owed.month.slice(0, 4)}`, kind: "text", value: month };
  const parts = fee
    ? ` (${money(owed.open, unit ?? currencyOf(ctx.catalogue), lang)} + ${money(fee, unit ?? currencyOf(ctx.catalogue), lang)})`
    : "";
  const said =
    lang === "de"
      ? `Für ${time.text} sind noch ${open.text}${parts} offen.`
      : `For ${time.text}, ${open.text}${parts} is still open.`;
  return { facts: [open, time], sentences: [said] };
}

/** The amount in the sentence of the firm's rules that speaks most of the occasion. */
function feeFor(order: string, sources: string[], ctx: PlanContext): string | null {
  const { today, lang } = ctx.request;
  const occasion = sentences(order)[0]?.text ?? "";
  const needs = readNeeds(occasion, { catalogue: ctx.catalogue, today, lang }).filter(
    (one) => one.role === "word" || !one.required,
  );
  const matcher = createMatcher(today);
  const papers = ctx.catalogue.docs.filter((doc) => sources.includes(doc.path));
  const scored = (
    papers.length > 0 ? papers : ctx.catalogue.docs.filter((doc) => doc.kind !== "mail" && doc.kind !== "table")
  ).flatMap((doc) =>
    ctx.catalogue.supersededDocs.has(doc.path)
      ? []
      : sentences(doc.text).flatMap(({ text }) => {
          const flat = text.replaceAll(/\s+/gu, " ");
          const amount = findNumbers(flat).find(
            (number) =>
              /^(?:EUR|GBP|USD|CHF)$/u.test(number.unit ?? "") ||
              /^\s*(?:€|euro|eur|£|pounds?|gbp)/iu.test(flat.slice(number.end)),
          );
          const score = needs.reduce((sum, one) => sum + (matcher.find(one, flat)?.strength ?? 0), 0);
          return amount && score >= 0.8 ? [{ value: amount.value, score }] : [];
        }),
  );
  return scored.toSorted((a, b) => b.score - a.score)[0]?.value ?? null;
}

/** A day that the order or the firm's own rules give: "ten days from today", "a period of 14 days from the date of the letter". */
function deadline(item: string, { order, sources, lang }: Asking, ctx: PlanContext): Collected {
  const { today } = ctx.request;
  const given = after(item, today) ?? findDates(item, { today })[0]?.iso ?? after(order, today);
  const papers = ctx.catalogue.docs.filter((doc) => sources.includes(doc.path));
  const ruled = given
    ? null
    : ruleFor(papers.length > 0 ? papers : ctx.catalogue.docs.filter((doc) => doc.kind !== "mail"), today, ctx);
  const iso = given ?? ruled?.iso;
  if (!iso) return { facts: [], sentences: [] };
  const text = day(iso, lang);
  const fact: LetterFact = {
    label: lang === "de" ? "Frist" : "Deadline",
    text,
    kind: "date",
    value: iso,
    required: true,
    path: ruled?.path ?? "",
    quote: ruled?.quote ?? "",
  };
  return {
    facts: [fact],
    sentences: [lang === "de" ? `Bitte erledigen Sie das bis zum ${text}.` : `Please see to this by ${text}.`],
  };
}

function after(text: string, today: string): string | null {
  for (const match of text.matchAll(SPAN)) {
    const count = Number(match[1]) || COUNTS[fold(match[1] ?? "")];
    if (count) return addDays(today, /^(?:w)/iu.test(match[2] ?? "") ? count * 7 : count);
  }
  return null;
}

function ruleFor(docs: Doc[], today: string, ctx: PlanContext): { iso: string; path: string; quote: string } | null {
  for (const doc of docs) {
    if (ctx.catalogue.supersededDocs.has(doc.path) || doc.kind === "table") continue;
    for (const { text } of sentences(doc.text)) {
      const flat = text.replaceAll(/\s+/gu, " ");
      if (!/(?<!\p{L})(?:frist\p{L}*|innerhalb|binnen|within|deadline|period of)(?!\p{L})/iu.test(flat)) continue;
      const iso = after(flat, today);
      if (iso && /erinner|mahn|schreiben|zahl|pay|letter|reminder|invoice|rechnung/iu.test(flat))
        return { iso, path: doc.path, quote: flat.slice(0, 240) };
    }
  }
  return null;
}
