import type { Item } from "../../../store/index.ts";
import { dayOf, daysBetween } from "../day.ts";
import type { Feature } from "./types.ts";

const DAY_MS = 86_400_000;
/** Days after which a question that waits counts in full. */
const PATIENCE_DAYS = 5;
/** Mails from somebody after which they are no stranger. */
const FAMILIAR = 3;
/** 100,000: the amount that counts in full, as a power of ten. */
const LARGE = 5;

/** Classes whose dates bind, whether or not they want an answer. */
const BINDING = new Set(["reminder", "invoice", "order", "complaint", "question"]);
/** How much the date counts of what asks for nothing, and of a bill without an amount. */
const [UNASKED, UNPRICED] = [0.3, 0.6];
/** Of a chance that something is to be done: from here on it asks. */
const ASKS_FROM = 0.5;
/** How pressing a level is: what sounds a little pressing can wait for its date, what is pressing cannot. */
const PRESSING = [0, 0.15, 0.5, 1] as const;
/** How much what has more time than this by its own date, or binds nobody, is less pressing than it sounds. */
const [NEAR_DAYS, CALM] = [1, 0.6];

/** How pressing and how weighty things of a class are by themselves, from -1 to 1. Classes that the owner made are neutral. */
const CLASSES: Readonly<Record<string, { urgent: number; important: number }>> = {
  complaint: { urgent: 0.45, important: 0.9 },
  reminder: { urgent: 0.3, important: 0.7 },
  order: { urgent: 0.15, important: 0.8 },
  appointment: { urgent: 0.1, important: 0.3 },
  question: { urgent: 0.1, important: 0.4 },
  invoice: { urgent: 0, important: 0.4 },
  application: { urgent: 0, important: 0.3 },
  supplier: { urgent: 0, important: 0.2 },
  private: { urgent: 0, important: 0.2 },
  automatic: { urgent: -0.8, important: -0.6 },
  newsletter: { urgent: -1, important: -1 },
  spam: { urgent: -1, important: -1 },
};

export const weightOfClass = (name: string | null): { urgent: number; important: number } =>
  CLASSES[name ?? ""] ?? { urgent: 0, important: 0 };

/**
 * What the ranking knows of an item at a moment. Of `item.features` it reads: `spam` and `confidence` (0 to 1), `amount` (money), `sent` and
 * `received` (mails with this person before), `promised` (1: an answer was promised by `due`), `anomaly` and `chanceOfAction` (0 to 1).
 */
export function toFeatures(item: Item, now: number, zone: string): Record<Exclude<Feature, "class">, number> {
  const { due, needsReply, importance, urgency, at } = item;
  const given = (name: string): number => item.features[name] ?? 0;
  const days = due === null ? null : daysBetween(dayOf(now, zone), dayOf(due, zone));
  const binding = toBinding(item);
  return {
    due: days === null ? 0 : binding * toNearness(days),
    overdue: days !== null && days < 0 ? binding : 0,
    urgency: PRESSING[urgency] * (binding < 1 ? CALM : 1) * (days !== null && days > NEAR_DAYS ? CALM : 1),
    importance: importance / 3,
    reply: needsReply ? 1 : 0,
    waiting: needsReply ? Math.min(1, Math.max(0, now - at) / (PATIENCE_DAYS * DAY_MS)) : 0,
    known: given("sent") > 0 ? 1 : Math.min(1, given("received") / FAMILIAR) / 2,
    amount: Math.min(1, Math.log10(Math.max(1, given("amount"))) / LARGE),
    promised: given("promised") > 0 ? 1 : 0,
    anomaly: Math.min(1, Math.max(0, given("anomaly"))),
    spam: Math.min(1, Math.max(0, given("spam"))),
    doubt: 1 - Math.min(1, Math.max(0, item.features["confidence"] ?? 1)),
  };
}

/** How much a date binds: one in what asks for nothing (an offer that ends today) binds nobody. */
function toBinding({ needsReply, class: name, features }: Item): number {
  if (needsReply) return 1;
  const asks = features["chanceOfAction"];
  if (asks !== undefined) return asks >= ASKS_FROM ? 1 : UNASKED;
  if (name === "invoice" && (features["amount"] ?? 0) === 0) return UNPRICED;
  return BINDING.has(name ?? "") ? 1 : UNASKED;
}

/** 1 for today, tomorrow and what is over; then little, falling to nothing in a week and more. */
function toNearness(days: number): number {
  if (days <= NEAR_DAYS) return 1;
  if (days <= 3) return 0.25;
  return days <= 7 ? 0.1 : 0.03;
}
