import { Dec, findNumbers, fold, round, stem, words, type Lang, type NumberSpan } from "../../../../files/index.ts";
import type { Mention, SourceTable, WideColumn, WideTable } from "../../gather/types.ts";
import { isStopWord } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { rowEvidence } from "../text/rows.ts";
import { pricedRow, spanIn, timesFor } from "./tariff.ts";
import { calls } from "./dueItems.ts";
import { currencyOf, money, plainNumber } from "./format.ts";
import type { Recipient } from "./recipient.ts";
import type { Collected, LetterFact } from "./types.ts";

interface Line {
  quantity: string;
  item: string;
  price: string;
  /** Days or nights that the price is paid for. */
  times: number;
  /** "3 days", "" when it is not paid by time. */
  span: string;
  currency: string;
  path: string;
  quote: string;
}

const PRICE_ASKED =
  /(?<!\p{L})(?:cost\p{L}*|price\p{L}*|total|quote|how much|come to|comes to|offer|kost\p{L}*|preis\p{L}*|gesamt\p{L}*|angebot|was macht|wie viel|wieviel|wie teuer|summe)(?!\p{L})/iu;
const DISCOUNT = /(?<!\p{L})(?:discount|rebate|reduction|rabatt\p{L}*|nachlass\p{L}*|abzug\p{L}*|prozente)(?!\p{L})/iu;

/**
 * What is ordered or asked for ("24 bottles of X and 12 of Y") at the prices that apply today, less the recipient's own
 * discount where one is spoken of. Empty when no price is asked or nothing is priced.
 */
export function orderLines(
  wanted: string,
  request: string,
  recipient: Recipient,
  ctx: PlanContext,
  lang: Lang,
): Collected {
  if (!PRICE_ASKED.test(`${wanted} ${request}`)) return { facts: [], sentences: [] };
  const lines = readLines(wanted, ctx, lang);
  if (lines.length === 0) return { facts: [], sentences: [] };
  const sum = lines.reduce(
    (total, line) => total.plus(new Dec(line.price).times(line.quantity).times(line.times)),
    new Dec(0),
  );
  const discount = DISCOUNT.test(`${wanted} ${request}`) ? discountOf(recipient) : null;
  const total = discount === null ? sum : sum.times(new Dec(100).minus(discount.percent)).dividedBy(100);
  return compose(lines, sum.toFixed(2), round(total.toFixed(), 2), discount, lang);
}

function compose(lines: Line[], sum: string, total: string, discount: Discount | null, lang: Lang): Collected {
  const german = lang === "de";
  const currency = lines[0]?.currency ?? "EUR";
  const facts: LetterFact[] = lines.flatMap((line): LetterFact[] => {
    const name = line.item.split(/\s+/u)[0] ?? line.item;
    const each = money(line.price, currency, lang);
    const base = { path: line.path, quote: line.quote };
    return [
      {
        ...base,
        label: german ? "Ware" : "Item",
        text: `${line.quantity} × ${line.item}`,
        kind: "text",
        value: name,
        required: true,
      },
      {
        ...base,
        label: german ? `Einzelpreis ${line.item}` : `Price of one ${line.item}`,
        text: each,
        kind: "number",
        value: line.price,
        required: false,
      },
    ];
  });
  const computed = { path: "", quote: "", kind: "number" as const };
  if (discount !== null) {
    const percent = plainNumber(discount.percent, lang);
    facts.push({
      ...computed,
      label: german ? "Summe ohne Rabatt" : "Sum before discount",
      text: money(sum, currency, lang),
      value: sum,
      required: false,
    });
    facts.push({
      ...computed,
      label: german ? "Rabatt" : "Discount",
      text: `${percent} %`,
      value: discount.percent,
      required: true,
      path: discount.path,
      quote: discount.quote,
    });
  }
  const shown = money(total, currency, lang);
  const what = german
    ? discount
      ? "Gesamtpreis nach Abzug des Rabatts"
      : "Gesamtpreis"
    : discount
      ? "Total after discount"
      : "Total";
  facts.push({ ...computed, label: what, text: shown, value: total, required: true });
  const list = joinList(
    lines.map((line) =>
      german
        ? `${line.quantity} × ${line.item} zu je ${money(line.price, currency, lang)}${line.span && ` für ${line.span}`}`
        : `${line.quantity} × ${line.item} at ${money(line.price, currency, lang)} each${line.span && ` for ${line.span}`}`,
    ),
    lang,
  );
  const sentences = discount
    ? german
      ? [
          `${list} ergeben ${money(sum, currency, lang)}.`,
          `Nach Abzug Ihres Rabatts von ${plainNumber(discount.percent, lang)} % beträgt der Gesamtpreis ${shown}.`,
        ]
      : [
          `${list} come to ${money(sum, currency, lang)}.`,
          `After your discount of ${plainNumber(discount.percent, lang)}% the total is ${shown}.`,
        ]
    : [german ? `${list} kosten zusammen ${shown}.` : `${list} cost ${shown} in total.`];
  return { facts, sentences };
}

function joinList(parts: string[], lang: Lang): string {
  const and = lang === "de" ? " und " : " and ";
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")}${and}${parts.at(-1)}`;
}

