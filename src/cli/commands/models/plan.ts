import { AppError } from "../../../core/index.ts";
import type { PlannedModel, PlanReport } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import { showMachine, toRange } from "../../view/fit.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models plan [--machine WORDS] [--json]` */
export async function run({ app, ctx, ui }: Session, { words, options, isJson }: ActionCall): Promise<number> {
  const { usage } = ui.texts;
  if (words.length > 0) throw new AppError("E_USAGE", usage.excessArguments, { hint: usage.seeHelp("models") });
  const report = await app.run("plan", { machine: textOption(options, "machine") ?? null }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  else showPlan(report, ui);
  return EXIT.ok;
}

function showPlan({ machine, plan }: PlanReport, ui: Ui): void {
  const { texts, out, format } = ui;
  const { columns, style } = out;
  const words = texts.fit.plan;
  const say = (text: string): void => out.line(wrap(text, columns, "  "));
  showMachine(machine, ui);
  if (plan.models.length === 0) return say(words.nothing);
  if (plan.without.length + plan.shared.length > 0) say(words.small);
  if (machine.devices.length > 0 && !plan.usesCards) say(words.smallCards);
  out.line();
  for (const model of plan.models) showModel(model, ui);
  out.line();
  const roles = (list: readonly (keyof typeof words.roles)[]): string =>
    list.map((role) => words.roles[role]).join(", ");
  if (plan.shared.length > 0) say(words.shared(roles(plan.shared)));
  if (plan.without.length > 0) say(style.yellow(words.without(roles(plan.without))));
  if (plan.models.some(({ resident, fit }) => resident && fit.fitsNow === false)) say(style.yellow(words.notNow));
  const { residentBytes, peakBytes, budgetBytes, diskBytes } = plan;
  const [resident, peak, budget, disk] = [residentBytes, peakBytes, budgetBytes, diskBytes].map((n) => format.size(n));
  say(words.total(resident ?? "", peak ?? "", budget ?? "", disk ?? ""));
  if (machine.described === null) out.line(style.dim(wrap(words.fetch, columns)));
}

function showModel({ roles, fit, resident, alone }: PlannedModel, ui: Ui): void {
  const { texts, out, format } = ui;
  const words = texts.fit.plan;
  const names = roles.map((role) => words.roles[role]).join(", ");
  out.line(wrap(`${out.style.bold(names)}: ${fit.id}`, out.columns, "  "));
  const speed = fit.decode ? [texts.fit.speed(toRange(fit.decode, ui), fit.decode.basis === "measured")] : [];
  const takes = words.takes(format.size(fit.needBytes), format.number(fit.contextTokens));
  const when = resident ? words.stays : alone ? words.alone : words.beside;
  const why = [when, takes, ...speed, texts.fit.goodFor(fit.goodFor), fit.licence].join(" · ");
  out.line(out.style.dim(wrap(`  ${why}`, out.columns, "  ")));
}
