import { guessLanguage } from "../../../../files/index.ts";
import type { Evidence } from "../../../../store/index.ts";
import { conceptKeys } from "../../knowledge/terms.ts";
import type { FactCell, RowFact } from "../../knowledge/types.ts";
import type { Candidate } from "../candidates.ts";
import type { DraftSentence } from "../types.ts";
import type { ReplyTexts } from "./texts.ts";
import { translateHours } from "./hours.ts";
import { moneyOf, showCell, showMoney, times } from "./values.ts";

export interface PhraseOptions {
  language: "de" | "en";
  texts: ReplyTexts;
  quantity: number | null;
}

/** One candidate as sentences, each with what it stands on. */
export function phrase(candidate: Candidate, options: PhraseOptions): DraftSentence[] {
  const { fact, document, quotes } = candidate;
  if (fact.kind === "row") return phraseRow(fact, candidate, options);
  const sources = quotes.map((quote): Evidence => ({ type: "quote", source: document, text: quote }));
  const foreign = foreignText(candidate, options.language);
  if (foreign === null) return [{ text: textOf(candidate), sources }];
  return [{ text: translateHours(foreign, options.language) ?? options.texts.foreign(foreign), sources }];
}

/** What is to be said of a text, as it stands there. */
const textOf = ({ fact, quotes }: Candidate): string =>
  fact.kind === "pair" ? ended(quotes.join(": ")) : quotes.map(ended).join(" ");

/** The same where it is in the other language; null: it is not, or needs none. */
function foreignText(candidate: Candidate, language: "de" | "en"): string | null {
  const { fact } = candidate;
  if (fact.kind === "row") return null;
  const text = textOf(candidate);
  const around = [...fact.headings, fact.kind === "answer" ? fact.question : "", text].join(" ");
  return guessLanguage(around) !== language && hasWords(text) ? text : null;
}

/** An address or a number needs no language. */
const hasWords = (text: string): boolean => (text.match(/\p{L}{3,}/gu) ?? []).length > 2;

const ended = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`);

function phraseRow(
  fact: RowFact,
  { cells, document }: Candidate,
  { language, texts, quantity }: PhraseOptions,
): DraftSentence[] {
  const of = nameOf(fact);
  const said = [...fact.key.map(({ raw }) => raw), ...cells.flatMap(({ name, raw }) => [raw, name])];
  const sources = said.map((text): Evidence => ({ type: "quote", source: document, text }));
  const [first] = cells;
  if (!first) return [];
  if (cells.length === 1 && conceptKeys(first.name).includes("=stock"))
    return [{ text: /^0+$/.test(first.raw) ? texts.outOfStock(of) : texts.stock(of, first.raw), sources }];
  const money = cells.length === 1 ? moneyOf(first) : null;
  if (money === null) {
    const listed = cells.map((cell) => `${cell.name} ${showCell(cell, language)}`).join(", ");
    return [
      {
        text: cells.every((cell) => moneyOf(cell) !== null) ? texts.prices(of, listed) : texts.cells(of, listed),
        sources,
      },
    ];
  }
  const price = showMoney(money.value, money.currency, language);
  const told: DraftSentence = {
    text: texts.price(of, price, detailOf(fact, first, texts, sources, document)),
    sources,
  };
  const isCounted = fact.key.some(({ value }) => value === String(quantity));
  if (quantity === null || quantity < 2 || isCounted) return [told];
  const sum = times(money.value, quantity);
  const name = `${quantity} × ${money.value} ${money.currency}`;
  return [
    told,
    {
      text: texts.sum(quantity, price, showMoney(sum, money.currency, language)),
      sources: [...sources, { type: "fact", name, value: `${sum} ${money.currency}`, source: document }],
    },
  ];
}

/** What the row is about, without columns that only number it. */
const nameOf = ({ key }: RowFact): string =>
  key.map(({ raw, unit }) => (unit && /^\d[\d.,]*$/.test(raw) ? `${raw} ${unit}` : raw)).join(", ");

/** "pro Stück" where a column says the unit; the name of the price's column where it says more than "price". */
function detailOf(fact: RowFact, price: FactCell, texts: ReplyTexts, sources: Evidence[], document: string): string {
  const unit = fact.cells.find(({ name }) => conceptKeys(name).includes("=unit"));
  const isPlain = /^(?:preis|price|cost|kosten|betrag|gebühr|fee|vk|brutto)?$/iu.test(
    price.name.replaceAll(/\b(?:in|eur|€|gbp|£|brutto|inkl\.? mwst\.?)\b|[()€£]/giu, "").trim(),
  );
  const named = isPlain ? "" : ` (${price.name})`;
  if (!unit) return named;
  sources.push({ type: "quote", source: document, text: unit.raw });
  return ` ${texts.per} ${unit.raw}${named}`;
}
