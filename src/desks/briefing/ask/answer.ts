import { show } from "../compose/show.ts";
import type { Contribution } from "../rank/types.ts";
import { textsOf, type Texts } from "../texts/index.ts";
import type { Composition, Entry, Group } from "../types.ts";
import { namesOf, readQuestion, wordsOf } from "./question.ts";

/** An answer of code: its sentences are those of the briefing, and what it quotes stands in the source. */
export interface Answer {
  isAnswered: boolean;
  lines: string[];
  /** Items that it is about. */
  items: string[];
}

/** A word of a name counts more than one of a text. */
const [NAME, TITLE, QUOTE] = [3, 2, 1];
const MOST_REASONS = 3;
/** What adds less than this is not worth a word. */
const LEAST = 0.1;

/** A question about a briefing, from the same evidence. `about`: the item that "that" means, where one is open. */
export function answerQuestion(question: string, composition: Composition, about: string | null): Answer {
  const texts = textsOf(composition.language);
  const asked = readQuestion(question);
  const unknown: Answer = { isAnswered: false, lines: [texts.ask.unknown], items: [] };
  if (asked === null) return unknown;
  const { groups, waits, appointments, moved, done } = composition;
  const list = (lines: string[], items: string[] = []): Answer => ({
    isAnswered: true,
    lines: lines.length > 0 ? lines : [texts.ask.nothing],
    items,
  });
  switch (asked.about) {
    case "group":
      return list(
        groups[asked.group].map((entry) => toLine(entry)),
        groups[asked.group].map(({ item }) => item),
      );
    case "waits":
      return list(waits.map(({ line }) => line.text));
    case "appointments":
      return list(
        appointments.map(({ line }) => line.text),
        appointments.flatMap(({ item }) => item ?? []),
      );
    case "moved":
      return list(moved.map(({ line }) => line.text));
    case "done":
      return list(done.map(({ text }) => text));
    default: {
      const { words, group } = asked;
      if (asked.about === "why" && words.length === 0 && group !== null && about === null && groups[group].length > 1) {
        return tellAll(groups[group], group, texts);
      }
      const found = findEntry(asked.words, asked.group, composition, about);
      return found ? tell(asked.about, found, composition, texts) : unknown;
    }
  }
}

interface Found {
  entry: Entry;
  group: Group;
}

/** The entry that most of the words speak of; without any such, the one that is open, or the first of the group that is named. */
function findEntry(
  words: readonly string[],
  group: Group | null,
  { groups }: Composition,
  about: string | null,
): Found | null {
  const all = (["urgent", "important", "later"] as const).flatMap((name) =>
    groups[name].map((entry): Found => ({ entry, group: name })),
  );
  const scored = all
    .map((found) => ({ found, score: scoreOf(words, found.entry) }))
    .filter(({ found }) => scoreOf(namesOf(words), found.entry) > 0)
    .toSorted((a, b) => b.score - a.score);
  if (scored[0]) return scored[0].found;
  if (words.length > 0 && about === null) return null;
  return all.find(({ entry }) => entry.item === about) ?? all.find((found) => found.group === group) ?? null;
}

function scoreOf(words: readonly string[], { who, title, quote }: Entry): number {
  const has = (text: string | null | undefined, word: string): boolean => wordsOf(text ?? "").includes(word);
  return words.reduce(
    (sum, word) =>
      sum + (has(who, word) ? NAME : 0) + (has(title, word) ? TITLE : 0) + (has(quote?.text, word) ? QUOTE : 0),
    0,
  );
}

function tell(what: "why" | "what" | "when", { entry, group }: Found, day: Composition, texts: Texts): Answer {
  const quote = entry.quote ? [`„${entry.quote.text}“`] : [];
  const lines = {
    why: () => [
      texts.ask.why(entry.title, texts.groups[group], reasonsOf(entry, group, texts)),
      entry.why.text,
      ...quote,
    ],
    what: () => [toLine(entry), ...quote, ...(entry.action ? [texts.proposed(entry.action.title)] : [])],
    when: () => [
      toLine(entry),
      entry.due === null ? texts.ask.notDue : texts.dueOn(show({ value: entry.due, form: "day" }, day)),
    ],
  }[what]();
  return { isAnswered: true, lines, items: [entry.item] };
}

/** Why each of a group stands there. */
function tellAll(entries: readonly Entry[], group: Group, texts: Texts): Answer {
  const lines = entries.map((entry) => texts.ask.why(entry.title, texts.groups[group], reasonsOf(entry, group, texts)));
  return { isAnswered: true, lines, items: entries.map(({ item }) => item) };
}

const toLine = ({ who, title, why }: Entry): string => `${who === null ? "" : `${who}: `}${title} – ${why.text}`;

/** What counted for its group, the strongest first, in words. */
function reasonsOf({ because }: Entry, group: Group, texts: Texts): string {
  const by = (one: Contribution): number => (group === "urgent" ? one.urgent : one.important);
  const strongest = because
    .filter((one) => by(one) >= LEAST)
    .toSorted((a, b) => by(b) - by(a))
    .slice(0, MOST_REASONS);
  return strongest.map(({ feature }) => texts.features[feature]).join(", ") || texts.ask.noReason;
}
