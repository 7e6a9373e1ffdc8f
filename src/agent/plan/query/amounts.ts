import { words } from "../../../files/index.ts";
import { related } from "../lexicon/index.ts";
import type { Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import type { Expr, Frame, FrameColumn } from "./types.ts";

const WORTH =
  /(?<![\p{L}\p{N}_])(?:worth|wert|value|cost|kosten|kostet|owe[sd]?|schulde[\p{L}\p{N}]*|bill|charge|at (?:the|this|current|our)(?![\p{L}\p{N}_])|zu (?:den|unseren|aktuellen)|prices?|preisen?|rates?|sätzen|fees|gebühren|umsatz|revenue|turnover|price of|what is .* in euros?)(?![\p{L}\p{N}_])/iu;
const MONEY =
  /(?<![\p{L}\p{N}_])(?:money|euros?|eur|€|pounds?|gbp|£|dollars?|\p{L}*betrag|amount|geld|\p{L}*summe|\p{L}*kosten|cost|worth|wert|owe[sd]?|schulde[\p{L}\p{N}]*|umsatz|revenue|turnover|spen[dt]|ausgegeben|eingenommen|verdient|earned|expensive|cheap\p{L}*|teuer\p{L}*|billig\p{L}*|günstig\p{L}*|ausgaben|expenses|einnahmen|income|takings|bills?|invoices?|rechnung\p{L}*|preis[\p{L}\p{N}]*|price[\p{L}\p{N}]*|net|netto|gross|brutto)(?![\p{L}\p{N}_])/iu;

/** Number columns that could be summed, by name, by kind, by depth. */
export function aggregates(frame: Frame, part: Part): { expr: Expr; header: string; score: number }[] {
  const money = MONEY.test(part.text);
  return frame.columns.filter(isNumeric).map((column) => {
    const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
    const kind = money === (column.type === "money") ? 0.18 : 0;
    const unitPrice = isUnitPrice(column) ? -0.2 : 0;
    return {
      expr: { column: column.name },
      header: column.header,
      score: 0.38 + linked * 0.36 + kind + unitPrice - 0.12 * column.depth,
    };
  });
}

const MINUS =
  /(?<![\p{L}\p{N}_])(?:minus|abzüglich|less the|net of|after deducting|nach abzug (?:der|von|des))(?![\p{L}\p{N}_])/iu;
const PLUS = /(?<![\p{L}\p{N}_])(?:plus|zuzüglich|and the|sowie)(?![\p{L}\p{N}_])/iu;

/** "income minus expenses": the column named before the word and the one named after it. */
export function differences(frame: Frame, part: Part): { expr: Expr; header: string; score: number }[] {
  const minus = MINUS.exec(part.text);
  const cue = minus ?? PLUS.exec(part.text);
  if (!cue) return [];
  const at = part.start + cue.index;
  const side = (isLeft: boolean) =>
    frame.columns
      .filter((column) => isNumeric(column) && column.depth === 0)
      .map((column) => ({
        column,
        score: Math.max(
          0,
          ...part.terms
            .filter((term) => term.start < at === isLeft)
            .map((term) => linkTerm(term, [column])[0]?.score ?? 0),
        ),
      }))
      .toSorted((a, b) => b.score - a.score)[0];
  const [left, right] = [side(true), side(false)];
  if (!left || !right || left.column === right.column || left.score < 0.6 || right.score < 0.6) return [];
  const expr: Expr = {
    op: minus ? "-" : "+",
    left: { column: left.column.name },
    right: { column: right.column.name },
  };
  return [{ expr, header: "total", score: 1.1 }];
}

/** A price of one unit, an hourly rate: summing it alone makes little sense. */
function isUnitPrice(column: FrameColumn): boolean {
  return namesConcept(column, ["price", "rate", "fee"]) && !namesConcept(column, ["total", "amount"]);
}

function isQuantity(column: FrameColumn): boolean {
  return namesConcept(column, ["quantity", "hours", "stock"]) && !namesConcept(column, ["price", "rate", "planned"]);
}

function namesConcept(column: FrameColumn, names: string[]): boolean {
  return words(column.header).some((word) => names.some((name) => related(word.word, name) >= 0.7));
}

/** Quantity x unit price, where the row has the one and it or its lookup the other. */
export function products(frame: Frame, part: Part): { expr: Expr; score: number }[] {
  const numeric = frame.columns.filter(isNumeric);
  const quantities = numeric.filter((column) => column.depth === 0 && isQuantity(column));
  const prices = numeric.filter(isUnitPrice);
  if (quantities.length === 0 || prices.length === 0) return [];
  const worth = WORTH.test(part.text);
  const hasAmount = frame.columns.some(
    (column) => column.depth === 0 && column.type === "money" && !isUnitPrice(column),
  );
  return quantities.flatMap((quantity) =>
    prices.map((price) => {
      const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [price])[0]?.score ?? 0));
      const expr: Expr = { op: "*", left: { column: quantity.name }, right: { column: price.name } };
      return { expr, score: 0.42 + (worth ? 0.35 : 0) + linked * 0.15 - (hasAmount ? 0.25 : 0) - 0.04 * price.depth };
    }),
  );
}
