import type { Level, NewItem } from "../../src/store/index.ts";
import type { Random } from "../../test/store/_random.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What is true of a letter, before there is any text of it, and before anything has judged it. */
export interface Truth {
  id: string;
  scenario: Scenario;
  class: string;
  /** ms UTC */
  at: number;
  due: number | null;
  /** From this moment on it loses by waiting until tomorrow; null: never. ms UTC */
  urgentFrom: number | null;
  urgency: Level;
  importance: Level;
  needsReply: boolean;
  amount: number;
  isKnown: boolean;
}

type Scenario = keyof typeof SCENARIOS;

interface Kind {
  class: string;
  /** Of the day's letters: how often, together 100. */
  share: number;
  urgency: readonly Level[];
  importance: readonly Level[];
  needsReply: boolean;
  /** Days until it is due, at least and at most; null: it has no date. */
  due: readonly [number, number] | null;
  /** arrival: as soon as it is there · due: from the day before it is due · never: however loud it is */
  urgent: "arrival" | "due" | "never";
  amount?: readonly [number, number];
  known: number;
}

/** A month in the mailbox of a small firm. */
const SCENARIOS = {
  angryCustomer: { class: "complaint", share: 5, urgency: [2, 3], importance: [2, 3], needsReply: true, due: [0, 1], urgent: "arrival", known: 0.8 },
  angryWithoutDate: { class: "complaint", share: 3, urgency: [3], importance: [3], needsReply: true, due: null, urgent: "arrival", known: 0.8 },
  overdueBill: { class: "reminder", share: 4, urgency: [2], importance: [2], needsReply: false, due: [-6, -1], urgent: "arrival", amount: [80, 4_000], known: 0.6 },
  deadlineToday: { class: "question", share: 5, urgency: [2, 3], importance: [1, 2], needsReply: true, due: [0, 1], urgent: "arrival", known: 0.6 },
  orderForTomorrow: { class: "order", share: 4, urgency: [2, 3], importance: [2], needsReply: true, due: [0, 1], urgent: "arrival", amount: [200, 9_000], known: 0.7 },
  deadlineNextWeek: { class: "order", share: 5, urgency: [1], importance: [2], needsReply: true, due: [4, 7], urgent: "due", amount: [200, 9_000], known: 0.5 },
  bigOffer: { class: "question", share: 7, urgency: [0, 1], importance: [2, 3], needsReply: true, due: null, urgent: "never", known: 0.4 },
  plainQuestion: { class: "question", share: 12, urgency: [0, 1], importance: [1, 2], needsReply: true, due: null, urgent: "never", known: 0.4 },
  application: { class: "application", share: 3, urgency: [0, 1], importance: [1, 2], needsReply: true, due: null, urgent: "never", known: 0 },
  invoiceLater: { class: "invoice", share: 8, urgency: [0, 1], importance: [1, 2], needsReply: false, due: [10, 21], urgent: "due", amount: [20, 2_000], known: 0.6 },
  supplier: { class: "supplier", share: 8, urgency: [0], importance: [0, 1], needsReply: false, due: null, urgent: "never", known: 0.5 },
  private: { class: "private", share: 4, urgency: [0, 1], importance: [1], needsReply: true, due: null, urgent: "never", known: 0.9 },
  loudNewsletter: { class: "newsletter", share: 9, urgency: [1, 2], importance: [0], needsReply: false, due: [0, 1], urgent: "never", known: 0 },
  newsletter: { class: "newsletter", share: 9, urgency: [0], importance: [0], needsReply: false, due: null, urgent: "never", known: 0 },
  falseBill: { class: "spam", share: 6, urgency: [2], importance: [1], needsReply: false, due: [0, 2], urgent: "never", amount: [100, 3_000], known: 0 },
  notice: { class: "automatic", share: 8, urgency: [0, 1], importance: [0, 1], needsReply: false, due: [0, 5], urgent: "never", known: 0.2 },
} as const satisfies Record<string, Kind>; // prettier-ignore

const LETTERS_A_DAY = 14;

