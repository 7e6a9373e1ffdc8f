import type { Figure } from "../../bench/types.ts";
import { toFeatures } from "../../src/desks/inbox/judge/features/index.ts";
import type { Heads } from "../../src/desks/inbox/judge/head/heads.ts";
import { score, sigmoid } from "../../src/desks/inbox/judge/head/linear.ts";
import { spamToMail } from "./build.ts";
import { toAccuracy, type Pair } from "./metrics.ts";
import { readSpamSet } from "./spamSet.ts";

/** What issue and documents promise. */
const LEAST = 0.98;

/** The spam gate on the part of the corpus that it did not learn from. */
export async function measureSpam(heads: Heads, home: string, note: (text: string) => void): Promise<Figure[]> {
  const { mails, doubles } = await readSpamSet(home);
  const test = mails.filter(({ part }) => part === "test");
  const { slope, offset } = heads.calibration.questions.spam;
  const start = performance.now();
  const pairs: Pair<boolean>[] = test.map((mail) => {
    const value = score(heads.questions.spam, toFeatures(spamToMail(mail)).vector)[0] as number;
    return { truth: mail.isSpam, said: sigmoid(slope * value + offset) > 0.5 };
  });
  const ms = (performance.now() - start) / test.length;
  const count = (truth: boolean, said: boolean): number =>
    pairs.filter((pair) => pair.truth === truth && pair.said === said).length;
  note(
    [
      `spam gate: ${mails.length} mails after ${doubles} near doubles were taken out, ${test.length} of them for testing`,
      "                 said good   said spam",
      `  good mail      ${String(count(false, false)).padStart(9)}   ${String(count(false, true)).padStart(9)}`,
      `  spam           ${String(count(true, false)).padStart(9)}   ${String(count(true, true)).padStart(9)}`,
    ].join("\n"),
  );
  const good = count(false, false) + count(false, true);
  return [
    { name: "inbox: spam gate, accuracy", value: toAccuracy(pairs), unit: "ratio", n: test.length, atLeast: LEAST },
    { name: "inbox: spam gate, good mail called spam", value: count(false, true) / good, unit: "ratio", n: good },
    { name: "inbox: spam gate, all called good (control)", value: good / test.length, unit: "ratio", n: test.length },
    { name: "inbox: spam gate, per mail", value: ms, unit: "ms", n: test.length },
  ];
}
