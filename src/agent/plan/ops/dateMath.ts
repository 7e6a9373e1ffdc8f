import { z } from "zod";
import { showValue } from "../result.ts";
import { dateMathTool, type DateResult } from "../../tools/index.ts";
import type { Lang, Operation, Val } from "../types.ts";

const args = z.object({
  /** E.g. "2026-03-01 + 10 working days" or "from 2026-03-01 to 2026-04-15". */
  expression: z.string().min(1),
  /** What of the result is asked for. */
  want: z.enum(["date", "weekday", "week", "days", "workingDays"]),
});
export type DateMathArgs = z.infer<typeof args>;

/** Reckons with dates that stand in the request; working days know the German holidays. */
export const dateMathOp: Operation<DateMathArgs> = {
  name: "dateMath",
  args,
  effect: "read",
  reads: "arguments",
  async run({ expression, want }, ctx) {
    const result = await ctx.boundary.use(dateMathTool, { expression });
    return toVal(result, want, ctx.request.answerLang ?? ctx.request.lang);
  },
};

function toVal(result: DateResult, want: DateMathArgs["want"], lang: Lang): Val {
  const german = lang === "de";
  if (result.kind === "difference") {
    const days = want === "workingDays" ? result.workingDays : result.value;
    const unit = want === "workingDays" ? (german ? "Arbeitstage" : "working days") : german ? "Tage" : "days";
    const [from, to] = [result.from, result.to].map((day) => showValue(day, "date", lang));
    const say = german ? `Vom ${from} bis ${to}: ${days} ${unit}.` : `From ${from} to ${to}: ${days} ${unit}.`;
    return { type: "value", value: String(days), kind: "number", evidence: [], say };
  }
  const day = new Intl.DateTimeFormat(lang, { weekday: "long", timeZone: "UTC" }).format(new Date(result.value));
  const shown = `${day}, ${showValue(result.value, "date", lang)}`;
  if (want === "weekday") return { type: "value", value: day, kind: "text", evidence: [], say: `${shown}.` };
  if (want === "week") {
    const week = String(Number(result.week.slice(6)));
    const say = german ? `${shown}: Kalenderwoche ${week}.` : `${shown}: calendar week ${week}.`;
    return { type: "value", value: week, kind: "number", evidence: [], say };
  }
  return { type: "value", value: result.value, kind: "date", evidence: [], say: `${shown}.` };
}
