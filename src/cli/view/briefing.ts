import { toSafeLine, type OutputOf } from "../../app/index.ts";
import { cut, toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

type View = OutputOf<"briefing">;
type Entry = View["composition"]["groups"]["urgent"][number];

/** The briefing of a day for a person at a terminal. */
export function showBriefing({ composition, stored, deliveries, states }: View, ui: Ui): void {
  const { out, format } = ui;
  const texts = ui.texts.briefing;
  const { groups, quiet, more, silent, appointments, moved, waits, done, date } = composition;
  const line = (text: string, indent = "  "): void => out.line(wrap(toSafeLine(text), out.columns, indent));
  const day = new Intl.DateTimeFormat(ui.language, { dateStyle: "full", timeZone: "UTC" }).format(Date.parse(date));
  out.line(out.style.bold(texts.title(day)));
  out.line(out.style.dim(stored === null ? texts.asNow : texts.composed(format.dateTime(stored))));
  for (const { text } of quiet ?? []) line(`• ${text}`);
  const section = (heading: string, lines: readonly string[]): void => {
    if (lines.length === 0) return;
    out.line("");
    out.line(out.style.bold(heading));
    for (const text of lines) line(`• ${text}`);
  };
  if (!quiet) {
    for (const group of ["urgent", "important", "later"] as const)
      showGroup(texts.groups[group], groups[group], states, ui);
    for (const rest of [more, silent]) if (rest) line(rest.text);
    section(texts.sections.appointments, appointments.map((one) => one.line.text)); // prettier-ignore
    section(texts.sections.moved, moved.map((one) => one.line.text)); // prettier-ignore
    section(texts.sections.waits, waits.map((one) => one.line.text)); // prettier-ignore
    section(texts.sections.done, done.map(({ text }) => text)); // prettier-ignore
  }
  if (deliveries.length > 0) out.line("");
  for (const delivery of deliveries) showDelivery(delivery, ui);
}

function showGroup(heading: string, entries: readonly Entry[], states: View["states"], { out, texts }: Ui): void {
  if (entries.length === 0) return;
  out.line("");
  out.line(out.style.bold(heading));
  for (const { item, who, title, why, quote, action } of entries) {
    const isDone = states[item] === "done";
    const head = `• ${who === null ? "" : `${who}: `}${title}${isDone ? ` (${texts.briefing.handled})` : ""}`;
    out.line(cut(toSafeLine(head), out.columns));
    out.line(wrap(`  ${toSafeLine(why.text)}`, out.columns, "  "));
    if (quote) out.line(out.style.dim(cut(`  ${toSafeLine(`„${quote.text}“`)}`, out.columns)));
    if (action && !isDone)
      out.line(wrap(`  → ${toSafeLine(texts.briefing.proposed(action.title))}`, out.columns, "  "));
  }
}

function showDelivery({ channel, state, note, effect }: View["deliveries"][number], { out, texts }: Ui): void {
  const { delivery, channels } = texts.briefing;
  const name = channels[channel] ?? channel;
  const text = {
    intended: () => delivery.intended(name),
    done: () => delivery.done(name),
    unclear: () => delivery.unclear(name, effect ?? ""),
    failed: () => delivery.failed(name, toSafeLine(note ?? ""), channel),
  }[state]();
  out.line(wrap(state === "done" ? out.style.dim(text) : text, out.columns, "  "));
}

export function showDays({ briefings }: OutputOf<"briefings">, { out, texts, format }: Ui): void {
  if (briefings.length === 0) return out.line(wrap(texts.briefing.none, out.columns));
  const rows = briefings.map(({ date, at, urgent, important, amiss }) => [
    date,
    format.dateTime(at),
    String(urgent),
    String(important),
    amiss === 0 ? "" : texts.briefing.amiss(amiss),
  ]);
  for (const row of toColumns([[...texts.briefing.listHeadings], ...rows])) out.line(cut(row, out.columns));
}

export function showWeights({ weights }: OutputOf<"briefingSettings">, { out, texts, language }: Ui): void {
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 2,
    signDisplay: "negative",
  });
  const rows = weights.map(({ feature, weight, urgent, important }) => [
    feature,
    number.format(weight),
    number.format(urgent * weight),
    number.format(important * weight),
    texts.briefing.features[feature] ?? "",
  ]);
  for (const row of toColumns([[...texts.briefing.weightHeadings], ...rows])) out.line(cut(row, out.columns));
}

export function showTimes({ schedule }: OutputOf<"briefingSettings">, { out, texts, format }: Ui): void {
  const { comes, off } = texts.briefing;
  const text = schedule
    ? comes(toTime(schedule.pattern), schedule.zone, schedule.next === null ? "–" : format.dateTime(schedule.next))
    : off;
  out.line(wrap(text, out.columns));
}

/** "0 7 * * *" as 7:00; other times as they are written. */
function toTime(pattern: string): string {
  const daily = /^(?<minute>\d{1,2}) (?<hour>\d{1,2}) \* \* \*$/u.exec(pattern)?.groups;
  return daily ? `${daily["hour"]}:${(daily["minute"] ?? "").padStart(2, "0")}` : pattern;
}
