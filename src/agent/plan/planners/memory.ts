import { fold } from "../../../files/index.ts";
import { PROFILE_FIELDS, type ProfilePatch } from "../../../store/index.ts";
import { findAbout, findAsked, findSameSubject, readPhrase, type Phrase, type Read } from "../../memory/index.ts";
import type { RecallArgs } from "../ops/recall.ts";
import type { Clause, DraftStep, PlanContext, Planner, Prior } from "../types.ts";
import { refuse } from "./shared/refuse.ts";
import { askedFor, type AnswerType } from "./question/asked.ts";

/**
 * What the person wants remembered, shown, corrected or forgotten, and questions that a remembered fact answers. Decided by
 * the words alone, without a model; a question that no memory answers is left to the files.
 */
export const memoryPlanner: Planner = {
  name: "memory",
  about: "remember, show, correct or forget what the person told",
  fits(clause) {
    const phrase = phraseOf(clause);
    if (phrase === null) return 0;
    return isCertain(phrase) ? 0.99 : 0.3;
  },
  async plan(clause, ctx, prior) {
    const phrase = phraseOf(clause);
    return phrase && planPhrase(phrase, ctx, prior);
  },
};

/** Whether the words alone say that the memory is meant; of the others, what is remembered decides. */
function isCertain(phrase: Phrase): boolean {
  switch (phrase.type) {
    case "show":
      return phrase.about === null;
    case "forget":
      return phrase.sure;
    case "question":
    case "correct":
    case "correctLast":
    case "forgetLast":
      return false;
    default:
      return true;
  }
}

/** A question may stand behind some background; what is told stands alone. */
function phraseOf({ text, order }: Clause): Phrase | null {
  const whole = readPhrase(text);
  if (whole !== null || order === undefined || order === text) return whole;
  const asked = readPhrase(order);
  return asked?.type === "question" || asked?.type === "show" || asked?.type === "field" ? asked : null;
}

async function planPhrase(phrase: Phrase, ctx: PlanContext, prior: Prior): Promise<DraftStep[] | null> {
  switch (phrase.type) {
    case "remember":
      return planStatements(phrase.statements, ctx);
    case "todo":
      throw refuse(
        ctx.request,
        {
          de: "Das ist etwas zu tun und keine Tatsache, die sich merken lässt; an Aufgaben erinnert Kralle noch nicht.",
          en: "That is something to do, not a fact to remember; Kralle does not remind of tasks yet.",
        },
        {
          de: "Schreiben Sie es in eine Datei: „Füge in todo.md die Zeile … hinzu“. Tatsachen: „Merk dir, dass …“.",
          en: "Put it into a file: “Add the line … to todo.md”. Facts: “Remember that …”.",
        },
      );
    case "show":
      return planShow(phrase.about, ctx);
    case "field":
      return recall("tell it from the profile", { ids: [], fields: [phrase.field], form: "field", about: "", more: 0 });
    case "forgetField":
      return [
        {
          op: "setProfile",
          why: `forget the ${phrase.field} of the profile`,
          args: { patch: { [phrase.field]: null } },
        },
      ];
    case "forgetAll":
      return [
        {
          op: "forget",
          why: "forget everything that is remembered, for good",
          args: { ids: [], all: true, about: "" },
        },
      ];
    case "forget":
      return planForget(phrase.about, phrase.sure, ctx);
    case "correct":
      return planCorrection(phrase.statement, ctx);
    case "correctLast":
      return planCorrectionOfLast(phrase.value, ctx, prior);
    case "forgetLast":
      return planForgetLast(ctx, prior);
    case "question":
      return planQuestion(phrase.text, ctx);
  }
}

async function planStatements(statements: (string | ProfilePatch)[], ctx: PlanContext): Promise<DraftStep[]> {
  const memories = await ctx.memory.all();
  return statements.map((statement): DraftStep => {
    if (typeof statement !== "string")
      return { op: "setProfile", why: "keep it in the profile", args: { patch: statement } };
    // Two values for one thing cannot both hold: the new one takes the place of the old one, which is kept as history.
    const [same, ...others] = findSameSubject(statement, memories);
    if (!same || others.length > 0 || fold(same.memory.text) === fold(statement))
      return { op: "remember", why: "remember it", args: { text: statement } };
    return correction(same, statement);
  });
}

const correction = ({ memory }: Read, text: string): DraftStep => ({
  op: "correctMemory",
  why: "put the new words in the place of the old ones",
  args: { id: memory.id, text },
});

async function planCorrection(statement: string, ctx: PlanContext): Promise<DraftStep[] | null> {
  const memories = await ctx.memory.all();
  const [same, ...more] = findSameSubject(statement, memories);
  if (same && more.length === 0) return [correction(same, statement)];
  // Without one, "No, the price is 27.50" is about something else.
  if (!same) return null;
  return recall("ask which one is meant", toRecall([same, ...more], "which", statement));
}

