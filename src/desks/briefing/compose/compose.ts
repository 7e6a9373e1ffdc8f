import { dayOf, daysBetween } from "../day.ts";
import { pick, rank, type Picked } from "../rank/rank.ts";
import type { Weights } from "../rank/types.ts";
import { textsOf } from "../texts/index.ts";
import type { Appointment, Composition, Group, Line, Moved, Waiting } from "../types.ts";
import { cut, toEntry, toOneLine } from "./entry.ts";
import type { Gathered } from "./gather.ts";
import { toFact, toLine } from "./show.ts";
import { usualOf } from "./usual.ts";

/** Entries of all groups together. */
const MOST_ENTRIES = 12;
const MOST_DONE = 12;
const MOST_WAITS = 12;
const MOST_APPOINTMENTS = 12;
const MOST_MOVED = 5;
const MOST_WORDS = 160;
/** Days of a plot. */
const PLOT = 15;

/** Kinds of items that have a place of their own. */
const QUESTION = "question";
const APPOINTMENT = "appointment";

/** An invitation that nobody has answered wants its owner, besides having a time. */
const isAnswer = ({ kind }: { kind: string }): boolean => kind === "accept";

/** The briefing of what was gathered: no clock, no chance, no I/O. */
export function compose(gathered: Gathered, weights: Weights): Composition {
  const { date, zone, language, at, since } = gathered;
  const picked = pickFrom(gathered, weights);
  const toEntries = (group: Group) => picked.groups[group].map((ranked) => toEntry(ranked, gathered));
  const composition: Composition = {
    version: 1,
    date,
    zone,
    language,
    at,
    since,
    groups: { urgent: toEntries("urgent"), important: toEntries("important"), later: toEntries("later") },
    more: toRest(gathered, "more", picked.more),
    silent: toRest(gathered, "silent", picked.silent),
    done: toDone(gathered),
    waits: toWaits(gathered),
    appointments: toAppointments(gathered),
    moved: toMoved(gathered),
    quiet: null,
  };
  return isQuiet(composition) ? { ...composition, quiet: toQuiet(composition) } : composition;
}

/** Where everything belongs that is ranked. */
export function pickFrom({ items, at, zone, since }: Gathered, weights: Weights): Picked {
  const ranked = items
    .filter(({ kind, actions }) => kind !== QUESTION && (kind !== APPOINTMENT || actions.some(isAnswer)))
    .map((item) => rank(item, { now: at, zone, weights }));
  // What wants nothing is told of once.
  return pick(
    ranked.filter(({ group, item }) => group !== null || item.createdAt >= since),
    MOST_ENTRIES,
  );
}

function toRest(day: Gathered, which: "more" | "silent", count: number): Line | null {
  if (count === 0) return null;
  const fact = toFact(`picked/${which}`, count, "number", day);
  return toLine(textsOf(day.language)[which](fact.shown, count === 1), [fact]);
}

/** Acts by kind, then what was sorted, then what schedules did. */
function toDone(day: Gathered): Line[] {
  const texts = textsOf(day.language);
  const count = (source: string, value: number) => toFact(`count/${source}`, value, "number", day);
  const lines: Line[] = [];
  for (const [kind, acts] of Map.groupBy(day.happened, ({ kind: name }) => name)) {
    const [one, many] = texts.kinds[kind] ?? texts.otherKind(kind);
    const fact = count(`effects/${kind}`, acts.length);
    lines.push(toLine(texts.doneKind(fact.shown, acts.length === 1 ? one : many), [fact]));
  }
  if (day.arrived > 0) {
    const fact = count("arrived", day.arrived);
    lines.push(toLine(texts.sorted(fact.shown, day.arrived === 1), [fact]));
  }
  const ran = day.ticks.filter(({ state }) => state === "done");
  for (const [name, ticks] of Map.groupBy(ran, ({ schedule }) => schedule)) {
    const fact = count(`ticks/${name}`, ticks.length);
    const shown = toOneLine(name);
    lines.push(toLine(texts.ticks(shown, fact.shown), [fact], [shown]));
  }
  return lines.slice(0, MOST_DONE);
}

