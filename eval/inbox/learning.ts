import type { Figure } from "../../bench/types.ts";
import { CLASSES, type Example, type MailToJudge } from "../../src/desks/inbox/judge/index.ts";
import { CONTEXT, type Measuring } from "./mailFigures.ts";
import { toMail, type MailCase } from "./mailSet.ts";

const EVERY = 4;
/** Corrections at once, for what they do to all other mails. */
const MANY = 30;
const MOST_LOST = 0.01;

/**
 * What corrections do. Each tried mail is corrected to a class that it does not have, which is the hardest: then the next mail of
 * its kind must follow (same sender, other numbers, a third of the sentences gone), and all other mails must stay as they were.
 */
export function measureLearning(mails: readonly MailCase[], options: Measuring): Figure[] {
  const judged = mails.map((mail, at) => ({ mail, at, said: say(mail, toMail(mail), [], options, at) }));
  const tried = judged.filter(({ at }) => at % EVERY === 0);
  const classOf = (at: number): string =>
    CLASSES[(CLASSES.indexOf(mails[at]?.scenario.class ?? "question") + 5) % CLASSES.length] ?? "";
  const examples = tried.map(({ mail, at }) => toExample(mail, classOf(at)));
  const followed = (change: (mail: MailToJudge) => MailToJudge): number =>
    tried.filter(
      ({ mail, at }, i) => say(mail, change(toMail(mail)), [examples[i] as Example], options, at) === classOf(at),
    ).length;
  const sameSender = followed(toNext);
  const otherSender = followed((mail) => ({
    ...toNext(mail),
    from: { name: "", address: "office@elsewhere.example" },
  }));
  const moved = (
    list: readonly Example[],
    corrected: ReadonlySet<number>,
  ): { moved: number; lost: number; of: number } => {
    const others = judged.filter(({ at }) => !corrected.has(at));
    const after = others.map(({ mail, at, said }) => ({
      truth: mail.scenario.class,
      said,
      now: say(mail, toMail(mail), list, options, at),
    }));
    const right = (key: "said" | "now"): number => after.filter((one) => one[key] === one.truth).length;
    return {
      moved: after.filter(({ said, now }) => said !== now).length,
      lost: right("said") - right("now"),
      of: others.length,
    };
  };
  const many = tried.slice(0, MANY);
  const all = moved(examples.slice(0, MANY), new Set(many.map(({ at }) => at)));
  const n = tried.length;
  const ratio = (name: string, value: number, count: number): Figure => ({
    name: `inbox: ${name}`,
    value,
    unit: "ratio",
    n: count,
  });
  return [
    ratio("one correction, next mail of its kind follows", sameSender / n, n),
    ratio("one correction, the same from another sender follows", otherSender / n, n),
    {
      ...ratio(`${many.length} wrong corrections, accuracy lost elsewhere`, all.lost / all.of, all.of),
      atMost: MOST_LOST,
    },
    ratio(`${many.length} wrong corrections, other mails moved`, all.moved / all.of, all.of),
    ...[3, 10].flatMap((count) => measureOwnClass(mails, options, count)),
  ];
}

/** A class that is taken away and taught anew as the owner's own, by its first `count` mails. */
function measureOwnClass(mails: readonly MailCase[], options: Measuring, count: number): Figure[] {
  const names = ["application", "appointment", "complaint"] as const;
  let [found, of, wrongly, others] = [0, 0, 0, 0];
  for (const name of names) {
    const mine = mails.filter(({ scenario }) => scenario.class === name);
    const taught = new Set(mine.slice(0, count));
    const examples = [...taught].map((mail): Example => {
      const meaning = options.vectors[mails.indexOf(mail)];
      return { ...toExample(mail, "own"), ...(meaning && { meaning }) };
    });
    const classes = [...CLASSES.filter((one) => one !== name), "own"];
    mails.forEach((mail, at) => {
      if (taught.has(mail)) return;
      const isOwn = say(mail, toMail(mail), examples, options, at, classes) === "own";
      const isMine = mail.scenario.class === name;
      of += Number(isMine);
      found += Number(isMine && isOwn);
      others += Number(!isMine);
      wrongly += Number(!isMine && isOwn);
    });
  }
  return [
    { name: `inbox: own class of ${count} examples, its mails found`, value: found / of, unit: "ratio", n: of },
    {
      name: `inbox: own class of ${count} examples, others taken for it`,
      value: wrongly / others,
      unit: "ratio",
      n: others,
    },
  ];
}

function say(
  mail: MailCase,
  seen: MailToJudge,
  examples: readonly Example[],
  { judgeOf, vectors }: Measuring,
  at: number,
  classes: readonly string[] = CLASSES,
): string {
  return judgeOf(mail).judge(seen, { ...CONTEXT, classes, examples, now: seen.at }, vectors[at]).class;
}

function toExample(mail: MailCase, name: string): Example {
  const { subject, text, language, at } = toMail(mail);
  return { class: name, subject, text, sender: mail.from.address, language, at };
}

/** The next mail of the same kind: other numbers, and every third sentence is another one. */
function toNext(mail: MailToJudge): MailToJudge {
  const other = (text: string): string => text.replaceAll(/\d/g, (digit) => String((Number(digit) + 3) % 10));
  const parts = mail.text.split(/(?<=[.!?\n])\s+/);
  const text = parts.filter((_part, at) => parts.length < 3 || at % 3 !== 1).join(" ");
  return { ...mail, subject: other(mail.subject), text: other(text) };
}