/** "No, DE456" after an answer out of one memory: the same words with the new value. */
async function planCorrectionOfLast(value: string, ctx: PlanContext, prior: Prior): Promise<DraftStep[] | null> {
  const [used, ...more] = prior.results.at(-1)?.val.memories ?? [];
  const read = (await ctx.memory.all()).find(({ memory }) => memory.id === used?.id);
  if (!read?.fact || more.length > 0 || !read.memory.text.endsWith(read.fact.value)) return null;
  return [correction(read, `${read.memory.text.slice(0, -read.fact.value.length)}${value}`)];
}

/** "Forget that" right after something was told. */
async function planForgetLast(ctx: PlanContext, prior: Prior): Promise<DraftStep[] | null> {
  const before = prior.results.find(({ clause }) => clause.index === -1);
  const phrase = before ? readPhrase(before.clause.text) : null;
  if (phrase?.type !== "remember") return null;
  const told = new Set(phrase.statements.flatMap((one) => (typeof one === "string" ? [fold(one)] : [])));
  const ids = (await ctx.memory.all())
    .filter(({ memory }) => told.has(fold(memory.text)))
    .map(({ memory }) => memory.id);
  return ids.length === 0
    ? null
    : [{ op: "forget", why: "forget what was just told, for good", args: { ids, all: false, about: "" } }];
}

async function planShow(about: string | null, ctx: PlanContext): Promise<DraftStep[] | null> {
  const memories = await ctx.memory.all();
  if (about === null) {
    const args = { ...toRecall(memories, "list", ""), fields: [...PROFILE_FIELDS] };
    return recall("show what is remembered", args);
  }
  const found = findAbout(about, memories);
  return found.length === 0 ? null : recall("show what is remembered of it", toRecall(found, "list", about));
}

async function planForget(about: string, sure: boolean, ctx: PlanContext): Promise<DraftStep[] | null> {
  const memories = await ctx.memory.all();
  const found = toForget(about, memories);
  const exact = found.filter(({ memory }) => memory.id === about || fold(memory.text) === fold(about));
  const one = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
  if (one) {
    const args = { ids: [one.memory.id], all: false, about: one.memory.id === about ? "" : about };
    return [{ op: "forget", why: "forget the one memory that fits, for good", args }];
  }
  if (found.length === 0 && !sure) return null;
  return recall("ask which one is meant", toRecall(found, found.length === 0 ? "list" : "which", about));
}

function toForget(about: string, memories: readonly Read[]): Read[] {
  const named = memories.filter(({ memory }) => memory.id === about);
  return named.length > 0 ? named : findAbout(about, memories);
}

/** An answer for a question whose subject a fact names; the value must be of the kind that is asked for. */
async function planQuestion(text: string, ctx: PlanContext): Promise<DraftStep[] | null> {
  const memories = await ctx.memory.all();
  if (memories.length === 0) return null;
  const { type } = askedFor(text);
  const fitting = ({ fact }: Read): boolean => fact !== null && VALUES[type].test(fact.value);
  const { exact, partial } = findAsked(text, memories);
  const [first, ...more] = exact.filter(fitting);
  if (first && more.length > 0) return recall("tell what was said of it", toRecall([first, ...more], "list", text));
  // A subject of which the question leaves a name out may be another one.
  const near = partial.filter(fitting).filter(({ subject }) => subject.filter((mark) => mark.isName).length === 0);
  const one = first ?? (near.length === 1 ? near[0] : undefined);
  return one ? recall("answer from what was told", toRecall([one], "value", text)) : null;
}

const ANY = /\S/u;
const DIGIT = /\d/u;
const WHEN =
  /\d|(?<!\p{L})(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|today|tomorrow|heute|morgen|daily|täglich|noon|mittags?|midnight|mitternacht)(?!\p{L})/iu;
const VALUES: Record<AnswerType, RegExp> = {
  date: WHEN,
  time: WHEN,
  amount: DIGIT,
  number: DIGIT,
  duration: DIGIT,
  year: DIGIT,
  person: /\p{Lu}/u,
  place: ANY,
  phone: /\d{2}/u,
  email: /@/u,
  iban: /[A-Z]{2}\d{2}/u,
  url: /\./u,
  id: ANY,
  phrase: ANY,
  boolean: /(?!)/u,
};

const MOST_SHOWN = 20;

function toRecall(reads: readonly Read[], form: RecallArgs["form"], about: string): RecallArgs {
  const ids = reads.slice(0, MOST_SHOWN).map(({ memory }) => memory.id);
  return { ids, fields: [], form, about, more: Math.max(0, reads.length - MOST_SHOWN) };
}

function recall(why: string, args: RecallArgs): DraftStep[] {
  return [{ op: "recall", why, args: { ...args } }];
}