function toWaits(day: Gathered): Waiting[] {
  const texts = textsOf(day.language);
  const words = (text: string): string => cut(toOneLine(text), MOST_WORDS);
  const approvals = day.approvals.map(({ id, title }): Waiting => {
    const shown = words(title);
    return { type: "approval", id, line: toLine(texts.approval(shown), [], [shown]) };
  });
  const unclear = day.unclear.map(({ id, title, intended }): Waiting => {
    const shown = words(title);
    const facts = (["day", "time"] as const).map((form) => toFact(`effect/${id}/intended`, intended, form, day));
    const [onDay, atTime] = facts.map((fact) => fact.shown);
    return { type: "effect", id, line: toLine(texts.unclear(shown, onDay ?? "", atTime ?? ""), facts, [shown]) };
  });
  const questions = day.items
    .filter(({ kind }) => kind === QUESTION)
    .map(({ id, title }): Waiting => {
      const shown = words(title);
      return { type: "question", id, line: toLine(texts.question(shown), [], [shown]) };
    });
  const failed = day.ticks
    .filter(({ state }) => state === "failed")
    .map(({ schedule, at }): Waiting => {
      const shown = words(schedule);
      const facts = (["day", "time"] as const).map((form) => toFact(`tick/${schedule}/${at}`, at, form, day));
      const [onDay, atTime] = facts.map((fact) => fact.shown);
      return {
        type: "schedule",
        id: schedule,
        line: toLine(texts.failedTick(shown, onDay ?? "", atTime ?? ""), facts, [shown]),
      };
    });
  return [...unclear, ...questions, ...approvals, ...failed].slice(0, MOST_WAITS);
}

/** Of today and tomorrow: what stands in a calendar, or is invited to, and what other desks say has a time. */
function toAppointments(day: Gathered): Appointment[] {
  const itemOf = new Map(day.items.map(({ source, id }) => [source, id]));
  const told = new Set(day.calendar.flatMap(({ mail }) => mail ?? []));
  const events = day.calendar.map(({ id, mail, start, isAllDay, title, place }) => {
    const item = (mail === null ? null : itemOf.get(mail)) ?? null;
    const words = place === null ? title : `${title}, ${place}`;
    return { item, at: start, source: `event/${id}/${start}`, isAllDay, words };
  });
  const items = day.items.flatMap(({ id, kind, source, title, due }) =>
    kind === APPOINTMENT && due !== null && !told.has(source)
      ? [{ item: id, at: due, source: `item/${id}/due`, isAllDay: false, words: title }]
      : [],
  );
  return [...events, ...items]
    .filter(({ at, isAllDay }) => (isAllDay ? daysBetween(day.date, dayOf(at, day.zone)) >= 0 : at >= day.at))
    .filter(({ at }) => daysBetween(day.date, dayOf(at, day.zone)) <= 1)
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MOST_APPOINTMENTS)
    .map(({ item, at, source, isAllDay, words }) => {
      const shown = cut(toOneLine(words), MOST_WORDS);
      const forms = isAllDay ? (["day"] as const) : (["day", "time"] as const);
      const facts = forms.map((form) => toFact(source, at, form, day));
      const when = facts.map((fact) => fact.shown).join(", ");
      return { item, at, line: toLine(textsOf(day.language).appointment(when, shown), facts, [shown]) };
    });
}

/** Those whose newest value lies outside of what the ones before let expect; the furthest outside first. */
function toMoved(day: Gathered): Moved[] {
  const found = day.metrics.flatMap(({ metric, points }): (Moved & { by: number })[] => {
    const last = points.at(-1);
    const usual = usualOf(points.slice(0, -1));
    if (!last || !usual || (last.value >= usual.low && last.value <= usual.high)) return [];
    const fact = (name: "mean" | "low" | "high" | "n") =>
      toFact(`usual/${metric.id}/${last.at}/${name}`, usual[name], "number", day);
    const value = toFact(`metric/${metric.id}/${last.at}`, last.value, "number", day);
    const [low, high, mean, n] = [fact("low"), fact("high"), fact("mean"), fact("n")];
    const name = toOneLine(metric.name);
    const unit = metric.unit === "" ? "" : ` ${toOneLine(metric.unit)}`;
    const text = textsOf(day.language).moved(name, value.shown, unit, low.shown, high.shown, mean.shown, n.shown);
    return [
      {
        metric: metric.id,
        name,
        unit: metric.unit,
        at: last.at,
        value: last.value,
        ...usual,
        points: points.slice(-PLOT).map(({ at, value: then }) => ({ at, value: then })),
        line: toLine(`${text}.`, [value, low, high, mean, n], [name]),
        by: Math.abs(last.value - usual.mean) / Math.max(usual.high - usual.mean, Number.EPSILON),
      },
    ];
  });
  return found
    .toSorted((a, b) => b.by - a.by)
    .slice(0, MOST_MOVED)
    .map(({ by: _by, ...moved }) => moved);
}

function isQuiet({ groups, waits, appointments, moved }: Composition): boolean {
  const lists = [groups.urgent, groups.important, groups.later, waits, appointments, moved];
  return lists.every((list) => list.length === 0);
}

/** Three lines: that nothing is wanted, what was done meanwhile, and that nothing else is to be seen. */
function toQuiet({ done, silent, language }: Composition): Line[] {
  const texts = textsOf(language);
  const [first] = done;
  return [toLine(texts.quiet), first ?? silent ?? toLine(texts.idle), toLine(texts.calm)];
}
