import { AppError } from "../../../core/index.ts";
import { addDays, words } from "../../../files/index.ts";
import { computeDate, evaluate } from "../../tools/index.ts";
import { STOP_WORDS } from "../request/index.ts";
import type { CalculateArgs } from "../ops/calculate.ts";
import type { DateMathArgs } from "../ops/dateMath.ts";
import type { Clause, Planner, Request } from "../types.ts";

/** Words that only say that something is to be reckoned. */
const ASKING =
  /(?<!\p{L})(?:calculate|compute|work out|what(?:'s| is| are| does)|how much is|how many|was ist|wie\s?viel\p{L}* (?:ist|sind|ergibt|macht)|wie\s?viel\p{L}*|rechne|berechne|ergibt|equals?|result|ergebnis|please|bitte|exactly|genau|aus|mal eben|kurz|date|datum|day|days|tage?|tagen|which|welche[rsmn]?|when|wann|weekday|wochentag|week|calendar|kalenderwoche|kw|working|business|workdays?|arbeitstage?n?|werktage?n?|months?|monate?n?|years?|jahre?n?|weeks?|wochen?|between|zwischen|from|until|till|since|bis|ab|vom|zum|after|before|nach|vor|ago|later|today|heute|tomorrow|morgen|yesterday|gestern|fall|falls|fällt|lieg\p{L}*|left|percent|prozent|plus|minus|times|divided|geteilt|durch|euros?|eur|pounds?|vat|mwst|mehrwertsteuer|umsatzsteuer|tax|net|netto|gross|brutto)(?!\p{L})/giu;
const MONTH =
  /(?<!\p{L})(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])\p{L}*|(?<!\p{L})(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?<!\p{L})(?:mon|diens|donners|frei|sonn)tag|(?<!\p{L})(?:mittwoch|samstag|sonnabend)/giu;
const SIGNS = /\d\s*(?:[-+*/×÷·^:]|%|x(?=\s*\d))\s*[\d(]|\)\s*[-+*/×÷^]|\d\s*%/u;

/** Arithmetic and dates that stand in the request itself; nothing of it is in a file. */
export const reckonPlanner: Planner = {
  name: "reckon",
  about: "work out numbers or dates that stand in the request",
  fits: (clause, request) => (request.paths.length === 0 && readReckoning(clause, request) !== null ? 0.97 : 0),
  plan(clause, ctx) {
    const found = readReckoning(clause, ctx.request);
    if (found === null) return Promise.resolve(null);
    return Promise.resolve(
      found.op === "calculate"
        ? [{ op: "calculate", why: `work out ${found.args.expression}`, args: { ...found.args } }]
        : [{ op: "dateMath", why: `reckon with the dates: ${found.args.expression}`, args: { ...found.args } }],
    );
  },
};

type Reckoning = { op: "calculate"; args: CalculateArgs } | { op: "dateMath"; args: DateMathArgs };

function readReckoning(clause: Clause, request: Request): Reckoning | null {
  const text = clause.text.replace(/[?!.]+\s*$/u, "").trim();
  if (text.length > 200 || !/\d|heute|today|morgen|tomorrow/u.test(text) || hasSubject(text)) return null;
  const expression = readExpression(text);
  const signs: CalculateArgs["decimal"][] = request.lang === "de" ? [",", "."] : [".", ","];
  const decimal = expression === null ? undefined : signs.find((sign) => works(() => evaluate(expression, sign)));
  if (expression !== null && decimal !== undefined) return { op: "calculate", args: { expression, decimal } };
  const dates = readDates(text, request.today);
  if (dates !== null) return { op: "dateMath", args: dates };
  // Arithmetic that has no value (1/0, 9^9^9^9) is planned all the same: the calculator says why.
  return expression === null ? null : { op: "calculate", args: { expression, decimal: signs[0] ?? "." } };
}

function readDates(text: string, today: string): DateMathArgs | null {
  const want = readWant(text);
  if (want === null || !works(() => computeDate(text, today, true))) return null;
  // The tool reckons from the request's own day, so that "today" means the same after midnight.
  const fixed = text.replaceAll(/(?<!\p{L})(?:today|heute|tomorrow|morgen|yesterday|gestern)(?!\p{L})/giu, (word) => {
    return addDays(today, /^(?:tom|mor)/iu.test(word) ? 1 : /^[yg]/iu.test(word) ? -1 : 0);
  });
  const result = computeDate(fixed, today, true);
  if ((result.kind === "difference") !== (want === "days" || want === "workingDays")) return null;
  return { expression: fixed, want };
}

function works(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError) return false;
    throw thrown;
  }
}

