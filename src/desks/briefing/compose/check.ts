import { textsOf } from "../texts/index.ts";
import type { Composition, Entry, Fact, Line } from "../types.ts";
import type { Weights } from "../rank/types.ts";
import { pickFrom } from "./compose.ts";
import type { Gathered } from "./gather.ts";
import { numbersIn, show, toLine } from "./show.ts";
import { usualOf } from "./usual.ts";

/** What a number is according to the store; undefined where nothing of that name is stored. */
export type ReadFact = (source: string) => number | undefined;

/** Reads numbers out of what was gathered, by name, on a way of its own: not by what the composition says. */
export function createReader(gathered: Gathered, weights: Weights): ReadFact {
  const picked = pickFrom(gathered, weights);
  return (source) => {
    const [kind = "", ...rest] = source.split("/");
    const key = rest.join("/");
    const last = rest.at(-1) ?? "";
    const subject = rest.slice(0, -1).join("/");
    switch (kind) {
      case "item": {
        const item = gathered.items.find(({ id }) => id === subject);
        return (last === "due" ? item?.due : item?.at) ?? undefined;
      }
      case "event":
        return gathered.calendar.find(({ id, start }) => id === subject && start === Number(last))?.start;
      case "effect":
        return gathered.unclear.find(({ id }) => id === subject)?.intended;
      case "tick":
        return gathered.ticks.find(({ schedule, at }) => schedule === subject && at === Number(last))?.at;
      case "metric":
        return pointsOf(gathered, subject).find(({ at }) => at === Number(last))?.value;
      case "usual": {
        const [metric, at] = [rest.slice(0, -2).join("/"), Number(rest.at(-2))];
        const usual = usualOf(pointsOf(gathered, metric).filter((point) => point.at < at));
        return usual?.[last as "mean" | "low" | "high" | "n"];
      }
      case "picked":
        return key === "more" ? picked.more : picked.silent;
      case "count":
        return readCount(gathered, key);
      default:
        return undefined;
    }
  };
}

const pointsOf = ({ metrics }: Gathered, id: string) => metrics.find(({ metric }) => metric.id === id)?.points ?? [];

function readCount({ happened, arrived, ticks }: Gathered, key: string): number {
  if (key === "arrived") return arrived;
  const [kind = "", ...rest] = key.split("/");
  const name = rest.join("/");
  if (kind === "effects") return happened.filter((effect) => effect.kind === name).length;
  return ticks.filter(({ schedule, state }) => schedule === name && state === "done").length;
}

/**
 * Whether every number of a sentence is one that is stored: each is said to be a fact, is written as facts are, and has the value that
 * stands in the store now. Numbers inside of words that are quoted belong to those.
 */
function isTrue({ text, facts, quotes }: Line, day: Composition, read: ReadFact): boolean {
  if (!facts.every((fact) => isStored(fact, day, read))) return false;
  const own = quotes.reduce((left, quote) => (quote === "" ? left : left.replace(quote, " ")), text);
  const known = new Set(facts.flatMap(({ shown }) => numbersIn(shown)));
  return numbersIn(own).every((number) => known.has(number));
}

function isStored({ source, value, form, shown }: Fact, day: Composition, read: ReadFact): boolean {
  return read(source) === value && shown === show({ value, form }, day);
}

const isOfItem = ({ item, since, due }: Entry, read: ReadFact): boolean =>
  read(`item/${item}/at`) === since && read(`item/${item}/due`) === (due ?? undefined);

export interface Checked {
  composition: Composition;
  /** Sentences that said something else than what is stored. */
  wrong: Line[];
}

/** The composition without any sentence whose numbers are not those of the store. What is said of an item is replaced, all else is left out. */
export function checkNumbers(composition: Composition, read: ReadFact): Checked {
  const wrong: Line[] = [];
  const holds = (line: Line): boolean => {
    const isRight = isTrue(line, composition, read);
    if (!isRight) wrong.push(line);
    return isRight;
  };
  const texts = textsOf(composition.language);
  const mend = (entry: Entry): Entry =>
    holds(entry.why) && isOfItem(entry, read)
      ? entry
      : { ...entry, why: toLine(texts.unsaid), due: null, action: null };
  const { groups, more, silent, done, waits, appointments, moved, quiet } = composition;
  const checked: Composition = {
    ...composition,
    groups: { urgent: groups.urgent.map(mend), important: groups.important.map(mend), later: groups.later.map(mend) },
    more: more && holds(more) ? more : null,
    silent: silent && holds(silent) ? silent : null,
    done: done.filter(holds),
    waits: waits.filter(({ line }) => holds(line)),
    appointments: appointments.filter(({ line }) => holds(line)),
    moved: moved.filter(
      ({ line, metric, points }) =>
        holds(line) && points.every(({ at, value }) => read(`metric/${metric}/${at}`) === value),
    ),
    quiet: quiet && quiet.filter(holds),
  };
  return { composition: checked, wrong };
}