/** Every quantity with the priced thing that stands right behind it. */
function readLines(text: string, ctx: PlanContext, lang: Lang): Line[] {
  const mentions = ctx.catalogue.mentions(text).filter((mention) => mention.score >= 0.55);
  const lines: Line[] = [];
  for (const number of findNumbers(text)) {
    if (!/^\d{1,5}(?:\.\d+)?$/u.test(number.value) || text[number.end] === ")") continue;
    const near = mentions.filter(
      (mention) =>
        mention.start >= number.start &&
        /\p{L}/u.test(mention.text) &&
        mention.start - number.end <= 28 &&
        !/[.!?;]/u.test(text.slice(number.end, mention.start)),
    );
    const priced = near.flatMap(
      (mention) => toLine(number.value, text.slice(number.end, mention.start), mention, ctx) ?? [],
    );
    const best = priced.toSorted((a, b) => b.score - a.score)[0]?.line ?? looseLine(number, text, ctx, lang);
    if (best && !lines.some((line) => line.item === best.item)) lines.push(best);
  }
  return lines;
}

/** "9 e-bikes": what the price list calls otherwise, or in another language. */
function looseLine(number: NumberSpan, text: string, ctx: PlanContext, lang: Lang): Line | null {
  const phrase = /^\s+((?:\p{L}[\p{L}-]*\s+){0,2}\p{L}[\p{L}-]*)/u.exec(text.slice(number.end))?.[1] ?? "";
  const bare = phrase.replace(/\s+(?:and|und|oder|or|from|vom|for|für|in|im|at|an|on)(?!\p{L}).*$/iu, "").trim();
  if (bare === "") return null;
  const found = pricedRow(bare, `${text} ${ctx.request.text}`, ctx);
  if (!found) return null;
  const at = priceColumn(found.hit.wide, "");
  const price = found.hit.wide.rows[found.hit.row]?.[at]?.value;
  if (!price) return null;
  const currency = found.hit.wide.columns[at]?.unit ?? currencyOf(ctx.catalogue);
  const times = timesFor(found.item, `${text} ${ctx.request.text}`);
  return {
    quantity: plain(number.value),
    item: bare,
    price,
    times,
    span: times > 1 ? spanIn(`${text} ${ctx.request.text}`, times, lang === "de") : "",
    currency,
    ...rowEvidence(found.hit, ctx.catalogue),
  };
}

/** The price that applies today of the thing that a mention means. */
function toLine(
  quantity: string,
  measure: string,
  mention: Mention,
  ctx: PlanContext,
): { line: Line; score: number } | null {
  const table = ctx.catalogue.table(mention.table);
  if (!table || table.supersededBy !== null || mention.rows.length !== 1 || !isOpen(table, ctx.request.today))
    return null;
  const wide = ctx.catalogue.wide(table);
  const row = mention.rows[0] ?? -1;
  const at = priceColumn(wide, measure);
  const price = wide.rows[row]?.[at]?.value;
  const column = wide.columns[at];
  if (!price || !column) return null;
  const exact = fold(mention.text) === fold(mention.value) ? 0.5 : 0;
  const doc = ctx.catalogue.doc(table.path);
  const quote = doc?.text.split("\n")[(table.lines[row] ?? 0) - 1]?.trim() ?? "";
  const line = {
    quantity: plain(quantity),
    item: mention.value.trim(),
    price,
    times: 1,
    span: "",
    currency: column.unit ?? currencyOf(ctx.catalogue),
    path: table.path,
    quote,
  };
  return { line, score: mention.score + exact - 0.05 * (column.via.length - 1) };
}

/** "6 kegs of …" has the price of a keg; else the column of prices, else the only one with money. */
function priceColumn(wide: WideTable, measure: string): number {
  const amounts = wide.columns.flatMap((column, at) =>
    (column.type === "money" || (column.type === "number" && calls(column, ["price", "fee", "rate"]))) &&
    !calls(column, ["purchaseprice"])
      ? [at]
      : [],
  );
  const unit = words(measure).find((word) => word.word.length > 2 && !isStopWord(word.word));
  const byUnit = amounts.find(
    (at) => unit && words(wide.columns[at]?.name ?? "").some((word) => stem(word.word) === stem(unit.word)),
  );
  if (byUnit !== undefined) return byUnit;
  const priced = amounts.find((at) => calls(wide.columns[at] as WideColumn, ["price", "fee", "rate"]));
  return priced ?? (amounts.length === 1 ? (amounts[0] ?? -1) : -1);
}

function plain(quantity: string): string {
  return quantity.replace(/\.0+$/u, "");
}

function isOpen(table: SourceTable, today: string): boolean {
  return (
    (table.valid.from === null || table.valid.from <= today) && (table.valid.to === null || table.valid.to >= today)
  );
}

interface Discount {
  percent: string;
  path: string;
  quote: string;
}

/** The discount in the recipient's own entry; null when none is kept there or it is zero. */
function discountOf(recipient: Recipient): Discount | null {
  for (const hit of recipient.rows) {
    for (const [at, column] of hit.wide.columns.entries()) {
      const value = hit.wide.rows[hit.row]?.[at]?.value;
      if (
        column.via.length > 1 ||
        !calls(column, ["discount"]) ||
        (column.type !== "number" && column.type !== "money") ||
        !value
      )
        continue;
      if (Number(value) > 0 && Number(value) < 100) {
        const quote = (hit.table.rows[hit.row] ?? []).map((cell) => cell.raw).join(";");
        return { percent: value, path: hit.table.path, quote };
      }
    }
  }
  return null;
}
