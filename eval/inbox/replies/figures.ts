import type { Figure, UsedModel } from "../../../bench/types.ts";
import type { Context } from "../../../src/core/index.ts";
import { createChooser, createTranslator, type ReplyParts } from "../../../src/desks/inbox/index.ts";
import type { Models } from "../../../src/models/index.ts";
import { MODEL_IDS, modelsOver, openEngine } from "../../models.ts";
import { evalHome } from "../home.ts";
import { loadFirms, runFirm, sumUp, type Outcome } from "./run.ts";

interface Options {
  /** Code alone: facts that fit equally are not chosen between, other languages are quoted. */
  noModel: boolean;
  quick: boolean;
  /** What went wrong with which mail; of the firms that rules were made on only. */
  verbose: boolean;
  ctx: Context;
  note(text: string): void;
  models: UsedModel[];
}

/** Replies to customers of invented firms, of which half were never looked at one by one. */
export async function measureReplies(options: Options): Promise<Figure[]> {
  const { noModel, quick, note } = options;
  const used = { calls: 0, tokens: 0 };
  const { parts, close } = noModel ? { parts: {}, close: async () => {} } : await openParts(options, used);
  const outcomes: Outcome[] = [];
  try {
    for (const firm of loadFirms()) outcomes.push(...(await runFirm(firm, parts, quick ? 3 : 1)));
  } finally {
    await close();
  }
  if (options.verbose) for (const outcome of outcomes) if (!outcome.heldOut) tell(outcome, note);
  const groups: [string, Outcome[]][] = [
    ["made on", outcomes.filter(({ heldOut }) => !heldOut)],
    ["held out", outcomes.filter(({ heldOut }) => heldOut)],
    ["de", outcomes.filter(({ lang }) => lang === "de")],
    ["en", outcomes.filter(({ lang }) => lang === "en")],
  ];
  for (const [name, group] of groups) {
    const sums = sumUp(group);
    note(
      `${name.padEnd(9)} ${sums.mails} mails · right ${sums.right} of ${sums.answerable}, put off ${sums.putOff}, wrong ${sums.wrong} · unknown put off ${sums.deferred} of ${sums.unknown} · invented ${sums.invented}`,
    );
  }
  const all = sumUp(outcomes);
  const held = sumUp(groups[1]?.[1] ?? []);
  const full = quick ? {} : { atMost: 0 };
  return [
    { name: "replies: invented or wrong values", value: all.invented, unit: "values", n: all.mails, ...full },
    {
      name: "replies: answerable, right",
      value: all.right / all.answerable,
      unit: "ratio",
      n: all.answerable,
      ...(quick ? {} : { atLeast: 0.9 }),
    },
    {
      name: "replies: answerable, right, held out",
      value: held.right / held.answerable,
      unit: "ratio",
      n: held.answerable,
    },
    { name: "replies: answerable, wrong", value: all.wrong, unit: "questions", n: all.answerable },
    {
      name: "replies: unknown, put off",
      value: all.deferred / all.unknown,
      unit: "ratio",
      n: all.unknown,
      ...(quick ? {} : { atLeast: 1 }),
    },
    { name: "replies: time", value: all.msPerMail, unit: "ms/mail", n: all.mails },
    { name: "replies: model calls", value: used.calls / all.mails, unit: "calls/mail", n: all.mails },
    { name: "replies: tokens", value: Math.round(used.tokens / all.mails), unit: "tokens/mail", n: all.mails },
  ];
}

async function openParts(
  { ctx, models }: Options,
  used: { calls: number; tokens: number },
): Promise<{ parts: Omit<ReplyParts, "knowledge">; close(): Promise<void> }> {
  const engine = await openEngine("1.5b", evalHome(), ctx);
  const info = await engine.load(ctx);
  models.push({ id: MODEL_IDS["1.5b"], digest: (info.digest ?? "").slice(0, 12) });
  const inner = modelsOver(engine);
  const counted: Pick<Models, "generate"> = {
    async generate(request, within) {
      const result = await inner.generate(request, within);
      used.calls += result.usage.calls;
      used.tokens += result.usage.promptTokens + result.usage.completionTokens;
      return result;
    },
  };
  return {
    parts: { choose: createChooser(counted, ctx), translate: createTranslator(counted, ctx) },
    close: () => engine.close(),
  };
}

function tell(
  { id, right, answerable, deferred, unknown, invented, draft }: Outcome,
  note: (text: string) => void,
): void {
  if (right === answerable && deferred === unknown && invented.length === 0) return;
  const said = draft?.sentences
    .slice(1)
    .map(({ text }) => text)
    .join(" | ");
  note(
    `${id}: right ${right}/${answerable}, put off ${deferred}/${unknown}, invented [${invented.join(", ")}]\n  ${said}`,
  );
}
