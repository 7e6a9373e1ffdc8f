import { fold } from "../../../files/index.ts";
import { findDue, type Due } from "./due/findDue.ts";
import { SIZE, toFeatures } from "./features/features.ts";
import { joinSparse, toSparse, type Sparse } from "./features/vector.ts";
import { argmax, score, sigmoid, softmax } from "./head/linear.ts";
import { readHeads, type Heads, type Question } from "./head/heads.ts";
import { findOverdue } from "./due/overdue.ts";
import { createPersonal, type Personal, type Vote } from "./personal.ts";
import { findQuote } from "./quote.ts";
import { toReasonParts } from "./reason.ts";
import { CLASSES, type Example, type JudgeContext, type Judgement, type MailClass, type MailToJudge } from "./types.ts";
import { weighMail } from "./weigh.ts";
import { endOfDay, toDay } from "./zone.ts";

export interface Judge {
  /**
   * Class, what is to be done, importance, urgency, due and why; no I/O, some ms. `meaning` is the encoder's vector of
   * `toMeaningText(mail)` where there is one: with it the class is right more often (docs/inbox.md).
   */
  judge(mail: MailToJudge, context: JudgeContext, meaning?: Float32Array): Judgement;
}

/** A deadline that stands behind this is none that a mail wants to be read. */
const MOST_CHARACTERS = 8000;

/** What of a mail is given to the encoder, as a query. */
export const toMeaningText = ({ subject, text }: Pick<MailToJudge, "subject" | "text">): string =>
  `${subject}\n${text.slice(0, 2000)}`.trim() || "-";

/** A judge with the shipped heads, or with others. */
export function createJudge(parts: { heads?: Heads } = {}): Judge {
  const heads = parts.heads ?? readHeads();
  const learned = new WeakMap<readonly Example[], Personal>();
  const personalOf = (examples: readonly Example[]): Personal => {
    const known = learned.get(examples) ?? createPersonal(examples, heads);
    learned.set(examples, known);
    return known;
  };
  return {
    judge(mail, context, meaning) {
      const features = toFeatures(mail);
      const vector = withMeaning(features.vector, heads, meaning);
      const vote = personalOf(context.examples).vote(mail, features, meaning);
      const chance = (question: Question): number => ask(heads, question, vector);
      const decided = decide({ mail, context, heads, vector, vote, hasMeaning: meaning !== undefined });
      const today = toDay(mail.at, context.zone);
      const words = `${mail.subject}\n${mail.text.slice(0, MOST_CHARACTERS)}`;
      const { action, reply } = toDo(mail, decided.class, chance);
      // a day until which nothing is to be done is no deadline
      const due = action > 0.5 ? toDue(words, decided.class, today) : null;
      const facts = { class: decided.class, action, urgent: chance("urgent"), today, due: due?.day ?? null };
      const weighed = weighMail({ ...facts, named: features.named, person: context.person });
      const at = due === null ? null : endOfDay(due.day, context.zone);
      const needs = { needsAction: action > 0.5, needsReply: reply > 0.5 };
      return {
        class: decided.class,
        confidence: decided.confidence,
        spam: decided.spam,
        ...needs,
        importance: weighed.importance,
        urgency: weighed.urgency,
        due: at,
        why: toReasonParts({ ...decided, ...needs, due: at, person: context.person }),
        quote: quoteOf(mail, heads, decided.class, due),
        by: decided.by,
        features: {
          ...Object.fromEntries(features.named),
          ...prefixed(weighed.parts),
          chanceOfAction: action,
          chanceOfReply: reply,
          chanceOfUrgency: facts.urgent,
        },
      };
    },
  };
}

function withMeaning(vector: Sparse, { middle }: Heads, meaning: Float32Array | undefined): Sparse {
  if (meaning === undefined) return vector;
  const places = new Map<number, number>();
  for (let i = 0; i < middle.length; i += 1) places.set(i, toMeaningValue(meaning[i] ?? 0, middle[i] as number));
  return joinSparse(vector, toSparse(places), SIZE);
}

/** How far the encoder's numbers count beside the named features; chosen by cross-validation. */
const MEANING_WEIGHT = 6;
export const toMeaningValue = (value: number, middle: number): number => (value - middle) * MEANING_WEIGHT;

function ask({ questions, calibration }: Heads, question: Question, vector: Sparse): number {
  const { slope, offset } = calibration.questions[question];
  return sigmoid(slope * (score(questions[question], vector)[0] as number) + offset);
}

interface Decision {
  class: MailClass;
  confidence: number;
  spam: number;
  by: "rule" | "owner" | "head";
  example: Example | null;
}

interface Evidence {
  mail: MailToJudge;
  context: JudgeContext;
  heads: Heads;
  vector: Sparse;
  vote: Vote;
  hasMeaning: boolean;
}

