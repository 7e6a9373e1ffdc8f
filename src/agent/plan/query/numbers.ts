import type { NumberSpan } from "../../../files/index.ts";
import type { Request } from "../request/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import { numericPairs } from "./pairs.ts";
import { around, withinClause, type Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import type { Expr, Frame, Operator } from "./types.ts";

const BEFORE: [RegExp, Operator][] = [
  [/(?<![\p{L}\p{N}_])(?:at least|mindestens|no less than|from|ab|minimum)\s*(?:about\s+)?$/iu, ">="],
  [/(?<![\p{L}\p{N}_])(?:at most|no more than|not more than|höchstens|maximal|up to|bis zu|maximum)\s*$/iu, "<="],
  [
    /(?<![\p{L}\p{N}_])(?:more than|over|above|greater than|exceed(?:s|ing)?|mehr als|über|größer als|teurer als|höher als|länger als|longer than|older than|by more than|um mehr als|seit mehr als)\s*$/iu,
    ">",
  ],
  [
    /(?<![\p{L}\p{N}_])(?:less than|under|below|fewer than|weniger als|unter|kleiner als|billiger als|günstiger als|niedriger als|cheaper than|within)\s*$/iu,
    "<",
  ],
];
const AFTER: [RegExp, Operator][] = [
  [/^\s*(?:\S+\s+)?(?:or more|oder mehr|and more|und mehr|upwards|aufwärts)(?![\p{L}\p{N}_])/iu, ">="],
  [/^\s*(?:\S+\s+)?(?:or less|or fewer|oder weniger|und weniger)(?![\p{L}\p{N}_])/iu, "<="],
];

/** Comparisons with a number of the request: "over 500 €", "more than 30 days overdue", "raised by more than 10 %". */
export function numberConditions(frame: Frame, part: Part, request: Request): ConditionGroup[] {
  const groups: ConditionGroup[] = [];
  for (const number of request.numbers) {
    if (!withinClause(part, number) || isWordLimit(part, number)) continue;
    const { before, after } = around(part, number, 40);
    const operator =
      BEFORE.find(([pattern]) => pattern.test(before))?.[1] ?? AFTER.find(([pattern]) => pattern.test(after))?.[1];
    if (!operator) continue;
    const days = inDays(part, number);
    const alternatives = expressions(frame, part, number, days !== null, request.today)
      .map(({ expr, score }) => {
        const value = "op" in expr && expr.op === "days" ? (days ?? number.value) : number.value;
        return { conditions: [{ left: expr, op: operator, right: { value } }], score };
      })
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 4);
    if (alternatives.length === 0) continue;
    groups.push({
      words: `${before.trim().split(/\s+/u).slice(-2).join(" ")} ${number.text}`,
      start: number.start,
      end: number.end,
      alternatives,
      optional: false,
    });
  }
  return groups;
}

function isWordLimit(part: Part, number: NumberSpan): boolean {
  return (
    /^\s*(?:words?|wörter|worte|sentences?|sätze|zeilen|lines|characters|zeichen|decimals|nachkommastellen)/iu.test(
      around(part, number, 30).after,
    ) || /^(?:words?|wörter)$/iu.test(number.unit ?? "")
  );
}

const DAYS: readonly (readonly [RegExp, number])[] = [
  [/^\s*(?:d|days?|tage?n?)(?!\p{L})/iu, 1],
  [/^\s*(?:wk|weeks?|wochen?)(?!\p{L})/iu, 7],
  [/^\s*(?:mo|months?|monate?n?)(?!\p{L})/iu, 30.4375],
  [/^\s*(?:a|years?|jahre?n?)(?!\p{L})/iu, 365.25],
];

/** The number in days, where it counts days, weeks, months or years; else null. */
function inDays(part: Part, number: NumberSpan): string | null {
  const unit = number.unit ?? around(part, number, 12).after;
  const factor = DAYS.find(([pattern]) => pattern.test(unit))?.[1];
  return factor === undefined ? null : String(Math.floor(Number(number.value) * factor));
}

/** What the number may be compared with: a linked column, a difference of dates in days, a rise in percent. */
function expressions(
  frame: Frame,
  part: Part,
  number: NumberSpan,
  isDays: boolean,
  today: string,
): { expr: Expr; score: number }[] {
  const found: { expr: Expr; score: number }[] = [];
  if (isDays) {
    for (const column of frame.columns.filter((candidate) => candidate.type === "date" && candidate.depth === 0)) {
      const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
      found.push({
        expr: { op: "days", left: { value: today }, right: { column: column.name } },
        score: 0.4 + 0.4 * linked,
      });
    }
  }
  if (number.unit === "%") {
    for (const { newer, older } of numericPairs(frame)) {
      found.push({ expr: { op: "percent", left: { column: newer }, right: { column: older } }, score: 0.85 });
    }
  }
  for (const column of frame.columns.filter(isNumeric)) {
    const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
    const unit = number.unit !== null && number.unit === column.unit ? 0.25 : 0;
    const money = /^(?:EUR|USD|GBP|CHF)$/u.test(number.unit ?? "") && column.type === "money" ? 0.2 : 0;
    if (isDays && linked < 0.7 && unit === 0) continue;
    found.push({ expr: { column: column.name }, score: 0.25 + 0.4 * linked + unit + money - 0.1 * column.depth });
  }
  return found;
}
