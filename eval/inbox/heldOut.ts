import type { Context } from "../../src/core/index.ts";
import { createJudge, type Judge } from "../../src/desks/inbox/judge/index.ts";
import { readHeads } from "../../src/desks/inbox/judge/head/heads.ts";
import { fitHeads, prepare } from "./build.ts";
import { readMailSet, toMail, type MailCase } from "./mailSet.ts";
import { readMeanings } from "./meanings.ts";

/** For each training mail a judge that learned from files without it: what to choose by, without a look at the test set. */
export async function heldOut(home: string, ctx: Context): Promise<(mail: MailCase) => Judge> {
  const mails = readMailSet("train");
  const { vectors } = await readMeanings(mails.map(toMail), home, ctx);
  const prepared = prepare({ mails, meanings: vectors, spam: [] });
  const judges = new Map<number, Judge>();
  const { calibration } = readHeads();
  for (let part = 0; part < PARTS; part += 1) {
    const heads = fitHeads(prepared, (id) => toPart(id) !== part);
    judges.set(part, createJudge({ heads: { ...heads, calibration } }));
  }
  return ({ id }) => judges.get(toPart(id)) as Judge;
}

const PARTS = 5;

/** Both languages' files of one number together: their mails may be of one mould. */
const toPart = (id: string): number => Number(id.split("-")[2]) % PARTS;
