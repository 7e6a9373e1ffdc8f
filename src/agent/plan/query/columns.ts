import { stem, words } from "../../../files/index.ts";
import { related } from "../lexicon/index.ts";
import type { Fill } from "../types.ts";
import { aggregates, products } from "./amounts.ts";
import type { Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import { showSelection } from "./show.ts";
import type { Condition, Expr, Frame, Selection } from "./types.ts";

/**
 * Selections for the columns that a request names ("with Artikelnr and Fehlmenge"): by name where one is meant, else a
 * difference, product, sum or count that fits; what stays open is chosen by the model. null when a name fits nothing.
 */
export async function askedColumns(
  names: string[],
  frame: Frame,
  part: Part,
  where: Condition[],
  group: string[],
  fill: Fill,
): Promise<Selection[] | null> {
  const aggregated = group.length > 0;
  const fields: { name: string; options: Selection[] }[] = [];
  for (const name of names) {
    const linked = linkName(name, frame);
    const best = linked[0];
    const second = linked[1];
    const sure = best && best.score >= 0.8 && (!second || best.score - second.score > 0.08);
    const plain = linked.map(({ column }): Selection => ({ fn: "none", expr: { column: column.name }, as: name }));
    const computed = computedSelections(name, frame, part, where, aggregated);
    const isGroup = best !== undefined && group.includes(best.column.name);
    if (aggregated && !isGroup) {
      const summed = linked
        .filter(({ column }) => isNumeric(column))
        .map(({ column }): Selection => ({ fn: "sum", expr: { column: column.name }, as: name }));
      const options = distinct([...(sure && summed.length > 0 ? summed : []), ...computed, ...summed, ...plain]);
      fields.push({ name, options: sure && summed[0] ? [summed[0]] : options });
    } else
      fields.push({ name, options: sure && plain[0] ? [plain[0]] : distinct([...plain.slice(0, 3), ...computed]) });
  }
  if (fields.some((field) => field.options.length === 0)) return null;
  const answers = await fill.form({
    question: `Request: ${part.text}\nWhat stands in each column that the request asks for?`,
    fields: fields.map((field) => ({
      name: field.name,
      options: unique(field.options.slice(0, 7).map(showSelection)),
    })),
  });
  return fields.map((field) => {
    const chosen = field.options.find((option) => showSelection(option) === answers[field.name]) ?? field.options[0];
    return { ...(chosen as Selection), as: field.name };
  });
}

/** Columns that a written name means, best first. */
function linkName(name: string, frame: Frame) {
  const parts = words(name).map((word) => ({ ...word, stem: stem(word.word), name: false }));
  return frame.columns
    .map((column) => {
      const exact =
        words(column.header)
          .map((word) => word.word)
          .join(" ") === parts.map((word) => word.word).join(" ");
      const scores = parts.map((part) => linkTerm(part, [column])[0]?.score ?? 0);
      const mean = scores.reduce((total, score) => total + score, 0) / Math.max(1, scores.length);
      return { column, score: exact ? 1.2 - 0.1 * column.depth : mean };
    })
    .filter((entry) => entry.score >= 0.5)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 4);
}

function computedSelections(
  name: string,
  frame: Frame,
  part: Part,
  where: Condition[],
  aggregated: boolean,
): Selection[] {
  const found: Selection[] = [];
  const fn = aggregated ? "sum" : "none";
  for (const condition of where) {
    // "below the minimum … how much is missing": the difference of the two that are compared.
    const { left, right } = condition;
    if (!right || !("column" in left) || !("column" in right)) continue;
    const [a, b] = condition.op.startsWith("<") ? [right, left] : [left, right];
    const date = frame.columns.find((column) => column.name === left.column)?.type === "date";
    found.push({ fn: "none", expr: { op: date ? "days" : "-", left: a, right: b }, as: name });
    if (/%|percent|prozent/iu.test(name))
      found.unshift({ fn: "none", expr: { op: "percent", left: a, right: b }, as: name });
  }
  const isCount = words(name).some(
    (word) => related(word.word, "quantity") >= 0.8 || related(word.word, "count") >= 0.8,
  );
  if (aggregated && isCount) found.unshift({ fn: "count", expr: null, as: name });
  const sums: Expr[] = [...aggregates(frame, part), ...products(frame, part)]
    .toSorted((a, b) => b.score - a.score)
    .map(({ expr }) => expr);
  for (const expr of sums.slice(0, 4)) found.push({ fn, expr, as: name });
  if (aggregated && !isCount) found.push({ fn: "count", expr: null, as: name });
  return found;
}

function distinct(selections: Selection[]): Selection[] {
  const seen = new Set<string>();
  return selections.filter((selection) => {
    const key = showSelection(selection);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function unique(labels: string[]): string[] {
  return [...new Set(labels)];
}
