import type { Figure } from "../../bench/types.ts";
import { CLASSES, type Judge, type JudgeContext, type Judgement } from "../../src/desks/inbox/judge/index.ts";
import { countClass, toAccuracy, toCalibrationError, toF1, toMacroF1, type Pair } from "./metrics.ts";
import { toMail, type MailCase } from "./mailSet.ts";

export interface Measuring {
  judgeOf(mail: MailCase): Judge;
  /** The encoder's vectors in the order of the mails; none: judged without. */
  vectors: readonly Float32Array[];
  verbose: boolean;
  note(text: string): void;
  /** Whether all mails are there, so that what is promised can be asked for. */
  isFull: boolean;
}

interface Judged {
  mail: MailCase;
  judgement: Judgement;
}

export const CONTEXT: Omit<JudgeContext, "now"> = {
  examples: [],
  classes: CLASSES,
  person: { received: 1, sent: 0, firstAt: null, lastAt: null },
  own: [],
  zone: "UTC",
};

const LANGUAGES = { de: "German", en: "English" } as const;
const LEAST = { classes: 0.85, action: 0.75 };

/** All that a judgement says of the mails of a set, with the encoder's vectors and without. */
export function measureMails(mails: readonly MailCase[], options: Measuring): Figure[] {
  const ways = options.vectors.length > 0 ? [true, false] : [false];
  return ways.flatMap((hasMeaning) => {
    const start = performance.now();
    const judged = mails.map((mail, at) => judgeOne(mail, options, hasMeaning ? options.vectors[at] : undefined));
    const ms = (performance.now() - start) / mails.length;
    const way = hasMeaning ? "with encoder" : "words alone";
    const [isBest] = ways;
    const least = options.isFull && hasMeaning === isBest ? LEAST : undefined;
    if (options.verbose && hasMeaning === isBest) options.note(listWrong(judged));
    return [
      ...(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]).flatMap((lang) => {
        const group = judged.filter(({ mail }) => mail.lang === lang);
        const name = `inbox: ${LANGUAGES[lang]}, ${way}`;
        if (hasMeaning === isBest) options.note(`${name}\n${toConfusion(group)}`);
        return group.length === 0 ? [] : toFigures(name, group, least);
      }),
      { name: `inbox: judging, ${way}, per mail`, value: ms, unit: "ms", n: mails.length },
    ];
  });
}

function judgeOne(mail: MailCase, { judgeOf }: Measuring, meaning: Float32Array | undefined): Judged {
  const seen = toMail(mail);
  return { mail, judgement: judgeOf(mail).judge(seen, { ...CONTEXT, now: seen.at }, meaning) };
}

function toFigures(name: string, judged: readonly Judged[], least: typeof LEAST | undefined): Figure[] {
  const n = judged.length;
  const classes = judged.map(({ mail, judgement }) => ({
    truth: mail.scenario.class as string,
    said: judgement.class,
  }));
  const ask = (truth: (mail: MailCase) => boolean, said: (judgement: Judgement) => boolean): number =>
    toF1(
      countClass(
        judged.map(({ mail, judgement }): Pair<boolean> => ({ truth: truth(mail), said: said(judgement) })),
        true,
      ),
    ) ?? 0;
  const good = classes.filter(({ truth }) => truth !== "spam");
  const fromCustomers = classes.filter(({ truth }) => /question|order|complaint|appointment/.test(truth));
  const chances = judged.map(({ mail, judgement }) => ({
    chance: judgement.confidence,
    isRight: mail.scenario.class === judgement.class,
  }));
  const toSpam = (list: typeof classes): number => list.filter(({ said }) => said === "spam").length;
  const ratio = (what: string, value: number, count = n): Figure => ({
    name: `${name}, ${what}`,
    value,
    unit: "ratio",
    n: count,
  });
  return [
    {
      ...ratio("12 classes, macro-F1", toMacroF1(classes, CLASSES as readonly string[])),
      ...(least && { atLeast: least.classes }),
    },
    ratio("12 classes, accuracy", toAccuracy(classes)),
    {
      ...ratio(
        "action needed, F1",
        ask(
          (mail) => mail.scenario.action,
          (one) => one.needsAction,
        ),
      ),
      ...(least && { atLeast: least.action }),
    },
    ratio(
      "action needed, all called so (control), F1",
      ask(
        (mail) => mail.scenario.action,
        () => true,
      ),
    ),
    ratio(
      "answer expected, F1",
      ask(
        (mail) => mail.scenario.reply,
        (one) => one.needsReply,
      ),
    ),
    ratio(
      "urgent (level 3), F1",
      ask(
        (mail) => mail.scenario.urgent,
        (one) => one.urgency === 3,
      ),
    ),
    ...toDueFigures(judged).map(([what, value, count]) => ratio(what, value, count)),
    { name: `${name}, good mail called spam`, value: toSpam(good), unit: "mails", n: good.length },
    {
      name: `${name}, customers' mail called spam`,
      value: toSpam(fromCustomers),
      unit: "mails",
      n: fromCustomers.length,
    },
    ratio("calibration error of the class", toCalibrationError(chances)),
  ];
}

/** Of mails that name a day how many get it; of days that were said how many are right. */
function toDueFigures(judged: readonly Judged[]): [string, number, number][] {
  const days = judged.map(({ mail, judgement }) => {
    const day = judgement.due === null ? null : new Date(judgement.due).toISOString().slice(0, 10);
    // since when a bill is overdue is no day until which: the truth names only days ahead
    return { truth: mail.scenario.due, said: day !== null && day < mail.at.slice(0, 10) ? null : day };
  });
  const named = days.filter(({ truth }) => truth !== null);
  const said = days.filter(({ said: day }) => day !== null);
  const share = (list: typeof days): number =>
    list.filter(({ truth, said: day }) => truth === day).length / Math.max(1, list.length);
  return [
    ["due day found", share(named), named.length],
    ["due day right where one was said", share(said), said.length],
  ];
}

function toConfusion(judged: readonly Judged[]): string {
  const short = CLASSES.map((name) => name.slice(0, 5));
  const row = (name: string): string => {
    const mine = judged.filter(({ mail }) => mail.scenario.class === name);
    const cells = CLASSES.map((said) => mine.filter(({ judgement }) => judgement.class === said).length);
    return `  ${name.padEnd(12)}${cells.map((count) => (count === 0 ? "·" : String(count)).padStart(6)).join("")}`;
  };
  return [`  truth \\ said${short.map((name) => name.padStart(6)).join("")}`, ...CLASSES.map(row)].join("\n");
}

const listWrong = (judged: readonly Judged[]): string =>
  judged
    .flatMap(({ mail, judgement: one }) => {
      const { class: name, action, reply, due, urgent } = mail.scenario;
      const day = one.due === null ? null : new Date(one.due).toISOString().slice(0, 10);
      const faults = [
        name === one.class ? null : `${one.class} (${one.confidence.toFixed(2)}), is ${name}`,
        action === one.needsAction ? null : `action ${one.needsAction}`,
        reply === one.needsReply ? null : `reply ${one.needsReply}`,
        urgent === (one.urgency === 3) ? null : `urgency ${one.urgency}`,
        due === day ? null : `due ${day}, is ${due}`,
      ].filter((fault) => fault !== null);
      return faults.length === 0
        ? []
        : [
            `${mail.id} ${faults.join("; ")} | ${mail.from.name} | ${mail.subject} | ${mail.body.replaceAll("\n", " ").slice(0, 260)}`,
          ];
    })
    .join("\n");
