import type { DraftStep, PlanContext } from "../../types.ts";
import { meansAll, overlaps, overlapsAny, type Reading } from "../shared/reading.ts";
import { refuse } from "../shared/refuse.ts";
import { matchRows } from "../shared/rows.ts";
import { findHypotheses, type Hypothesis } from "./hypotheses.ts";
import { categoryValues, yesNo } from "./kinds.ts";
import { pickRow } from "./pickRow.ts";
import { selectRows } from "./selectRows.ts";
import { valuesFor } from "./values.ts";

const MIN_SCORE = 1.6;
const CLOSE = 0.25;

/** Steps that set one cell (or one cell of several rows, where the clause says "all"); null when no table fits. */
export async function planSetCell(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const hypotheses = findHypotheses(reading, ctx);
  const best = hypotheses[0];
  if (!best || best.score < MIN_SCORE) return null;
  const chosen = await chooseColumn(best, hypotheses, reading, ctx);
  const also = chosen.kind === "street" || chosen.kind === "postcode" || chosen.kind === "city";
  const group = also ? addressGroup(chosen, hypotheses) : [chosen, ...alsoSet(chosen, hypotheses, reading)];
  const except = group.flatMap(({ value }) => value?.spans ?? []);
  const match = matchRows(chosen.wide, reading, except);
  const rows = meansAll(reading.text)
    ? selectRows(chosen.table, chosen.wide, reading, except)
    : [await pickRow(chosen.table, chosen.wide, match, reading, ctx, (row) => isAlready(chosen, row), except)];
  if (rows.length === 0) return null;
  const edits = [];
  for (const one of group) {
    const value = await settleValue(one, rows, reading, ctx);
    for (const row of rows) {
      const was = one.table.rows[row]?.[one.column]?.raw ?? "";
      edits.push({ type: "set" as const, row, column: one.table.columns[one.column]?.name ?? "", value, was });
    }
  }
  const names = group.map((one) => one.table.columns[one.column]?.name ?? "").join(", ");
  return [
    {
      op: "editTable",
      why: `Set ${names} in ${chosen.table.path} (${rows.length} row${rows.length === 1 ? "" : "s"})`,
      args: { path: chosen.table.path, sheet: chosen.table.sheet, edits },
    },
  ];
}

/** Where two columns (or tables) fit about equally well, the model says which. */
async function chooseColumn(
  best: Hypothesis,
  all: Hypothesis[],
  reading: Reading,
  ctx: PlanContext,
): Promise<Hypothesis> {
  const close = all.filter((one, at) => {
    if (one.score < best.score - CLOSE) return false;
    return all.findIndex((other) => other.table === one.table && other.column === one.column) === at;
  });
  if (close.length < 2) return best;
  const options = close.slice(0, 5);
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich column has to be changed?`,
    options: options.map((one) => ({
      label: `${one.table.columns[one.column]?.name ?? ""}${new Set(options.map((o) => o.table.id)).size > 1 ? ` (${one.table.id})` : ""}`,
      about: `now for example "${one.table.rows[one.match.scores[0]?.row ?? 0]?.[one.column]?.raw ?? ""}"`,
    })),
  });
  return options[chosen ?? 0] ?? best;
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

/**
 * "erledigt und hat 499,80 Euro gekostet": further values for columns that the clause names, where the row has none yet or
 * the clause says that there are several.
 */
function alsoSet(chosen: Hypothesis, all: Hypothesis[], reading: Reading): Hypothesis[] {
  const row = chosen.match.scores[0]?.row;
  const said = /(?<!\p{L})(?:beides|both|sowie|as well as|außerdem|also)(?!\p{L})/iu.test(reading.text);
  const joined = said || /(?<!\p{L})(?:and|und)(?!\p{L})/iu.test(reading.text);
  if (row === undefined || !joined) return [];
  const found: Hypothesis[] = [];
  const taken = [...(chosen.value?.spans ?? [])];
  for (const one of all) {
    const spans = one.value?.spans ?? [];
    const other =
      one.table === chosen.table && one.column !== chosen.column && !found.some(({ column }) => column === one.column);
    if (
      !other ||
      one.value === null ||
      (one.link < 0.6 && !isOnlyMoney(one, reading)) ||
      one.value.fit < 0.6 ||
      overlapsAny(spans, taken)
    )
      continue;
    const now = chosen.table.rows[row]?.[one.column]?.raw.trim() ?? "";
    if ((now !== "" && !said) || one.match.scores[0]?.row !== row || isAlready(one, row)) continue;
    found.push(one);
    taken.push(...spans);
  }
  return found;
}

/** An amount in a currency, and one column of money only. */
function isOnlyMoney(one: Hypothesis, reading: Reading): boolean {
  const spans = one.value?.spans ?? [];
  const amount = reading.numbers.some((number) => /^[A-Z]{3}$/u.test(number.unit ?? "") && overlaps(number, spans));
  const columns = one.table.columns.filter(({ type }) => type === "money").length;
  return amount && columns === 1 && one.table.columns[one.column]?.type === "money";
}

function isAlready(one: Hypothesis, row: number): boolean {
  const cell = one.table.rows[row]?.[one.column];
  if (!cell || !one.value) return false;
  return cell.value === one.value.value || cell.raw.trim() === one.value.value;
}

const NEGATED =
  /(?<!\p{L})(?:kein|keine[nrsm]?|nicht(?: mehr)?|nie|no longer|not|no|don't|doesn't|does not|without|abbestell\p{L}*|abmeld\p{L}*|unsubscribe\p{L}*|stop\p{L}*|entfern\p{L}*|ohne|nein)(?!\p{L})/iu;

/** The value to write; the model maps the request's words onto the values that the column already has. */
async function settleValue(one: Hypothesis, rows: number[], reading: Reading, ctx: PlanContext): Promise<string> {
  if (one.kind !== "category") {
    if (one.value === null) throw noValue(one, ctx);
    return one.value.value;
  }
  const values = categoryValues(one.table, one.column);
  const pair = yesNo(values);
  if (pair) return NEGATED.test(reading.text) ? pair.no : pair.yes;
  if (one.value !== null && one.value.fit >= 0.85) return one.value.value;
  const now = rows.length === 1 ? (one.table.rows[rows[0] ?? 0]?.[one.column]?.raw.trim() ?? "") : "";
  const open = values.filter((value) => value !== now).slice(0, 10);
  const meant = valuesFor(one.table, one.column, one.kind, reading).filter(({ fit }) => fit >= 0.65);
  const likely = open.filter((value) => meant.some((other) => other.value === value));
  const options = likely.length > 0 ? likely : open;
  const name = one.table.columns[one.column]?.name ?? "";
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nThe column "${name}" is now "${now}". What must it be afterwards?`,
    options: options.map((value) => ({ label: value })),
  });
  const picked = chosen === null ? undefined : options[chosen];
  if (picked === undefined) throw noValue(one, ctx);
  return picked;
}

function noValue(one: Hypothesis, ctx: PlanContext): Error {
  const name = one.table.columns[one.column]?.name ?? "";
  return refuse(
    ctx.request,
    { de: `Mir fehlt der neue Wert für "${name}".`, en: `I miss the new value for "${name}".` },
    { de: "Nenne ihn im Auftrag.", en: "Name it in the request." },
  );
}
