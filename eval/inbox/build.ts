import { HASHED, SIZE, STRUCTURE, toFeatures } from "../../src/desks/inbox/judge/features/index.ts";
import { joinSparse, toSparse, type Sparse } from "../../src/desks/inbox/judge/features/vector.ts";
import { createRandom, fit, type Sample } from "../../src/desks/inbox/judge/head/fit.ts";
import {
  createHeads,
  MEANING,
  PLACES,
  QUESTIONS,
  type Calibration,
  type Heads,
  type Question,
  type Sigmoid,
} from "../../src/desks/inbox/judge/head/heads.ts";
import { score, sigmoid, softmax } from "../../src/desks/inbox/judge/head/linear.ts";
import { CLASSES, type MailToJudge } from "../../src/desks/inbox/judge/index.ts";
import { toMeaningValue } from "../../src/desks/inbox/judge/judge.ts";
import { LEANINGS, URGENT_LEANINGS } from "../../src/desks/inbox/judge/words/leanings.ts";
import { WEIGHTS } from "../../src/desks/inbox/judge/features/features.ts";
import { toMail, type MailCase } from "./mailSet.ts";
import type { SpamMail } from "./spamSet.ts";

/** What heads are learned from; nothing of any test set. */
export interface Lessons {
  mails: readonly MailCase[];
  /** The encoder's vector of each mail, in their order. */
  meanings: readonly Float32Array[];
  spam: readonly SpamMail[];
}

const FIT = {
  classes: { epochs: 12, rate: 0.06, decay: 3e-5 },
  questions: { epochs: 12, rate: 0.06, decay: 3e-5 },
  /** How much the leanings of `words/leanings.ts` count at the beginning. */
  leaning: 0.8,
};
const FOLDS = 5;

interface Lesson {
  mail: MailCase;
  /** With and without the encoder's vector, whole and in altered forms. */
  samples: Sparse[];
}

/** Heads of all lessons, calibrated on lessons that a second set of heads, without them, had not seen. */
export function buildHeads(lessons: Lessons, options = FIT): Heads {
  const prepared = prepare(lessons);
  const held: Held[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isOut = (id: string): boolean => toFold(id) === fold;
    const heads = fitHeads(prepared, (id) => !isOut(id), options);
    for (const lesson of prepared.lessons) if (isOut(lesson.mail.id)) held.push(hold(lesson, heads));
    for (const { mail, features } of prepared.spam) if (isOut(mail.id)) held.push(holdSpam(mail, features, heads));
  }
  const heads = fitHeads(prepared, () => true, options);
  return { ...heads, calibration: calibrate(held) };
}

/** Which part of the lessons one belongs to; the same each time. */
function toFold(id: string, folds = FOLDS): number {
  let value = 7;
  for (const letter of id) value = (Math.imul(value, 31) + letter.charCodeAt(0)) >>> 0;
  return (value ^ (value >>> 13)) % folds;
}

interface Prepared {
  lessons: Lesson[];
  spam: { mail: SpamMail; features: Sparse }[];
  middle: Float32Array;
}

export function prepare({ mails, meanings, spam }: Lessons): Prepared {
  const middle = new Float32Array(MEANING);
  for (const meaning of meanings)
    meaning.forEach((value, i) => (middle[i] = (middle[i] as number) + value / meanings.length));
  const random = createRandom(11);
  return {
    middle,
    lessons: mails.map((mail, at) => ({ mail, samples: toSamples(mail, meanings[at], middle, random) })),
    spam: spam.map((mail) => ({ mail, features: toFeatures(spamToMail(mail)).vector })),
  };
}

/** The first two are the mail as it is, without and with the encoder's vector. */
function toSamples(
  one: MailCase,
  meaning: Float32Array | undefined,
  middle: Float32Array,
  random: () => number,
): Sparse[] {
  const mail = toMail(one);
  const whole = toFeatures(mail).vector;
  const altered = [
    { ...mail, subject: "" },
    { ...mail, from: null },
    { ...mail, text: dropSentences(mail.text, random) },
  ].map((form) => toFeatures(form).vector);
  if (meaning === undefined) return [whole, whole, ...altered];
  const places = toSparse(new Map([...meaning].map((value, i) => [i, toMeaningValue(value, middle[i] as number)])));
  const more = altered.map((features, at) => (at % 2 === 0 ? joinSparse(features, places, SIZE) : features));
  return [whole, joinSparse(whole, places, SIZE), ...more];
}

/** A third of the sentences goes: what decides should not hang on one of them. */
function dropSentences(text: string, random: () => number): string {
  const parts = text.split(/(?<=[.!?\n])\s+/);
  return parts.filter((_part, at) => parts.length < 3 || at === 0 || random() > 0.33).join(" ");
}

export const spamToMail = ({ from, subject, text }: Pick<SpamMail, "from" | "subject" | "text">): MailToJudge =>
  toMail({ from, subject, body: text, lang: "en", at: "2002-09-01T12:00" });

