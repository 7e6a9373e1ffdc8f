import type { Context } from "../../src/core/index.ts";
import { createJudge, type Judge } from "../../src/desks/inbox/judge/index.ts";
import { readHeads } from "../../src/desks/inbox/judge/head/heads.ts";
import { fitHeads, prepare } from "./build.ts";
import { readMailSet, toMail, type MailCase } from "./mailSet.ts";
import { readMeanings } from "./meanings.ts";

/** For each training mail a judge that learned from all other files: what to choose by, without a look at the test set. */
export async function heldOut(home: string, ctx: Context): Promise<(mail: MailCase) => Judge> {
  const mails = readMailSet("train");
  const { vectors } = await readMeanings(mails.map(toMail), home, ctx);
  const prepared = prepare({ mails, meanings: vectors, spam: [] });
  const judges = new Map<string, Judge>();
  const { calibration } = readHeads();
  for (const file of new Set(mails.map(({ id }) => toFile(id)))) {
    const heads = fitHeads(prepared, (id) => toFile(id) !== file);
    judges.set(file, createJudge({ heads: { ...heads, calibration } }));
  }
  return ({ id }) => judges.get(toFile(id)) as Judge;
}

/** Both languages' files of one number together: their mails may be of one mould. */
const toFile = (id: string): string => id.split("-")[2] ?? "";
