import { toSafeLine, toSafeText, type PlanStep, type Why } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

const MOST_QUOTES = 10;

/** A run for who asks why: what was asked, the stored plan, what the model chose, what came of it and from where. */
export function showWhy({ run, plan, result }: Why, screen: Screen, ui: Ui): void {
  const { texts, format } = ui;
  const { style, columns } = screen;
  const heading = (text: string): void => screen.line(style.bold(text));
  const item = (text: string): void => screen.line(wrap(`  ${text}`, columns, "    "));

  heading(`${texts.why.request} ${style.dim(run.id)}`);
  item(toSafeLine(run.request));
  const took = run.ended === null ? "" : `, ${format.duration(run.ended - run.started)}`;
  item(`${format.dateTime(run.started)}${took}: ${texts.why.state[run.state]}`);
  if (!plan) item(texts.why.noPlan);
  else {
    heading(texts.why.plan);
    for (const step of plan.steps) showStep(step, screen);
    if (plan.holes.length > 0) heading(texts.why.choices);
    for (const { question, offered, chosen } of plan.holes) {
      item(texts.why.chose(toSafeLine(question), offered, toSafeLine(chosen)));
    }
  }
  if (!result) return;
  heading(`${texts.why.answer} ${style.dim(`(${texts.work.stopped[result.stopped]})`)}`);
  for (const line of toSafeText(result.answer).trim().split("\n")) item(line);
  if (result.changed.length > 0) heading(texts.why.changed);
  for (const { path, kind } of result.changed) item(`${texts.work.changed[kind]}: ${toSafeLine(path)}`);
  if (result.evidence.length > 0) heading(texts.why.evidence);
  for (const { path, quote } of result.evidence.slice(0, MOST_QUOTES)) {
    screen.line(cut(`  ${toSafeLine(path)}: ${toSafeLine(quote)}`, columns));
  }
  if (result.evidence.length > MOST_QUOTES) item(texts.work.more(result.evidence.length - MOST_QUOTES));
}

/** One step: what it does, and below it the exact operation. */
export function showStep({ id, op, why, args }: PlanStep, screen: Screen): void {
  const { style, columns } = screen;
  screen.line(wrap(`  ${style.cyan(id)} ${toSafeLine(why)}`, columns, "     "));
  screen.line(style.dim(wrap(`     ${op} ${toSafeLine(JSON.stringify(args))}`, columns, "     ")));
}
