import { sum, type Doc, type Lang } from "../../../../files/index.ts";
import { bodyOf } from "../../gather/fileTables.ts";
import type { PlanContext, Prior, ResultTable } from "../../types.ts";
import { showValue } from "../../result.ts";
import { toSpec } from "../fields/spec.ts";
import { currencyOf, money as inMoney } from "./format.ts";
import { askedFacts, namedSources } from "./askedFacts.ts";
import { dueItems } from "./dueItems.ts";
import { listedFacts } from "./listed.ts";
import type { Occasion } from "./occasion.ts";
import { orderLines } from "./orderLines.ts";
import type { Recipient } from "./recipient.ts";
import { toldSentences } from "./told.ts";
import { requestFacts, textFacts } from "./requestFacts.ts";
import { rowFacts } from "./rowFacts.ts";
import type { Collected, LetterFact } from "./types.ts";

export interface Matter {
  /** The order, all clauses of it. */
  text: string;
  /** Where it begins in the request. */
  start: number;
  occasion: Occasion;
  mail: Doc | null;
  recipient: Recipient;
  lang: Lang;
  prior: Prior;
}

const MONEY_DUE =
  /(?<!\p{L})(?:invoices?|bills?|payment|overdue|outstanding|unpaid|owes?|rechnung\p{L}*|zahlung\p{L}*|mahnung|überfällig\p{L}*|offene\p{L}*|ausstehend\p{L}*|unbezahlt\p{L}*|betrag)(?!\p{L})/iu;

/** Everything that the letter has to say, out of the request, the mail it answers and the files. */
export async function collectFacts(matter: Matter, ctx: PlanContext): Promise<Collected> {
  const { text, recipient, mail, occasion, lang } = matter;
  const given: Collected = {
    facts: requestFacts(text, ctx, lang, matter.start),
    sentences: toldSentences(text, ctx.request.lang, lang),
  };
  const hasFigures = given.facts.length > 0;
  const label = lang === "de" ? "Zu sagen" : "To be said";
  const base = { label, kind: "gist" as const, required: true, path: "", quote: "" };
  given.facts.push(...given.sentences.map((said): LetterFact => ({ ...base, text: said, value: said })));
  const parts: Collected[] = [given, fromPrior(matter, ctx)];
  const money = occasion === "reminder" || MONEY_DUE.test(text);
  if (money && !mail) parts.push(dueItems(text, recipient, ctx, lang));
  // "zehn Tage" has become the day itself.
  const isSpan = (fact: LetterFact) =>
    fact.kind === "number" && /^\p{L}+\s+\p{L}+$|tag|day|woch|week/iu.test(fact.text);
  const skip = ctx.request.paths.map((path) => ({ start: path.start - matter.start, end: path.end - matter.start }));
  const listed = await listedFacts(text, skip, recipient.rows, namedSources(text, ctx), ctx, lang);
  parts.push(listed);
  if (listed.facts.some((fact) => fact.kind === "date")) given.facts = given.facts.filter((fact) => !isSpan(fact));
  const wanted = mail ? bodyOf(mail).text : text;
  const priced = orderLines(wanted, text, recipient, ctx, lang);
  parts.push(priced);
  if (mail && priced.facts.length === 0 && listed.facts.length === 0)
    parts.push(await askedFacts(text, mail, recipient, ctx, lang));
  // What the person wants said is enough; else the files are searched for the matter.
  const told = given.sentences.length > 0 && (hasFigures || occasion !== "announcement");
  const found = () => told || parts.slice(1).some((part) => part.facts.length > 0);
  const isReminder = money && occasion === "reminder";
  if (!found() && recipient.rows.length > 0 && !isReminder) parts.push(await rowFacts(text, recipient, ctx, lang));
  if (!found() && !isReminder) parts.push(textFacts(text, ctx, lang, skip, mail?.path ?? ""));
  return { facts: distinct(parts.flatMap((part) => part.facts)), sentences: parts.flatMap((part) => part.sentences) };
}

/** Values that earlier clauses of the request computed for the letter. */
function fromPrior(matter: Matter, ctx: PlanContext): Collected {
  const facts: LetterFact[] = [];
  for (const { val, clause } of matter.prior.results.slice(-3)) {
    if (val.type === "table" && TOTAL.test(matter.text)) facts.push(...totalOf(val.table, matter.lang, ctx));
    if (val.type !== "value" || val.value === null || val.kind === "absent") continue;
    const kind = val.kind === "boolean" ? "text" : val.kind;
    const evidence = val.evidence[0] ?? { path: "", quote: "" };
    facts.push({
      label: clause.text,
      text: showValue(val.value, kind, matter.lang),
      kind,
      value: val.value,
      required: true,
      ...evidence,
    });
  }
  const sentences = facts.map((fact) => `${fact.label.replace(/[.?!]+$/u, "")}: ${fact.text}.`);
  return { facts: facts.filter(() => ctx.request.clauses.length > 1), sentences };
}

const TOTAL = /(?<!\p{L})(?:\p{L}*summe|gesamt\p{L}*|insgesamt|zusammen|totals?|sum|altogether)(?!\p{L})/iu;

/** What the table that was just made comes to: its last column of money, else of numbers. */
function totalOf(table: ResultTable, lang: Lang, ctx: PlanContext): LetterFact[] {
  const isMoney = ({ name, kind, unit }: ResultTable["columns"][number]) =>
    kind === "number" && ((unit !== null && /^\p{Lu}{3}$/u.test(unit)) || toSpec(name).type === "amount");
  const money = table.columns.findLastIndex(isMoney);
  const at = money === -1 ? table.columns.findLastIndex(({ kind }) => kind === "number") : money;
  const column = table.columns[at];
  if (!column || table.rows.length === 0) return [];
  const value = sum(table.rows.flatMap((row) => row[at] ?? []));
  const text =
    money === -1 ? showValue(value, "number", lang) : inMoney(value, column.unit ?? currencyOf(ctx.catalogue), lang);
  const label = lang === "de" ? `Summe ${column.name}` : `Total ${column.name}`;
  return [{ label, text, kind: "number", value, required: true, path: "", quote: "" }];
}

function distinct(facts: LetterFact[]): LetterFact[] {
  const seen = new Set<string>();
  return facts.filter((fact) => {
    const value = fact.kind === "number" ? String(Number(fact.value)) : fact.value;
    const key = `${fact.kind} ${value === "" ? fact.text : value}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