/** The letters of a day, by their truth alone. `start`: when the day begins, ms UTC. */
export function planDay(day: number, start: number, random: Random): Truth[] {
  return Array.from({ length: LETTERS_A_DAY - 3 + random.below(7) }, (_, at) => {
    const scenario = draw(random);
    const kind: Kind = SCENARIOS[scenario];
    const came = start + Math.floor((7 + random.next() * 11) * HOUR_MS);
    const due = kind.due && start + (kind.due[0] + random.below(kind.due[1] - kind.due[0] + 1)) * DAY_MS + 17 * HOUR_MS;
    return {
      id: `mail_${day}_${at}`,
      scenario,
      class: kind.class,
      at: came,
      // A day later at the earliest where it comes after the hour: what is due before it came would be a mistake.
      due: due !== null && kind.due && kind.due[0] >= 0 && due <= came ? due + DAY_MS : due,
      urgentFrom: kind.urgent === "never" ? null : kind.urgent === "arrival" ? came : (due ?? came) - 41 * HOUR_MS,
      urgency: pick(kind.urgency, random),
      importance: pick(kind.importance, random),
      needsReply: kind.needsReply,
      amount: kind.amount ? Math.round(kind.amount[0] + random.next() * (kind.amount[1] - kind.amount[0])) : 0,
      isKnown: random.next() < kind.known,
    };
  });
}

/** What a judge of mails may take one class for. */
const MISTAKEN: Readonly<Record<string, readonly string[]>> = {
  complaint: ["question"],
  reminder: ["invoice"],
  question: ["order", "appointment"],
  order: ["question"],
  application: ["question"],
  invoice: ["reminder", "supplier"],
  supplier: ["newsletter", "invoice"],
  private: ["question"],
  newsletter: ["supplier"],
  spam: ["newsletter", "invoice"],
  automatic: ["supplier", "invoice"],
};

/** How often the judge of mails is wrong, each by itself; about what it measures on mails that it has not seen. */
const WRONG = { class: 0.12, urgency: 0.2, importance: 0.2, due: 0.1, reply: 0.1 };

/** A letter as the inbox hands it on: what a judge that errs now and then makes of the truth. */
export function judgeLetter(truth: Truth, random: Random): NewItem {
  const errs = (share: number): boolean => random.next() < share;
  const isWrong = errs(WRONG.class);
  const named = isWrong ? pick(MISTAKEN[truth.class] ?? [truth.class], random) : truth.class;
  const near = (level: Level): Level => Math.min(3, Math.max(0, level + (random.below(2) === 0 ? -1 : 1))) as Level;
  const isSpam = truth.class === "spam";
  const due = truth.due !== null && errs(WRONG.due) ? null : truth.due;
  return {
    desk: "inbox",
    kind: "mail",
    source: truth.id,
    account: "acc_mail",
    title: `Letter ${truth.id.replace("mail_", "no. ").replace("_", "/")}`,
    who: { name: `Sender ${1 + random.below(40)}`, address: `s${random.below(40)}@example.org` },
    at: truth.at,
    class: named,
    needsReply: truth.needsReply !== errs(WRONG.reply),
    importance: errs(WRONG.importance) ? near(truth.importance) : truth.importance,
    urgency: errs(WRONG.urgency) ? near(truth.urgency) : truth.urgency,
    due,
    reason: "",
    evidence: truth.amount > 0 ? [{ type: "fact", name: "amount", value: String(truth.amount), source: truth.id }] : [],
    actions: truth.needsReply
      ? [{ id: "reply", kind: "reply", title: "Answer it", arguments: { mail: truth.id } }]
      : [],
    features: {
      spam: isSpam ? 0.5 + random.next() / 2 : random.next() * 0.2,
      confidence: isWrong ? 0.3 + random.next() * 0.5 : 0.6 + random.next() * 0.4,
      amount: truth.amount,
      sent: truth.isKnown ? 1 + random.below(9) : 0,
      received: truth.isKnown ? 1 + random.below(9) : 0,
    },
    state: "open",
    until: null,
  };
}

function draw(random: Random): Scenario {
  let left = random.below(100);
  for (const [name, { share }] of Object.entries(SCENARIOS)) {
    if (left < share) return name as Scenario;
    left -= share;
  }
  return "plainQuestion";
}

const pick = <T>(all: readonly T[], random: Random): T => all[random.below(all.length)]!;
