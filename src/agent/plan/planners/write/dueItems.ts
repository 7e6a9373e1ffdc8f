import { Dec, stem, words, type Lang } from "../../../../files/index.ts";
import type { WideColumn } from "../../gather/types.ts";
import { directConcepts } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { rowEvidence, type RowHit } from "../text/rows.ts";
import { currencyOf, day, money } from "./format.ts";
import type { Recipient } from "./recipient.ts";
import type { Collected, LetterFact } from "./types.ts";

interface DueItem {
  hit: RowHit;
  number: string;
  amount: string;
  currency: string;
  due: string;
  paid: boolean;
  /** How the letter calls it: "unsere Rechnung", "Our invoice", "Beleg". */
  name: string;
}

const RECEIVED =
  /(?<!\p{L})(?:bezahlt|gezahlt|beglichen|paid|settled|received|eingang|eingegangen|zahlungseingang|erhalten)(?!\p{L})/iu;
const PAID =
  /(?<!\p{L})(?:bezahlt|beglichen|gezahlt|paid|settled|cleared|ausgeglichen|erledigt|closed|done)(?!\p{L})/iu;

/** Invoices of the recipient that are not paid; of a payment reminder those whose day has passed. */
export function dueItems(text: string, recipient: Recipient, ctx: PlanContext, lang: Lang): Collected {
  const items = recipient.rows.flatMap((hit) => readItem(hit, ctx, lang) ?? []).filter((item) => !item.paid);
  const named = items.filter((item) => text.toLowerCase().includes(item.number.toLowerCase()));
  const today = ctx.request.today;
  const overdue = items.filter((item) => item.due < today);
  const chosen = distinct(named.length > 0 ? named : overdue.length > 0 ? overdue : []);
  if (chosen.length === 0) return { facts: [], sentences: [] };
  const facts = chosen.flatMap((item) => toFacts(item, ctx, lang));
  const sentences = chosen.map((item) => sentence(item, lang, today));
  if (chosen.length > 1) {
    const total = chosen.reduce((sum, item) => sum.plus(item.amount), new Dec(0)).toFixed(2);
    const shown = money(total, chosen[0]?.currency ?? "EUR", lang);
    facts.push({
      label: lang === "de" ? "Summe" : "Total",
      text: shown,
      kind: "number",
      value: total,
      required: true,
      path: "",
      quote: "",
    });
    sentences.push(lang === "de" ? `Zusammen sind das ${shown}.` : `Together this is ${shown}.`);
  }
  sentences.push(
    ...(lang === "de"
      ? [
          "Bitte überweisen Sie den Betrag in den nächsten Tagen.",
          "Sollten Sie schon gezahlt haben, betrachten Sie dieses Schreiben bitte als gegenstandslos.",
        ]
      : [
          "Please transfer the amount within the next few days.",
          "If you have already paid, please disregard this letter.",
        ]),
  );
  return { facts, sentences };
}

function sentence(item: DueItem, lang: Lang, today: string): string {
  const amount = money(item.amount, item.currency, lang);
  const due = day(item.due, lang);
  const past = item.due < today;
  if (lang === "de")
    return past
      ? `${item.name} ${item.number} über ${amount} war am ${due} fällig und ist noch offen.`
      : `${item.name} ${item.number} über ${amount} ist am ${due} fällig.`;
  return past
    ? `${item.name} ${item.number} for ${amount} was due on ${due} and is still open.`
    : `${item.name} ${item.number} for ${amount} is due on ${due}.`;
}

function toFacts(item: DueItem, ctx: PlanContext, lang: Lang): LetterFact[] {
  const { path, quote } = rowEvidence(item.hit, ctx.catalogue);
  const german = lang === "de";
  const make = (label: string, text: string, kind: LetterFact["kind"], value: string): LetterFact => ({
    label,
    text,
    kind,
    value,
    required: true,
    path,
    quote,
  });
  return [
    make(
      /rechnung|invoice/iu.test(item.name)
        ? german
          ? "Rechnungsnummer"
          : "Invoice number"
        : german
          ? "Nummer"
          : "Number",
      item.number,
      "text",
      item.number,
    ),
    make(german ? "Betrag" : "Amount", money(item.amount, item.currency, lang), "number", item.amount),
    make(german ? "fällig am" : "due on", day(item.due, lang), "date", item.due),
  ];
}

