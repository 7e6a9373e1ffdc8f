import { stem, words } from "../../../files/index.ts";
import { documentConditions } from "../query/document.ts";
import { aggregates } from "../query/amounts.ts";
import { chooseFrame, type PlannedQuery } from "../query/plan.ts";
import type { Query } from "../query/types.ts";
import { partOf, withinClause, type Part } from "../query/part.ts";
import { showQuery } from "../query/show.ts";
import { proseOf } from "../request/index.ts";
import type { DraftStep, PlanContext, Planner } from "../types.ts";
import { askedFor } from "./question/asked.ts";
import { gatherAnswers } from "./question/gatherAnswers.ts";
import { isLaidDown } from "./question/overRows.ts";
import { readRows } from "./query/readRows.ts";
import { targetStep } from "./target.ts";

const STRONG =
  /(?<![\p{L}\p{N}_])(?:how many|how much|wie\s?viele?|wieviel|(?<=(?:the|total|what|a) )number of|anzahl|count|zähl(?!ung)[\p{L}\p{N}]*|sum of|total|summe|insgesamt|average|durchschnitt[\p{L}\p{N}]*|add(?:ed)? up|berechne|rechne|work out|calculate|altogether|alles in allem|worth|was koste[nt]|came to|come to|b(?:ring|rought) in|eingebracht|eingenommen|zusammengezählt|zusammengerechnet|turnover|umsatz)(?![\p{L}\p{N}_])/iu;
const WEAK =
  /(?<![\p{L}\p{N}_])(?:which|what|who|whose|welche[rnsm]?|wer|wem|wessen|list|liste|table|tabelle|compare|vergleich[\p{L}\p{N}]*|highest|lowest|most|cheapest|teuerste[\p{L}\p{N}]*|günstigste[\p{L}\p{N}]*|größte[\p{L}\p{N}]*|meiste[\p{L}\p{N}]*)(?![\p{L}\p{N}_])/iu;

/** Questions that rows of tables answer: count, sum, filter, join, compare, list. */
export const queryPlanner: Planner = {
  name: "query",
  about: "count, add up, filter, compare or list rows of tables and lists",
  fits(clause, request) {
    const prose = proseOf(clause, request);
    if (STRONG.test(prose)) return 0.8;
    // "was" asks in German only.
    const asks = WEAK.test(prose) || (request.lang === "de" && /(?<!\p{L})was(?!\p{L})/iu.test(prose));
    return asks ? 0.6 : 0.3;
  },
  async plan(clause, ctx) {
    const part = partOf(clause, ctx.request);
    const mentions = ctx.catalogue.mentions(ctx.request.text).filter((mention) => withinClause(part, mention));
    const scored = await chooseFrame(part, ctx, mentions);
    if (!scored) return null;
    const isNamed = documentConditions(scored.frame, part, ctx).length > 0;
    if (!isNamed && (await textIsBetter(part, scored.coverage, ctx))) return null;
    if (isStated(part, ctx)) return null;
    const planned = await readRows({ clause, part, mentions, scored }, STRONG.test(part.text), ctx);
    if (!planned) return null;
    const why = showQuery(planned.frame, planned.query);
    const steps: DraftStep[] = [{ op: "query", why, args: { query: planned.query } }];
    const total = totalOf(planned, part);
    if (total) steps.push({ op: "query", why: showQuery(planned.frame, total), args: { query: total } });
    const save = targetStep(part, ctx, "@-1");
    return save ? [...steps, save] : steps;
  },
};

/** An amount that a sentence states, subject and all, is not added up from rows. */
function isStated(part: Part, ctx: PlanContext): boolean {
  if (askedFor(part.text).type !== "amount") return false;
  const best = gatherAnswers({ text: part.text }, ctx).candidates[0];
  if (best?.source !== "text") return false;
  return isLaidDown(part.text) ? best.attribute >= 0.3 : best.score >= 0.95 && best.attribute >= 0.6;
}

const AND_TOTAL =
  /(?<![\p{L}])(?:and|und)\s+(?:how much|what|wie viel|wieviel|welche summe)(?![\p{L}])[^?.]*(?:altogether|in total|in all|together|zusammen|insgesamt|in summe)/iu;

/** "Which invoices are open, and how much is that altogether?": the same rows once more, added up. */
function totalOf({ frame, query }: PlannedQuery, part: Part): Query | null {
  if (!AND_TOTAL.test(part.text) || query.group.length > 0 || query.select.some((selection) => selection.fn !== "none"))
    return null;
  const best = aggregates(frame, part).toSorted((a, b) => b.score - a.score)[0];
  if (!best) return null;
  return {
    ...query,
    select: [{ fn: "sum", expr: best.expr, as: best.header }],
    order: [],
    limit: null,
    shape: "value",
  };
}

/**
 * Whether a passage of some text explains more of the request's words than any table does. Counting and adding up stays
 * with tables unless a text explains clearly more.
 */
async function textIsBetter(part: Part, coverage: number, ctx: PlanContext): Promise<boolean> {
  const passages = ctx.catalogue
    .passages(part.text, 3)
    .filter((passage) => ctx.catalogue.doc(passage.path)?.kind !== "table");
  const best = passages
    .map((passage) => {
      const stems = new Set(words(`${passage.heading} ${passage.text} ${passage.path}`).map((word) => stem(word.word)));
      const hit = part.terms.filter((term) => stems.has(term.stem)).length;
      return { passage, share: part.terms.length === 0 ? 0 : hit / part.terms.length };
    })
    .toSorted((a, b) => b.share - a.share)[0];
  if (!best) return false;
  const lead = best.share - coverage - (STRONG.test(part.text) ? 0.2 : 0);
  return lead > 0.15;
}
