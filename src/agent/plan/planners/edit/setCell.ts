import type { DraftStep, PlanContext } from "../../types.ts";
import { meansAll, type Reading } from "../shared/reading.ts";
import { refuse } from "../shared/refuse.ts";
import { matchRows } from "../shared/rows.ts";
import { isAlready, movedEnd, withOthers } from "./alsoSet.ts";
import { findHypotheses, type Hypothesis } from "./hypotheses.ts";
import { categoryValues, yesNo } from "./kinds.ts";
import { pickRow } from "./pickRow.ts";
import { renamed } from "./renames.ts";
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
  const group = withOthers(chosen, hypotheses, chosen.match.scores[0]?.row ?? 0, reading);
  const except = group.flatMap(({ value }) => value?.spans ?? []);
  const match = matchRows(chosen.wide, reading, except);
  const rows = meansAll(reading.text)
    ? selectRows(chosen.table, chosen.wide, reading, except)
    : [await pickRow(chosen.table, chosen.wide, match, reading, ctx, (row) => isAlready(chosen, row), except)];
  if (rows.length === 0) return null;
  const edits = [];
  for (const one of group) {
    const settled = await settleValue(one, rows, reading, ctx);
    for (const row of rows) {
      const was = one.table.rows[row]?.[one.column]?.raw ?? "";
      const value = one.value?.isName ? renamed(was, settled, reading.text) : settled;
      edits.push({ type: "set" as const, row, column: one.table.columns[one.column]?.name ?? "", value, was });
    }
  }
  const end = rows.length === 1 ? movedEnd(group, rows[0] ?? 0) : null;
  if (end) edits.push({ type: "set" as const, row: rows[0] ?? 0, ...end });
  const names = [...new Set(edits.map(({ column }) => column))].join(", ");
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
    { de: `Mir fehlt der neue Wert für „${name}“.`, en: `I miss the new value for "${name}".` },
    { de: "Nennen Sie ihn im Auftrag.", en: "Name it in the request." },
  );
}
