import type { Figure } from "../../../bench/types.ts";
import type { Meaning } from "../../../src/desks/inbox/index.ts";
import { loadFirms, runFirm, sumUp, type Outcome } from "./run.ts";

interface Options {
  quick: boolean;
  /** What went wrong with which mail; of the firms that rules were made on only. */
  verbose: boolean;
  note(text: string): void;
  meaning?: Meaning;
}

/** Replies to customers of invented firms; "held out" are those that no rule was made on. */
export async function measureReplies(options: Options): Promise<Figure[]> {
  const { quick, note } = options;
  const outcomes: Outcome[] = [];
  for (const firm of loadFirms())
    outcomes.push(...(await runFirm(firm, options.meaning ? { meaning: options.meaning } : {}, quick ? 3 : 1)));
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
    ...(held.answerable === 0
      ? []
      : [
          {
            name: "replies: answerable, right, held out",
            value: held.right / held.answerable,
            unit: "ratio",
            n: held.answerable,
          },
        ]),
    { name: "replies: answerable, wrong", value: all.wrong, unit: "questions", n: all.answerable },
    {
      name: "replies: unknown, put off",
      value: all.deferred / all.unknown,
      unit: "ratio",
      n: all.unknown,
      ...(quick ? {} : { atLeast: 1 }),
    },
    { name: "replies: time", value: all.msPerMail, unit: "ms/mail", n: all.mails },
  ];
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