/** Any word that is neither arithmetic nor a date names something, which has to be looked up. */
function hasSubject(text: string): boolean {
  const rest = text.replaceAll(ASKING, " ").replaceAll(MONTH, " ");
  return words(rest).some(({ word }) => /\p{L}{2,}/u.test(word) && !STOP_WORDS.has(word));
}

const PERCENT_OF = /(\d[\d.,]*)\s*(?:%|percent|prozent)\s*(?:of|von|aus)\s*(?:€|£|\$)?\s*(\d[\d.,]*)/iu;
const WITH_PERCENT =
  /(\d[\d.,]*)\s*(?:€|£|\$|euros?|eur|pounds?)?\s*(plus|minus|\+|-|zuzüglich|abzüglich|less)\s*(\d[\d.,]*)\s*(?:%|percent|prozent)/iu;

/** The expression in a sentence, in the notation of the calculator; null when there is none. */
function readExpression(text: string): string | null {
  const share = PERCENT_OF.exec(text);
  if (share) return `${share[1]} % * ${share[2]}`;
  const changed = WITH_PERCENT.exec(text);
  if (changed) {
    const sign = /^(?:minus|-|abzüglich|less)$/iu.test(changed[2] ?? "") ? "-" : "+";
    return `${changed[1]} * (1 ${sign} ${changed[3]} %)`;
  }
  const spelled = text
    .replaceAll(/(?<!\p{L})plus(?!\p{L})/giu, "+")
    .replaceAll(/(?<!\p{L})minus(?!\p{L})/giu, "-")
    .replaceAll(/(?<=\d\s*)(?:times|mal|×|·|x)(?=\s*[\d(])/giu, "*")
    .replaceAll(/(?<!\p{L})(?:divided by|geteilt durch)(?!\p{L})|÷|(?<=\d\s*):(?=\s*\d)/giu, "/")
    .replaceAll(/[€£$]/gu, "");
  if (!SIGNS.test(spelled) || /\d{1,4}[-.]\d{1,2}[-.]\d{2,4}/u.test(spelled)) return null;
  const found = /[\d(][\d\s.,()+\-*/^%]*[\d)%]/u.exec(spelled)?.[0].trim() ?? "";
  return /[-+*/^%]/u.test(found) ? found : null;
}

function readWant(text: string): DateMathArgs["want"] | null {
  if (/(?<!\p{L})(?:calendar week|week number|which week|kalenderwoche|kw|welche woche)(?!\p{L})/iu.test(text))
    return "week";
  if (
    /(?<!\p{L})(?:weekday|wochentag|(?:what|which) day of the week|(?:welcher|was für ein) tag)(?!\p{L})/iu.test(text)
  )
    return "weekday";
  if (
    /(?<!\p{L})(?:how many|wie\s?viele?)\s+(?:\p{L}+\s+)?(?:working|business|workdays?|arbeitstage?|werktage?)/iu.test(
      text,
    )
  )
    return "workingDays";
  if (/(?<!\p{L})(?:how many|wie\s?viele?)\s+(?:days?|tage?)/iu.test(text)) return "days";
  return /(?<!\p{L})(?:date|datum|when|wann|which day|what day|welcher tag|was ist)(?!\p{L})|[+]\s*\d|(?:after|nach|before|vor|plus|minus|from|ab)(?!\p{L})/iu.test(
    text,
  )
    ? "date"
    : null;
}
