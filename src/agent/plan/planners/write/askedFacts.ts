import { findDates, findPeriods, type Doc, type Lang } from "../../../../files/index.ts";
import { bodyOf } from "../../gather/fileTables.ts";
import { queryOp } from "../../ops/query.ts";
import { querySchema } from "../../query/types.ts";
import { readRequest } from "../../request/index.ts";
import type { PlanContext, Val } from "../../types.ts";
import { queryPlanner } from "../query.ts";
import { answerQuestion, type Answer } from "../question/answer.ts";
import { askedFor } from "../question/asked.ts";
import * as patterns from "../question/patterns.ts";
import { readNeeds } from "../text/needs.ts";
import { clock, currencyOf, day, money, plainNumber } from "./format.ts";
import { questionsOf } from "./mail.ts";
import type { Recipient } from "./recipient.ts";
import { sumFor } from "./sums.ts";
import type { Collected, LetterFact } from "./types.ts";

const MAX_QUESTIONS = 4;
/** Words of the one who asks: what they ask is about themselves. */
const OWN = /(?<!\p{L})(?:we|our|us|my|i|me|mine|wir|unser\p{L}*|uns|mein\p{L}*|ich|mir)(?!\p{L})/iu;

/** The questions of a mail with the answers that the files give. */
export async function askedFacts(mail: Doc, recipient: Recipient, ctx: PlanContext, lang: Lang): Promise<Collected> {
  const collected: Collected = { facts: [], sentences: [] };
  const body = bodyOf(mail).text;
  const period = findPeriods(body, { today: ctx.request.today })[0]?.text ?? "";
  for (const question of questionsOf(mail).slice(0, MAX_QUESTIONS)) {
    const facts = (await answerOne(question, period, recipient, ctx, lang)).filter(
      (fact) => !collected.facts.some((other) => other.value === fact.value),
    );
    if (facts.length === 0) continue;
    collected.facts.push(...facts, ...subjectFacts(question, ctx, lang));
    collected.sentences.push(toSentence(question, facts, lang));
  }
  return collected;
}

/** Names that the question is about belong into its answer. */
function subjectFacts(question: string, ctx: PlanContext, lang: Lang): LetterFact[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  return readNeeds(question, source)
    .filter((need) => need.required && need.role === "name")
    .map((need): LetterFact => {
      const name = need.mentions[0]?.value ?? need.text;
      return {
        label: lang === "de" ? "Es geht um" : "It is about",
        text: name,
        kind: "text",
        value: name.split(" ")[0] ?? name,
        required: true,
        path: "",
        quote: "",
      };
    });
}

function toSentence(question: string, facts: LetterFact[], lang: Lang): string {
  const asked = question.replace(/\?+$/u, "").trim();
  const values = facts
    .filter(
      (fact) =>
        fact.label !== "Zeitraum" &&
        fact.label !== "Period" &&
        (fact.kind !== "time" || facts.every((other) => other.kind === "time")),
    )
    .map((fact) => fact.text)
    .join(", ");
  return lang === "de" ? `Zu Ihrer Frage „${asked}?“: ${values}.` : `You asked “${asked}?”: ${values}.`;
}

async function answerOne(
  question: string,
  period: string,
  recipient: Recipient,
  ctx: PlanContext,
  lang: Lang,
): Promise<LetterFact[]> {
  const asked = askedFor(question);
  const counts = asked.type === "number" || asked.type === "amount" || SUMS.test(question);
  const own = OWN.test(question);
  if (counts && own) {
    const computed = await compute(question, period, recipient, ctx, lang);
    if (computed.length > 0) return computed;
  }
  const plain = await answerQuestion({ text: question }, ctx);
  if (isGood(plain)) return toFacts(question, plain, ctx, lang);
  if (!own || recipient.name === "") return counts ? compute(question, period, recipient, ctx, lang) : [];
  const about = await answerQuestion({ text: `${recipient.name}: ${question}` }, ctx);
  return isGood(about) ? toFacts(question, about, ctx, lang) : [];
}

const SUMS =
  /(?<!\p{L})(?:total|spent|spend|sum|altogether|together|insgesamt|zusammen|summe|ausgegeben|gekostet)(?!\p{L})/iu;

function isGood(answer: Answer): boolean {
  return (
    answer.value !== null && answer.candidate !== null && answer.candidate.attribute >= 0.35 && answer.score >= 0.5
  );
}