/** A row as an open item, when it has a day it is due, an amount, and says whether it is paid. */
function readItem(hit: RowHit, ctx: PlanContext, lang: Lang): DueItem | null {
  const { columns, rows } = hit.wide;
  const cells = rows[hit.row] ?? [];
  const own = columns.map((column, at) => ({ column, at })).filter(({ column }) => column.via.length <= 1);
  const due = own.find(({ column }) => column.type === "date" && calls(column, ["due", "deadline", "overdue"]));
  const amount = bestAmount(own);
  const paid = own.find(({ column }) => calls(column, ["paid", "payment"]) || RECEIVED.test(column.name));
  const status = own.find(({ column }) => calls(column, ["status"]));
  const number = own.find(({ column, at }) => at !== due?.at && isNumberColumn(column, cells[at]?.raw ?? ""));
  const dueValue = due && cells[due.at]?.value;
  const amountValue = amount && cells[amount.at]?.value;
  if (!dueValue || !amountValue || !number || (!paid && !status)) return null;
  const paidCell = paid ? (cells[paid.at]?.raw.trim() ?? "") : "";
  const isPaid = paid
    ? paidCell !== "" && !/^(?:nein|no|n|offen|open|0|-)$/iu.test(paidCell)
    : PAID.test(cells[status?.at ?? -1]?.raw ?? "");
  return {
    hit,
    number: cells[number.at]?.raw.trim() ?? "",
    amount: amountValue,
    currency: amount.column.unit ?? currencyOf(ctx.catalogue),
    due: dueValue.slice(0, 10),
    paid: isPaid,
    name: nameOf(number.column.name, hit.table.path, lang),
  };
}

function nameOf(column: string, path: string, lang: Lang): string {
  const isInvoice = /rechnung|invoice|bill|re-?nr/iu.test(`${column} ${path}`);
  if (lang === "de") return isInvoice ? "unsere Rechnung" : `der Betrag zu ${column}`;
  return isInvoice ? "Our invoice" : `The amount for ${column}`;
}

/** The gross or open amount before a net one. */
function bestAmount(own: { column: WideColumn; at: number }[]): { column: WideColumn; at: number } | undefined {
  const rank = (column: WideColumn) =>
    (/(?:offen|open|outstanding|rest|due)/iu.test(column.name) ? 3 : 0) +
    (calls(column, ["gross", "total"]) ? 2 : 0) +
    (calls(column, ["amount", "balance"]) ? 1 : 0) -
    (calls(column, ["net", "vat", "discount"]) ? 2 : 0);
  return own
    .filter(
      ({ column }) =>
        column.type === "money" ||
        (column.type === "number" && calls(column, ["amount", "gross", "total", "net", "price"])),
    )
    .toSorted((a, b) => rank(b.column) - rank(a.column))[0];
}

function isNumberColumn(column: WideColumn, raw: string): boolean {
  return (
    /\d/u.test(raw) &&
    column.type !== "date" &&
    column.type !== "money" &&
    /(?:rechnung|invoice|beleg|re-?nr|bill|number|nummer)/iu.test(column.name) &&
    /^[\p{L}\d/.-]{2,24}$/u.test(raw.trim())
  );
}

export function calls(column: { name: string }, ids: string[]): boolean {
  const whole = directConcepts(column.name.slice(column.name.lastIndexOf(".") + 1));
  return (
    whole.some((id) => ids.includes(id)) ||
    words(column.name).some(
      (word) => directConcepts(word.text).some((id) => ids.includes(id)) || ids.includes(stem(word.word)),
    )
  );
}

/** One item per number; the table's entry before what was read out of a paper. */
function distinct(items: DueItem[]): DueItem[] {
  const seen = new Set<string>();
  return items
    .toSorted(
      (a, b) =>
        Number(b.hit.table.kind === "table") - Number(a.hit.table.kind === "table") || a.due.localeCompare(b.due),
    )
    .filter((item) => !seen.has(item.number) && seen.add(item.number))
    .slice(0, 6);
}
