import type { CompareReport, FitReport, ModelFit } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import { toColumns, widthOf, wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { numberOption, textOption } from "../../usage.ts";
import { EXIT } from "../../view/exit.ts";
import { paintVerdict, showMachine, toRange, toTokens } from "../../view/fit.ts";
import type { ActionCall } from "./index.ts";

/** `kralle models fit [NAME] [--machine WORDS] [--context N] [--check] [--json]` */
export async function run({ app, ctx, ui }: Session, { words, options, isJson }: ActionCall): Promise<number> {
  if (options["check"] === true) {
    const report = await app.run("fitCheck", {}, {}, ctx);
    if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
    else showCheck(report, ui);
    return EXIT.ok;
  }
  const machine = textOption(options, "machine") ?? null;
  const contextTokens = numberOption(options, "context", true, ui.texts, "models") ?? null;
  const model = words.length === 0 ? null : words.join(" ");
  const report = await app.run("fit", { model, machine, contextTokens }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  else if (model === null) showAll(report, contextTokens, ui);
  else showOne(report, ui);
  return EXIT.ok;
}

function showAll({ machine, models }: FitReport, context: number | null, ui: Ui): void {
  const { texts, out } = ui;
  const { style, columns } = out;
  showMachine(machine, ui);
  if (context !== null) out.line(style.dim(wrap(texts.fit.contextAsked(ui.format.number(context)), columns)));
  const rows = models.map((model) => toRow(model, ui));
  const [heading = "", ...lines] = toColumns([texts.fit.headings, ...rows], [1, 2, 3]).map((line) => `  ${line}`);
  const isWide = [heading, ...lines].every((line) => widthOf(line) <= columns);
  if (isWide) out.line(style.dim(heading));
  let group = "";
  models.forEach((model, at) => {
    if (model.group !== group) out.line(`\n${style.bold(texts.fit.groups[model.group] ?? model.group)}`);
    group = model.group;
    const [id = "", size = "", tokens = "", speed = "", verdict = ""] = rows[at] ?? [];
    const paint = paintVerdict(model.verdict, style);
    if (isWide) {
      const line = lines[at] ?? "";
      out.line(`${line.slice(0, line.length - verdict.length)}${paint(verdict)}`);
    } else {
      out.line(wrap(paint(verdict), columns, "    ", `  ${id}: `));
      const speeds = model.decode ? [texts.fit.speed(speed.replace("*", ""), speed.endsWith("*"))] : [];
      out.line(wrap(`    ${[size, texts.fit.context(tokens), ...speeds].join(", ")}`, columns, "    "));
    }
    const why = [texts.fit.reason(model, ui.format), texts.fit.goodFor(model.goodFor), model.licence].join(" · ");
    out.line(style.dim(wrap(`    ${why}`, columns, "    ")));
  });
  out.line();
  out.line(style.dim(wrap(texts.fit.legend, columns)));
}

function toRow(model: ModelFit, ui: Ui): string[] {
  const mark = model.decode?.basis === "measured" ? "*" : "";
  return [
    model.id,
    ui.format.size(model.weightsBytes),
    toTokens(model.largestContext, ui),
    `${toRange(model.decode, ui)}${mark}`,
    ui.texts.fit.verdicts[model.verdict],
  ];
}

function showOne({ machine, models: [model], variants }: FitReport, ui: Ui): void {
  if (!model) return;
  const { texts, out, format } = ui;
  const { one } = texts.fit;
  const { style, columns } = out;
  const say = (text: string): void => out.line(wrap(text, columns, "  "));
  out.line(style.bold(wrap(`${model.name} (${model.id})`, columns, "  ")));
  showMachine(machine, ui);
  const verdict = paintVerdict(model.verdict, style)(texts.fit.verdicts[model.verdict]);
  out.line(wrap(texts.fit.reason(model, format), columns, "  ", `${verdict}: `));
  say(`${one.goodFor}: ${texts.fit.goodFor(model.goodFor)}`);
  if (model.capabilities.length > 0) say(`${one.can}: ${model.capabilities.join(", ")}`);
  say(`${one.licence}: ${model.licence}`);
  const [wanted, largest, own] = [model.contextTokens, model.largestContext, model.modelContextTokens];
  say(one.context(format.number(wanted), format.number(largest), format.number(own)));
  if (model.decode) say(one.writing(toRange(model.decode, ui), model.decode.basis === "measured"));
  if (model.prefill) {
    const time = format.duration(1_000_000 / model.prefill.expected);
    say(one.reading(toRange(model.prefill, ui), time, model.prefill.basis === "measured"));
  }
  showVariants(variants, ui);
  if (model.cacheEstimated) say(style.dim(one.cacheEstimated));
  if (model.unverified.length > 0) say(style.dim(one.unverified(model.unverified.join(", "))));
}

function showVariants(variants: readonly ModelFit[], ui: Ui): void {
  const { texts, out, format } = ui;
  const rows = variants.map((variant) => {
    const fit = texts.fit.verdicts[variant.verdict];
    const bytes = [variant.weightsBytes, variant.needBytes].map((size) => format.size(size));
    const speed = toRange(variant.decode, ui);
    return [variant.quantisation, variant.cache, ...bytes, toTokens(variant.largestContext, ui), speed, fit];
  });
  out.line();
  const table = toColumns([texts.fit.one.headings, ...rows], [2, 3, 4, 5]);
  if (table.every((line) => widthOf(line) <= out.columns)) {
    table.forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
    return;
  }
  for (const [weights = "", cache = "", size = "", need = "", context = "", speed = "", fit = ""] of rows) {
    const [, , , needs = "", contexts = ""] = texts.fit.one.headings;
    const parts = [size, `${needs} ${need}`, `${contexts} ${context}`, texts.fit.speed(speed, false), fit];
    out.line(wrap(`${weights}/${cache}: ${parts.join(", ")}`, out.columns, "  "));
  }
}

function showCheck({ comparisons, median, independentMedian, worst, left }: CompareReport, ui: Ui): void {
  const { texts, out, format } = ui;
  const percent = (share: number): string => `${format.number(share * 100)} %`;
  const rows = comparisons.map(({ device, model, published, predicted, error, independent }) => {
    const sign = error > 0 ? "+" : "";
    const name = `${independent ? "· " : "  "}${device}`;
    return [name, model, published, format.number(predicted, 1), `${sign}${percent(error)}`];
  });
  const table = toColumns([texts.fit.check.headings, ...rows], [2, 3, 4]);
  const isWide = table.every((line) => widthOf(line) <= out.columns);
  if (isWide) table.forEach((line, at) => out.line(at === 0 ? out.style.dim(line) : line));
  else for (const row of rows) out.line(wrap(row.join("  "), out.columns, "    "));
  const { check } = texts.fit;
  for (const { device, model, reason } of left) out.line(wrap(check.left(device, model, reason), out.columns, "  "));
  out.line();
  const count = comparisons.length;
  out.line(wrap(check.summary(percent(median), percent(independentMedian), percent(worst), count), out.columns));
  const sources = [...new Set(comparisons.map(({ source }) => source))].join("; ");
  out.line(out.style.dim(wrap(check.source(sources), out.columns)));
}
