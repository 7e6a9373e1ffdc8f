import { findDates, findPeriods, type Doc, type Lang } from "../../../../files/index.ts";
import { bodyOf } from "../../gather/fileTables.ts";
import { queryOp } from "../../ops/query.ts";
import { querySchema } from "../../query/types.ts";
import { readRequest } from "../../request/index.ts";
import type { PlanContext } from "../../types.ts";
import { queryPlanner } from "../query.ts";
import { answerQuestion, type Answer } from "../question/answer.ts";
import { askedFor } from "../question/asked.ts";
import { aboutness, isReadable, titleOf } from "../text/docs.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds } from "../text/needs.ts";
import { fromVal, toFacts } from "./answerFacts.ts";
import { questionsOf } from "./mail.ts";
import type { Recipient } from "./recipient.ts";
import { currencyOf, money } from "./format.ts";
import { cellFact } from "./rowFacts.ts";
import { tariffCell } from "./tariff.ts";
import { sumFor } from "./sums.ts";
import type { Collected, LetterFact } from "./types.ts";

const MAX_QUESTIONS = 4;
/** Words of the one who asks: what they ask is about themselves. */
const OWN = /(?<!\p{L})(?:we|our|us|my|i|me|mine|wir|unser\p{L}*|uns|mein\p{L}*|ich|mir)(?!\p{L})/iu;
const SUMS =
  /(?<!\p{L})(?:total|spent|spend|sum|altogether|together|insgesamt|zusammen|summe|ausgegeben|gekostet)(?!\p{L})/iu;

const TARIFF =
  /(?<!\p{L})(?:cost\p{L}*|price\p{L}*|fees?|the rent|deposit|charge|kost\p{L}*|preis\p{L}*|gebühr\p{L}*|miete|kaution|pfand)(?!\p{L})/iu;

interface Asking {
  mail: Doc;
  /** The stretch of time that the mail speaks of, as it stands there; "" when none. */
  period: string;
  recipient: Recipient;
  /** Files that the order names as the source of the answer. */
  sources: string[];
  lang: Lang;
}

/** The questions of a mail with the answers that the files give. */
export async function askedFacts(
  order: string,
  mail: Doc,
  recipient: Recipient,
  ctx: PlanContext,
  lang: Lang,
): Promise<Collected> {
  const collected: Collected = { facts: [], sentences: [] };
  const period = findPeriods(bodyOf(mail).text, { today: ctx.request.today })[0]?.text ?? "";
  const asking: Asking = { mail, period, recipient, sources: namedSources(order, ctx), lang };
  for (const question of questionsOf(mail).slice(0, MAX_QUESTIONS)) {
    const facts = (await answerOne(question, asking, ctx)).filter(
      (fact) => !collected.facts.some((other) => other.value === fact.value && other.kind === fact.kind),
    );
    if (facts.length === 0) continue;
    collected.facts.push(...facts, ...subjectFacts(question, ctx, lang));
    collected.sentences.push(toSentence(question, facts, lang));
  }
  return collected;
}

/** "nach unserer Hausordnung": papers whose title the order names. */
export function namedSources(order: string, ctx: PlanContext): string[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const needs = readNeeds(order, source, ctx.request.paths).filter(
    (need) => need.role === "word" && need.weight >= 0.7,
  );
  const matcher = createMatcher(ctx.request.today);
  return ctx.catalogue.docs
    .filter((doc) => isReadable(doc) && doc.kind !== "mail" && !ctx.catalogue.supersededDocs.has(doc.path))
    .filter((doc) => {
      const title = `${doc.path.replaceAll(/[/_.]/gu, " ")} ${titleOf(doc)}`;
      return needs.some((need) => (matcher.find(need, title)?.strength ?? 0) >= 0.94);
    })
    .map((doc) => doc.path);
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

/** Contracts, offers and the like whose title or head names the recipient. */
function papersAbout(recipient: Recipient, ctx: PlanContext): string[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const names = [...recipient.needs, ...readNeeds(customerOf(recipient), source)].filter((need) => need.required);
  if (names.length === 0) return [];
  const matcher = createMatcher(ctx.request.today);
  return ctx.catalogue.docs
    .filter((doc) => isReadable(doc) && doc.kind !== "mail" && !ctx.catalogue.supersededDocs.has(doc.path))
    .filter((doc) => names.some((need) => (aboutness(doc, need, new Map(), matcher)?.strength ?? 0) >= 0.95))
    .map((doc) => doc.path);
}

async function answerOne(question: string, asking: Asking, ctx: PlanContext): Promise<LetterFact[]> {
  const { recipient, lang } = asking;
  const asked = askedFor(question);
  const counts = asked.type === "number" || asked.type === "amount" || SUMS.test(question);
  const own = OWN.test(question);
  if (counts && own) {
    const computed = await compute(question, asking, ctx);
    if (computed.length > 0) return computed;
  }
  const without = asking.mail.path;
  const priced = TARIFF.test(question) ? tariffCell(question, bodyOf(asking.mail).text, ctx) : null;
  if (priced) {
    const fact = cellFact(priced.hit, priced.at, ctx, lang);
    const isMoney = priced.hit.wide.columns[priced.at]?.type !== "date";
    return [isMoney ? { ...fact, text: money(fact.value, currencyOf(ctx.catalogue), lang) } : fact];
  }
  if (asking.sources.length > 0) {
    const told = await answerQuestion({ text: question, within: asking.sources }, ctx);
    if (isGood(told, 0.2)) return toFacts(question, told, ctx, lang);
  }
  // A paper about the one who asks ("agreement with Villa …") comes before what holds for all.
  const papers = papersAbout(recipient, ctx);
  if (papers.length > 0) {
    const told = await answerQuestion({ text: question, within: papers }, ctx);
    if (isGood(told, 0.3)) return toFacts(question, told, ctx, lang);
  }
  // Who asks about "my appointment" means their own; else the question stands for itself.
  const texts = [...(own && recipient.name !== "" ? [`${recipient.name}: ${question}`] : []), question];
  for (const text of texts) {
    const answer = await answerQuestion({ text, without }, ctx);
    if (isGood(answer, 0.35)) return toFacts(question, answer, ctx, lang);
  }
  return counts ? compute(question, asking, ctx) : [];
}

function isGood(answer: Answer, least: number): boolean {
  const { value, candidate, score } = answer;
  return value !== null && candidate !== null && candidate.attribute >= least && score >= least + 0.1;
}

/** Counts and sums over the tables, for the one who asks and the time that the mail speaks of. */
async function compute(question: string, { period, recipient, lang }: Asking, ctx: PlanContext): Promise<LetterFact[]> {
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
