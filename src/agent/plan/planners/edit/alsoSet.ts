import { directConcepts } from "../../lexicon/index.ts";
import { overlaps, overlapsAny, type Reading } from "../shared/reading.ts";
import { formatTime, timeOf } from "../shared/times.ts";
import type { Hypothesis } from "./hypotheses.ts";

/** Columns that are set besides the chosen one: the rest of an address, or whatever else the clause says of the row. */
export function withOthers(chosen: Hypothesis, all: Hypothesis[], row: number, reading: Reading): Hypothesis[] {
  const isAddress = chosen.kind === "street" || chosen.kind === "postcode" || chosen.kind === "city";
  return isAddress ? addressGroup(chosen, all) : [chosen, ...alsoSet(chosen, all, row, reading)];
}

/** A new address sets street, postcode and town together. */
function addressGroup(chosen: Hypothesis, all: Hypothesis[]): Hypothesis[] {
  const parts = ["street", "postcode", "city"] as const;
  return parts.flatMap((kind) => {
    if (kind === chosen.kind) return [chosen];
    const other = all.find((one) => one.table === chosen.table && one.kind === kind && (one.value?.fit ?? 0) >= 0.5);
    return other ? [other] : [];
  });
}

/** "done, finished on 23 November, 2.5 hours, their invoice is RE 519": each further value with the column that takes it. */
function alsoSet(chosen: Hypothesis, all: Hypothesis[], row: number, reading: Reading): Hypothesis[] {
  const found: Hypothesis[] = [];
  const taken = [...(chosen.value?.spans ?? [])];
  for (const one of all) {
    const spans = one.value?.spans ?? [];
    if (one.table !== chosen.table || one.column === chosen.column || one.value === null) continue;
    if (found.some(({ column }) => column === one.column) || overlapsAny(spans, taken) || isAlready(one, row)) continue;
    if (!isMeant(one, all, row, reading)) continue;
    found.push(one);
    taken.push(...spans);
  }
  return found;
}

function isMeant(one: Hypothesis, all: Hypothesis[], row: number, reading: Reading): boolean {
  const fit = one.value?.fit ?? 0;
  const spans = one.value?.spans ?? [];
  const isBlank = (one.table.rows[row]?.[one.column]?.raw.trim() ?? "") === "";
  const pointsAtRow = one.match.clues.some((clue) => overlaps(clue, spans) && (clue.rows.get(row) ?? 0) > 0);
  if (fit < 0.6 || pointsAtRow) return false;
  if (one.kind === "id" && one.table.keys.includes(one.column)) return false;
  if (isBlank) {
    if (one.link >= 0.6 || isOnlyMoney(one, reading)) return true;
    const rivals = all.filter((other) => other.table === one.table && other.kind === one.kind);
    const columns = new Set(rivals.filter((other) => isEmpty(other, row)).map(({ column }) => column));
    return ["date", "time", "weekday"].includes(one.kind) && columns.size === 1;
  }
  if (one.kind === "category") return fit >= 0.7;
  const columns = new Set(all.filter((o) => o.table === one.table && o.kind === one.kind).map(({ column }) => column));
  if (one.kind === "weekday" || one.kind === "date") return columns.size === 1 && fit >= 0.75;
  const said = /(?<!\p{L})(?:beides|both|sowie|as well as|außerdem|also)(?!\p{L})/iu.test(reading.text);
  const joined = said || /(?<!\p{L})(?:and|und)(?!\p{L})/iu.test(reading.text);
  return joined && one.link >= (said ? 0.6 : 0.75) && fit >= (said ? 0.6 : 0.75);
}

const isEmpty = (one: Hypothesis, row: number) => (one.table.rows[row]?.[one.column]?.raw.trim() ?? "") === "";

/** An amount in a currency, and one column of money only. */
function isOnlyMoney(one: Hypothesis, reading: Reading): boolean {
  const spans = one.value?.spans ?? [];
  const amount = reading.numbers.some((number) => /^[A-Z]{3}$/u.test(number.unit ?? "") && overlaps(number, spans));
  const columns = one.table.columns.filter(({ type }) => type === "money").length;
  return amount && columns === 1 && one.table.columns[one.column]?.type === "money";
}

export function isAlready(one: Hypothesis, row: number): boolean {
  const cell = one.table.rows[row]?.[one.column];
  if (!cell || !one.value) return false;
  return cell.value === one.value.value || cell.raw.trim() === one.value.value;
}

/**
 * The end of an appointment whose start is set to another time: it lasts as long as before. null when the clause gives an
 * end itself or the table has none.
 */
export function movedEnd(group: Hypothesis[], row: number): { column: string; value: string; was: string } | null {
  const start = group.find((one) => one.kind === "time" && startsAt(one));
  const end = start?.table.columns.findIndex(({ name }) => directConcepts(name).includes("end")) ?? -1;
  if (!start?.value || end === -1 || group.some(({ column }) => column === end)) return null;
  const cells = start.table.rows[row];
  const [from, to, next] = [cells?.[start.column]?.raw, cells?.[end]?.raw, start.value.value].map((raw) =>
    minutesOf(raw ?? ""),
  );
  if (from === undefined || to === undefined || next === undefined || from === null || to === null || next === null)
    return null;
  const until = next + to - from;
  if (to <= from || until >= 24 * 60) return null;
  const time = `${String(Math.floor(until / 60)).padStart(2, "0")}:${String(until % 60).padStart(2, "0")}`;
  const value = formatTime(
    time,
    start.table.rows.map((one) => one[end]?.raw ?? ""),
  );
  return { column: start.table.columns[end]?.name ?? "", value, was: cells?.[end]?.raw ?? "" };
}

const startsAt = (one: Hypothesis) => directConcepts(one.table.columns[one.column]?.name ?? "").includes("start");

function minutesOf(raw: string): number | null {
  const [hours, minutes] = (timeOf(raw) ?? "").split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes;
}
