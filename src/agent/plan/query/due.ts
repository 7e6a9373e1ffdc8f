import { words } from "../../../files/index.ts";
import { concepts, directConcepts, related } from "../lexicon/index.ts";
import type { Request } from "../request/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import type { Part } from "./part.ts";
import type { Condition, Frame, FrameColumn } from "./types.ts";

/** More values than these are texts about cancelling, not marks. */
const MAX_VOID = 8;

const OVERDUE =
  /(?<![\p{L}\p{N}_])(?:overdue|past due|überfällig[\p{L}\p{N}]*|in verzug|late with (?:the|their) payment|not paid in time)(?![\p{L}\p{N}_])/iu;
const UNPAID =
  /(?<![\p{L}\p{N}_])(?:unpaid|outstanding|not (?:yet )?(?:been )?paid|haven't (?:yet )?(?:been )?paid|still owe[\p{L}\p{N}]*|owe[sd]? us|offene?[nrs]? (?:rechnung[\p{L}\p{N}]*|posten|beträg[\p{L}\p{N}]*|forderung[\p{L}\p{N}]*)|unbezahlt[\p{L}\p{N}]*|nicht (?:\S+ )?bezahlt[\p{L}\p{N}]*|noch nicht bezahlt|schulde[nt]?|ausstehend[\p{L}\p{N}]*|open invoices?|(?:noch )?offen(?=[^.?]{0,30}rechnung)|(?<=(?:rechnung\p{L}*|invoices?)[^.?]{0,30})(?:offen|open))(?![\p{L}\p{N}_])/iu;
const PAID = /(?<![\p{L}\p{N}_])(?:paid|bezahlt[\p{L}\p{N}]*|beglichen[\p{L}\p{N}]*)(?![\p{L}\p{N}_])/iu;

export function asksForPayment(part: Part): boolean {
  return OVERDUE.test(part.text) || UNPAID.test(part.text);
}

/** Overdue and unpaid, where the table has a due date and a column that tells what is paid or came back. */
export function dueConditions(frame: Frame, part: Part, request: Request): ConditionGroup[] {
  const groups: ConditionGroup[] = [];
  const overdue = OVERDUE.exec(part.text);
  const unpaid = namesTable(frame, UNPAID.exec(part.text));
  const own = frame.columns.filter((column) => column.depth === 0);
  const dates = own.filter((column) => column.type === "date");
  const due = dates.find((column) => hasConcept(column, "due")) ?? dates.find((column) => isLatest(column, dates));
  const paidOn =
    dates.find((column) => column.hasEmpty && hasConcept(column, "paid")) ??
    (overdue && due ? dates.find((column) => column.hasEmpty && column !== due && sharesWord(column, due)) : undefined);
  const status = own.find(
    (column) =>
      column.values !== null &&
      column.type === "text" &&
      column.values.some(
        (value) =>
          PAID.test(value) || /(?<![\p{L}\p{N}_])(?:offen|open|unpaid|unbezahlt)(?![\p{L}\p{N}_])/iu.test(value),
      ),
  );
  const open: Condition[] = paidOn
    ? [{ left: { column: paidOn.name }, op: "empty" }]
    : status?.values
      ? [{ left: { column: status.name }, op: "in", values: status.values.filter((value) => isOpenWord(value)) }]
      : [];
  const openKnown = open.every((condition) => condition.op !== "in" || (condition.values ?? []).length > 0) ? open : [];
  const at = (match: RegExpExecArray) => ({
    start: part.start + match.index,
    end: part.start + match.index + match[0].length,
    words: match[0],
  });
  if (overdue && due) {
    const late: Condition = { left: { column: due.name }, op: "<", right: { value: request.today } };
    groups.push({
      ...at(overdue),
      optional: false,
      alternatives: [{ conditions: [late, ...openKnown, ...notVoid(frame)], score: 0.95 }],
    });
  } else if (unpaid && openKnown.length > 0) {
    groups.push({ ...at(unpaid), optional: false, alternatives: [{ conditions: openKnown, score: 0.95 }] });
  } else if (!unpaid && paidOn) {
    const paid = PAID.exec(part.text);
    if (paid)
      groups.push({
        ...at(paid),
        optional: true,
        alternatives: [{ conditions: [{ left: { column: paidOn.name }, op: "filled" }], score: 0.75 }],
      });
  }
  return groups;
}

/** "the open items" may be the name of the list itself, which says nothing about its rows. */
function namesTable(frame: Frame, match: RegExpExecArray | null): RegExpExecArray | null {
  if (!match) return null;
  const label = words(frame.label);
  const said = words(match[0]);
  return said.length > 1 && said.every((word) => label.some((part) => related(part.word, word.word) >= 0.9))
    ? null
    : match;
}

function isOpenWord(value: string): boolean {
  return /^(?:offen|open|unpaid|unbezahlt|ausstehend|outstanding|nein|no|überfällig|overdue|gemahnt|mahnung(?![\p{L}\p{N}_]).*|teilweise bezahlt|partly paid|nicht bezahlt|not paid)$/iu.test(
    value.trim(),
  );
}

function hasConcept(column: FrameColumn, concept: string): boolean {
  return words(column.header).some(
    (word) => concepts(word.word).includes(concept) || related(word.word, concept) >= 0.7,
  );
}

/** What was called off is not overdue, also where only a remark says so: "storniert, nie ausgegeben". */
function notVoid(frame: Frame): Condition[] {
  return frame.columns.flatMap((column, at) => {
    if (column.depth > 0 || column.type !== "text") return [];
    const said = new Set(frame.rows.flatMap((row) => row[at] ?? []));
    const values = [...said].filter((value) =>
      words(value).some((word) => directConcepts(word.word).includes("cancelled")),
    );
    return values.length === 0 || values.length > MAX_VOID
      ? []
      : [{ left: { column: column.name }, op: "not in" as const, values }];
  });
}

/** "zurück bis", "agreed until", "expected by": when something should have happened that another column tells. */
function isLatest(column: FrameColumn, dates: FrameColumn[]): boolean {
  return (
    /(?<!\p{L})(?:bis|until|till|by|spätestens|frist|deadline|expected|vereinbart|geplant|soll)(?!\p{L})/iu.test(
      column.header,
    ) && dates.some((other) => other !== column && other.hasEmpty)
  );
}

/** "zurück am" tells of what "zurück bis" wants; with no word in common the last such column does. */
function sharesWord(column: FrameColumn, due: FrameColumn): boolean {
  const said = words(due.header).map((word) => word.word);
  return (
    words(column.header).some((word) => word.word.length > 3 && said.includes(word.word)) ||
    hasConcept(column, "return") ||
    hasConcept(column, "done")
  );
}