function decide(evidence: Evidence): Decision {
  const { context, heads, vote, mail } = evidence;
  const shipped = toScores(evidence);
  const scores = new Map<MailClass, number>();
  for (const name of context.classes) {
    const at = (CLASSES as readonly string[]).indexOf(name);
    // a class of the owner's own begins as less likely than any; what is like its examples lifts it
    scores.set(name, at === -1 ? Math.min(...shipped) : (shipped[at] as number));
  }
  const before = top(scores);
  const [first = 0, second = first] = [...scores.values()].toSorted((a, b) => b - a);
  for (const [name, fit] of vote.fits)
    if (scores.has(name))
      scores.set(name, Math.max(scores.get(name) as number, (first + second) / 2 + FIT_STRENGTH * fit));
  for (const [name, bonus] of vote.scores) if (scores.has(name)) scores.set(name, (scores.get(name) as number) + bonus);
  const names = [...scores.keys()];
  const { temperature } = heads.calibration;
  const shares = softmax(
    Float32Array.from(scores.values()),
    evidence.hasMeaning ? temperature.meaning : temperature.text,
  );
  const at = argmax(shares);
  const name = names[at] ?? "question";
  const isOwners = name !== before || vote.nearest?.example.class === name;
  const decidedByOwner = isOwners && ((vote.scores.get(name) ?? 0) > 0 || (vote.fits.get(name) ?? -1) > 0);
  return {
    class: name,
    confidence: shares[at] ?? 0,
    spam: shares[names.indexOf("spam")] ?? 0,
    by: decidedByOwner ? "owner" : ruleOf(mail, name) ? "rule" : "head",
    example: decidedByOwner ? (vote.nearest?.example ?? null) : null,
  };
}

/** How much a mail that fits an own class as its examples fit each other is lifted above what the head thinks. */
const FIT_STRENGTH = 3;

const top = (scores: ReadonlyMap<MailClass, number>): MailClass | undefined =>
  [...scores].reduce<[MailClass, number] | null>(
    (best, one) => (best === null || one[1] > best[1] ? one : best),
    null,
  )?.[0];

/** Scores of the default classes: the head's, moved by what the mail's marks and the history with its sender say. */
function toScores({ mail, context, heads, vector }: Evidence): Float32Array {
  const scores = score(heads.classes, vector);
  const add = (name: (typeof CLASSES)[number], value: number): void => {
    const at = CLASSES.indexOf(name);
    scores[at] = (scores[at] as number) + value;
  };
  const spam = score(heads.questions.spam, vector)[0] as number;
  const { slope, offset } = heads.calibration.questions.spam;
  add("spam", Math.max(-3, Math.min(3, 0.5 * (slope * spam + offset))));
  if (context.person.sent > 0) add("spam", -3);
  if (mail.verified === "fail") add("spam", 1);
  if (mail.automatic === "auto-submitted") add("automatic", 2.5);
  if (mail.automatic === "bounce") add("automatic", 8);
  if (mail.automatic === "list" || mail.unsubscribe !== null) add("newsletter", 1.5);
  if (mail.automatic === "bulk") add("newsletter", 1);
  if (mail.automatic === null && mail.inReplyTo !== null) add("newsletter", -2);
  if (asksForHours(mail)) {
    add("question", 1.5);
    add("appointment", -1.5);
  }
  const isOwn = mail.from !== null && context.own.some((address) => fold(address) === fold(mail.from?.address ?? ""));
  if (isOwn) add("spam", -1);
  return scores;
}

const HOURS =
  /(?<!\p{L})(?:geöffnet|öffnungszeiten|(?:haben|habt) (?:sie|ihr) [^.?!]{0,20}(?:auf|offen)|opening hours|(?:do|are) you (?:open|closed?)|(?:do|does) [^.?!]{0,20}(?:open|close))(?!\p{L})/iu;

/** When somebody is open is asked with the words of appointments, and asks for none. */
const asksForHours = ({ subject, text }: MailToJudge): boolean =>
  text.length < 400 && text.includes("?") && HOURS.test(`${subject}\n${text}`);

/** Whether the mail's own marks alone would have decided so. */
const ruleOf = (mail: MailToJudge, name: MailClass): boolean => mail.automatic === "bounce" && name === "automatic";

/** The day that is named; of a reminder without one the day on which the bill was due. */
const toDue = (words: string, about: MailClass, today: string): Due | null =>
  findDue(words, { today, about }) ?? (about === "reminder" ? findOverdue(words, today) : null);

const isIdle = (name: MailClass): boolean => name === "spam" || name === "newsletter";

/** Chances that something is to be done and that an answer is expected. Nobody answers spam, news or machines. */
function toDo(
  mail: MailToJudge,
  name: MailClass,
  chance: (question: Question) => number,
): { action: number; reply: number } {
  if (isIdle(name)) return { action: 0.02, reply: 0.01 };
  // who complains wants something, also where no word of it asks
  const wanted = name === "complaint" && chance("action") > 0.2 ? 0.6 : 0;
  const reply = mail.automatic !== null || name === "automatic" ? Math.min(0.1, chance("reply")) : chance("reply");
  return { action: Math.max(chance("action"), wanted, reply > 0.5 ? reply : 0), reply };
}

function quoteOf(mail: MailToJudge, heads: Heads, name: MailClass, due: Due | null): string {
  const at = (CLASSES as readonly string[]).indexOf(name);
  const place = due === null ? null : due.start - mail.subject.length - 1;
  const worth = (features: Sparse): number => {
    if (at === -1) return score(heads.questions.action, features)[0] as number;
    const scores = score(heads.classes, features);
    return (scores[at] as number) - scores.reduce((sum, one) => sum + one, 0) / scores.length;
  };
  return findQuote(mail, worth, place);
}

const prefixed = (parts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [`importance.${name}`, value]));