/** Heads of the lessons of which `isIn` is true, not calibrated. */
export function fitHeads(prepared: Prepared, isIn: (id: string) => boolean, options = FIT): Heads {
  const heads = createHeads(NEUTRAL);
  heads.middle = prepared.middle;
  const lessons = prepared.lessons.filter(({ mail }) => isIn(mail.id));
  const samplesOf = (label: (mail: MailCase) => number, weight = 1): Sample[] =>
    lessons.flatMap(({ mail, samples }) =>
      samples.map((features, at) => ({ features, label: label(mail), weight: at < 2 ? weight : weight / 3 })),
    );
  const start = toLeanings(options.leaning);
  heads.classes = fit(
    samplesOf(({ scenario }) => CLASSES.indexOf(scenario.class)),
    { ...options.classes, size: PLACES, classes: CLASSES.length, start },
  );
  const corpus = prepared.spam
    .filter(({ mail }) => mail.part === "train" && isIn(mail.id))
    .map(({ mail, features }) => ({ features, label: Number(mail.isSpam) }));
  const labels: Record<Question, (mail: MailCase) => number> = {
    spam: ({ scenario }) => Number(scenario.class === "spam"),
    action: ({ scenario }) => Number(scenario.action),
    reply: ({ scenario }) => Number(scenario.reply),
    urgent: ({ scenario }) => Number(scenario.urgent),
  };
  for (const question of QUESTIONS) {
    const samples = [...samplesOf(labels[question]), ...(question === "spam" ? corpus : [])];
    const lean = question === "urgent" ? { start: toUrgentLeanings(options.leaning) } : {};
    heads.questions[question] = fit(samples, { ...options.questions, size: PLACES, classes: 1, ...lean });
  }
  heads.rarity = toRarity(lessons);
  return heads;
}

/** Inverse document frequency, scaled so that what one mail alone has counts 1 (Spärck Jones 1972). */
function toRarity(lessons: readonly Lesson[]): Float32Array {
  const counts = new Float32Array(PLACES);
  for (const { samples } of lessons)
    for (const place of samples[0]?.at ?? []) counts[place] = (counts[place] as number) + 1;
  const most = Math.log(lessons.length + 1);
  return counts.map((count) => Math.max(0, Math.log((lessons.length + 1) / (count + 1))) / most);
}

function toLeanings(scale: number): Float32Array {
  const weights = new Float32Array(PLACES * CLASSES.length);
  for (const line of LEANINGS.trim().split("\n")) {
    const [name = "", list = ""] = line.split(": ");
    const place = toPlace(name);
    for (const part of list.split(", ")) {
      const [label = "", value] = part.split(" ");
      const c = (CLASSES as readonly string[]).indexOf(label);
      if (c === -1) throw new Error(`leanings.ts names "${label}", which is no class.`);
      weights[place * CLASSES.length + c] = (Number(value) * scale) / WEIGHTS.named;
    }
  }
  return weights;
}

function toUrgentLeanings(scale: number): Float32Array {
  const weights = new Float32Array(PLACES);
  for (const part of URGENT_LEANINGS.split(", ")) {
    const [name = "", value] = part.split(" ");
    weights[toPlace(name)] = (Number(value) * scale) / WEIGHTS.named;
  }
  return weights;
}

function toPlace(name: string): number {
  const at = STRUCTURE.indexOf(name);
  if (at === -1) throw new Error(`leanings.ts names "${name}", which is no feature.`);
  return HASHED + at;
}

const ONE: Sigmoid = { slope: 1, offset: 0 };
const NEUTRAL: Calibration = {
  temperature: { text: 1, meaning: 1 },
  questions: { spam: ONE, action: ONE, reply: ONE, urgent: ONE },
};

/** What heads said of a lesson that they had not seen. */
interface Held {
  classes?: { label: number; text: Float32Array; meaning: Float32Array };
  questions: { question: Question; score: number; label: boolean }[];
}

function hold({ mail, samples: [text, meaning] }: Lesson, heads: Heads): Held {
  if (text === undefined || meaning === undefined) throw new Error("a lesson without samples");
  const { scenario } = mail;
  const ask = (question: Question, label: boolean): Held["questions"][number] => ({
    question,
    label,
    score: score(heads.questions[question], meaning)[0] as number,
  });
  return {
    classes: {
      label: CLASSES.indexOf(scenario.class),
      text: score(heads.classes, text),
      meaning: score(heads.classes, meaning),
    },
    questions: [
      ask("spam", scenario.class === "spam"),
      ask("action", scenario.action),
      ask("reply", scenario.reply),
      ask("urgent", scenario.urgent),
    ],
  };
}

const holdSpam = (mail: SpamMail, features: Sparse, heads: Heads): Held => ({
  questions:
    mail.part === "train"
      ? [{ question: "spam", label: mail.isSpam, score: score(heads.questions.spam, features)[0] as number }]
      : [],
});

function calibrate(held: readonly Held[]): Calibration {
  const classes = held.flatMap((one) => one.classes ?? []);
  const questions = held.flatMap((one) => one.questions);
  const of = (question: Question): Sigmoid => fitSigmoid(questions.filter((one) => one.question === question));
  return {
    temperature: {
      text: fitTemperature(classes.map(({ label, text }) => ({ label, scores: text }))),
      meaning: fitTemperature(classes.map(({ label, meaning }) => ({ label, scores: meaning }))),
    },
    questions: { spam: of("spam"), action: of("action"), reply: of("reply"), urgent: of("urgent") },
  };
}

function fitTemperature(list: readonly { label: number; scores: Float32Array }[]): number {
  const loss = (temperature: number): number =>
    list.reduce(
      (sum, { label, scores }) => sum - Math.log(Math.max(1e-9, softmax(scores, temperature)[label] as number)),
      0,
    );
  const tried = Array.from({ length: 60 }, (_one, at) => 0.2 * 1.06 ** at);
  return tried.reduce((best, one) => (loss(one) < loss(best) ? one : best));
}

function fitSigmoid(list: readonly { score: number; label: boolean }[]): Sigmoid {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < 2000; round += 1) {
    let [bySlope, byOffset] = [0, 0];
    for (const { score: value, label } of list) {
      const error = sigmoid(slope * value + offset) - Number(label);
      bySlope += error * value;
      byOffset += error;
    }
    slope -= (0.05 * bySlope) / list.length;
    offset -= (0.5 * byOffset) / list.length;
  }
  return { slope, offset };
}