/** Counts and sums over the tables, for the one who asks and the time that the mail speaks of. */
async function compute(
  question: string,
  period: string,
  recipient: Recipient,
  ctx: PlanContext,
  lang: Lang,
): Promise<LetterFact[]> {
  const today = ctx.request.today;
  const when = findPeriods(question, { today })[0] ?? findPeriods(period, { today })[0] ?? null;
  const sum = sumFor(question, customerOf(recipient), when, ctx, lang);
  if (sum) return [sum, ...periodFact(when?.text ?? "", lang)];
  const timed =
    period === "" || findPeriods(question, { today }).length > 0 || findDates(question, { today }).length > 0;
  const plain = question.replace(/\?+$/u, "");
  const text = `${plain}${timed ? "" : ` in ${period.replace(/^(?:in|im)\s+/iu, "")}`} (${customerOf(recipient)})?`;
  const request = readRequest(text, { today, files: ctx.catalogue.docs.map((doc) => doc.path) });
  const inner: PlanContext = { ...ctx, request };
  const clause = { text: request.text, index: 0, start: 0 };
  const steps = await queryPlanner.plan(
    clause,
    { ...inner, request: { ...request, clauses: [clause] } },
    { results: [] },
  );
  const step = steps?.find((one) => one.op === "query");
  const query = querySchema.safeParse(step?.args["query"]);
  if (!query.success) return [];
  return fromVal(question, await queryOp.run({ query: query.data }, inner), ctx, lang);
}

/** The letter says which time its figures are of. */
function periodFact(period: string, lang: Lang): LetterFact[] {
  const name = period.replace(/^(?:in|im|for|für|last|since|seit)\s+/iu, "").trim();
  if (!/^\p{Lu}\p{L}+(?: \d{4})?$/u.test(name)) return [];
  const word = name.split(" ")[0] ?? name;
  return [
    {
      label: lang === "de" ? "Zeitraum" : "Period",
      text: name,
      kind: "text",
      value: word,
      required: true,
      path: "",
      quote: "",
    },
  ];
}

/** How the tables call the one who writes: the firm of a contact person. */
function customerOf(recipient: Recipient): string {
  const own = recipient.rows[0];
  if (!own) return recipient.name;
  const at = own.wide.columns.findIndex(
    (column) => column.via.length === 1 && /^(?:name|firma|company|kunde|customer|client)$/iu.test(column.name),
  );
  return own.wide.rows[own.row]?.[at]?.raw.trim() || recipient.name;
}

function fromVal(question: string, val: Val, ctx: PlanContext, lang: Lang): LetterFact[] {
  if (val.type !== "value" || val.value === null || val.kind === "absent") return [];
  const evidence = val.evidence[0] ?? { path: "", quote: "" };
  const isMoney =
    val.kind === "number" &&
    (askedFor(question).type === "amount" ||
      /(?<!\p{L})(?:spen[dt]\p{L}*|cost\p{L}*|paid|pay|owe\p{L}*|price|amount|revenue|ausgegeben|kost\p{L}*|bezahl\p{L}*|betrag|preis|umsatz|schuld\p{L}*)(?!\p{L})/iu.test(
        question,
      ));
  const text =
    val.kind === "date"
      ? day(val.value, lang)
      : val.kind === "number"
        ? isMoney
          ? money(val.value, currencyOf(ctx.catalogue), lang)
          : plainNumber(val.value, lang)
        : val.value;
  return [
    {
      label: question,
      text,
      kind: val.kind === "boolean" ? "text" : val.kind,
      value: val.value,
      required: true,
      ...evidence,
    },
  ];
}

/** The answer itself, and of a sentence its times and dates, which the letter must name. */
function toFacts(question: string, answer: Answer, ctx: PlanContext, lang: Lang): LetterFact[] {
  const { candidate } = answer;
  if (!candidate) return [];
  const base = { label: question, path: candidate.path, quote: candidate.quote };
  if (candidate.kind === "date")
    return [{ ...base, text: day(candidate.value, lang), kind: "date", value: candidate.value, required: true }];
  if (candidate.kind === "number") {
    const amount = answer.asked.type === "amount";
    const text = amount
      ? money(candidate.value, currencyOf(ctx.catalogue), lang)
      : /\d/u.test(candidate.shown) && candidate.source === "text"
        ? candidate.shown
        : plainNumber(candidate.value, lang);
    return [{ ...base, text, kind: "number", value: candidate.value, required: true }];
  }
  const times = patterns.times(candidate.shown);
  if (times.length > 0) {
    const named = times.map((time) => clock(time.value, lang));
    const joint = lang === "de" ? " bis " : " to ";
    return [
      { ...base, text: named.join(joint), kind: "text", value: "", required: false },
      ...times.map((time): LetterFact => ({
        ...base,
        text: clock(time.value, lang),
        kind: "time",
        value: time.value,
        required: true,
      })),
    ];
  }
  return [{ ...base, text: candidate.shown, kind: "text", value: "", required: false }];
}
