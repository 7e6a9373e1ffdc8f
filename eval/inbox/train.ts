/**
 * Builds the judge's weights: `node eval/inbox/train.ts`. Learns from `mails/train/` and from the training part of the
 * SpamAssassin corpus, and looks at no test set. The same lessons give the same bytes.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { HEADS_FILE, toBytes } from "../../src/desks/inbox/judge/head/heads.ts";
import { plainNet } from "../../scripts/testing/net.ts";
import { buildHeads } from "./build.ts";
import { evalHome } from "./home.ts";
import { readMailSet, toMail } from "./mailSet.ts";
import { readMeanings } from "./meanings.ts";
import { readSpamSet } from "./spamSet.ts";

const ctx: Context = { signal: AbortSignal.timeout(1_800_000), clock: systemClock, net: plainNet, log: silentLogger };
const mails = readMailSet("train");
const { vectors } = await readMeanings(mails.map(toMail), evalHome(), ctx);
const { mails: corpus } = await readSpamSet(evalHome());
const spam = corpus.filter(({ part }) => part === "train");
const heads = buildHeads({ mails, meanings: vectors, spam });
const bytes = toBytes(heads);
mkdirSync(new URL(".", HEADS_FILE), { recursive: true });
writeFileSync(HEADS_FILE, bytes);
console.log(
  `learned from ${mails.length} mails and ${spam.length} of the corpus: ${(bytes.length / 1e3).toFixed(0)} kB`,
);
console.log(JSON.stringify(heads.calibration));
