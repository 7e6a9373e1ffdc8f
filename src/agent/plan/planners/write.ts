import { guessLanguage, type Doc, type Lang } from "../../../files/index.ts";
import { bodyOf } from "../gather/fileTables.ts";
import { orderOf } from "../request/index.ts";
import type { Clause, DraftStep, PlanContext, Planner, Prior, Request } from "../types.ts";
import { maskSpans } from "../request/index.ts";
import { instructionSpans } from "./text/instructions.ts";
import { collectFacts, type Matter } from "./write/collect.ts";
import { answeredMail } from "./write/mail.ts";
import { answersMail, continuesLetter, occasionOf, ordersLetter } from "./write/occasion.ts";
import { rememberedFacts } from "./write/remembered.ts";
import { closingFor, greetingFor, isFromAnother, ownName, recipientOf, signerOf } from "./write/recipient.ts";
import { skeletonOf } from "./write/skeleton.ts";
import { targetOf } from "./write/target.ts";
import type { Letter } from "./write/types.ts";

const DEFAULT_WORDS = 140;
const TELLS = /^(?:please\s+|bitte\s+)?(?:tell|say|mention|sag|nenn|schreib)\p{L}*(?!\p{L})/iu;

/** Letters, replies, reminders, announcements, with facts from the files. Nothing is ever sent. */
export const writePlanner: Planner = {
  name: "write",
  about: "write a letter, mail, reply, reminder or announcement",
  fits(clause, request) {
    if (letterBefore(clause, request)) return 0.97;
    const order = orderOf(clause, request);
    // "I must answer Mr Lee. Tell him that …": who is written to stands before the order.
    return TELLS.test(order) ? Math.max(ordersLetter(order), ordersLetter(clause.text)) : ordersLetter(order);
  },
  async plan(clause, ctx, prior) {
    const before = letterBefore(clause, ctx.request);
    const done = before && prior.results.findLast((result) => result.clause.index === before.index);
    if (done) return [{ op: "covered", why: "this belongs to the letter", args: { by: done.ref } }];
    const end = letterEnd(clause, ctx.request);
    const text = ctx.request.text.slice(clause.start, end);
    const matter = await readMatter(text, clause.start, ctx, prior);
    const letter = await toLetter(matter, ctx);
    if (isGroundless(matter, letter)) return [nothingDue(matter, ctx.request.lang === "de")];
    const target = targetOf(text, clause.start, matter.recipient.name, ctx);
    return [
      { op: "draft", why: `write ${letter.occasion} to ${letter.recipient || "the reader"}`, args: { ...letter } },
      { op: "save", why: `save it as ${target.path}`, args: { from: "@-1", path: target.path, mode: target.mode } },
      { op: "showDraft", why: "show it", args: { text: "@-2", saved: "@-1" } },
    ] satisfies DraftStep[];
  },
};

/** The clause that ordered the letter which this one goes on about. */
function letterBefore(clause: Clause, request: Request): Clause | null {
  if (!continuesLetter(clause.text) || (ordersLetter(clause.text) >= 0.95 && !/^(?:nenn|sag|tell)/iu.test(clause.text)))
    return null;
  const before = request.clauses[clause.index - 1];
  if (!before) return null;
  return ordersLetter(before.text) >= 0.9 && !letterBefore(before, request) ? before : letterBefore(before, request);
}

function letterEnd(clause: Clause, request: Request): number {
  let at = clause.index + 1;
  for (let next = request.clauses[at]; next && letterBefore(next, request); next = request.clauses[at]) at += 1;
  return request.clauses[at]?.start ?? request.text.length;
}

async function readMatter(text: string, start: number, ctx: PlanContext, prior: Prior): Promise<Matter> {
  const skip = ctx.request.paths
    .filter((path) => !path.exists)
    .map((path) => ({ start: path.start - start, end: path.end - start }));
  // What a file shall be called says nothing of the letter.
  const said = maskSpans(
    text,
    skip.filter((path) => path.start >= 0 && path.end <= text.length),
  );
  const found = answersMail(said) ? await answeredMail(text, ctx, skip) : null;
  const mail = found && isFromAnother(found, said, ctx) ? null : found;
  const recipient = recipientOf(said, mail, ctx);
  return { text, start, occasion: occasionOf(said), mail, recipient, lang: languageOf(text, mail, ctx), prior };
}

/** A payment reminder to somebody who owes nothing would be wrong however it is worded. */
function isGroundless({ text, occasion, recipient, mail }: Matter, letter: Letter): boolean {
  const aboutMoney =
    /(?<!\p{L})(?:rechnung\p{L}*|zahlung\p{L}*|mahnung|miete\p{L}*|beitrag\p{L}*|invoices?|payment|bills?|rent|fees?)(?!\p{L})/iu.test(
      text,
    );
  return (
    occasion === "reminder" &&
    aboutMoney &&
    mail === null &&
    recipient.rows.length > 0 &&
    !letter.facts.some((fact) => fact.required)
  );
}

function nothingDue({ recipient }: Matter, german: boolean): DraftStep {
  const say = german
    ? `Für ${recipient.name} ist nichts überfällig; ich habe keine Erinnerung geschrieben.`
    : `Nothing is overdue for ${recipient.name}; I have written no reminder.`;
  return { op: "answer", why: "nothing is overdue", args: { value: null, kind: "absent", evidence: [], say } };
}

/** What is asked for; else the language in which the other one writes, or wants to be answered. */
function languageOf(text: string, mail: Doc | null, ctx: PlanContext): Lang {
  if (ctx.request.answerLang) return ctx.request.answerLang;
  if (/(?<!\p{L})(?:in german|auf deutsch)(?!\p{L})/iu.test(text)) return "de";
  if (/(?<!\p{L})(?:in english|auf englisch)(?!\p{L})/iu.test(text)) return "en";
  return mail ? guessLanguage(bodyOf(mail).text) : ctx.request.lang;
}

async function toLetter(matter: Matter, ctx: PlanContext): Promise<Letter> {
  const { text, occasion, recipient, lang, mail } = matter;
  const collected = await collectFacts(matter, ctx);
  const profile = await ctx.memory.profile();
  collected.facts.push(...(await rememberedFacts(matter, collected.facts, ctx)));
  return {
    occasion,
    request: text,
    lang,
    maxWords: ctx.request.limits.maxWords ?? DEFAULT_WORDS,
    recipient: recipient.name,
    greeting: greetingFor(recipient, text, lang),
    closing: closingFor(
      [signerOf(text, ctx) || (profile.name ?? ""), ownName(ctx)].filter((name) => name !== "").join("\n"),
      lang,
    ),
    fallback: skeletonOf(occasion, collected, lang, ctx.request.today),
    facts: collected.facts,
    mail: mail ? withoutInstructions(mail) : "",
    ...(profile.tone === null ? {} : { tone: profile.tone }),
  };
}

function withoutInstructions(mail: Doc): string {
  const { text, start } = bodyOf(mail);
  let plain = text;
  for (const span of instructionSpans(mail.text).toReversed()) {
    if (span.start >= start) plain = plain.slice(0, span.start - start) + plain.slice(span.end - start);
  }
  return plain.trim();
}
