import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import MailComposer from "nodemailer/lib/mail-composer";
import { z } from "zod";
import { AppError } from "../../src/core/index.ts";
import { ENCODER, pullEncoder } from "../../src/models/index.ts";
import { startUp } from "../gateway/program.ts";
import { createTalker, type Talker } from "../gateway/turns.ts";
import { keptHome, makePreparedHome, preparePack, prepareWeights, ROOT, STARTERS } from "../home.ts";
import { memoryOf } from "../memory.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const MAILS = 500;
const IDLE_TURNS = 9;
const LONGEST_MS = 30 * 60_000;
const OWNER = "owner@firm.example";

const line = z.object({
  from: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  body: z.string(),
});

/**
 * A mailbox of 500 new mails is sorted while somebody talks: how long a greeting waits for its first word, beside the same when nothing
 * else is at work. The gateway with the real small model and the encoder, as `kralle up` starts it.
 */
export async function benchInbox(bench: Bench): Promise<Figure[]> {
  await preparePack(bench);
  await prepareWeights(STARTERS[0], bench);
  await pullEncoder(ENCODER, { home: keptHome(), env: process.env }, bench.ctx);
  bench.used({ id: ENCODER.id, digest: ENCODER.sha256.slice(0, 12) });
  const home = makePreparedHome(bench);
  const mailbox = join(bench.scratch, "mailbox");
  await fillMaildir(mailbox);
  const up = await startUp(join(ROOT, "bin/kralle.js"), home);
  const talker = createTalker(home);
  const greet = async (): Promise<number> => (await talker.turn(await talker.open(), "hello")).firstMs;
  try {
    for (let turn = 0; turn < 2; turn += 1) await greet(); // loads the model
    const idle: number[] = [];
    for (let turn = 0; turn < IDLE_TURNS; turn += 1) idle.push(await greet());
    bench.note("500 mails");
    const began = performance.now();
    const account = await connect(talker, mailbox);
    const busy: number[] = [];
    let kept = 0;
    while (kept < MAILS) {
      busy.push(await greet());
      await sleep(500);
      kept = await countOf(talker, account);
      if (performance.now() - began > LONGEST_MS) throw new AppError("E_BUDGET", `Only ${kept} mails were sorted.`);
    }
    const seconds = (performance.now() - began) / 1000;
    const [first, meanwhile] = [
      toFigure("inbox: first word of a greeting, idle", idle, "ms"),
      toFigure(`inbox: the same while ${MAILS} mails are sorted`, busy, "ms"),
    ];
    return [
      first,
      meanwhile,
      { name: "inbox: beside idle", value: meanwhile.value / first.value, unit: "ratio", n: busy.length, atMost: 1.5 },
      { name: `inbox: ${MAILS} mails with talk meanwhile`, value: seconds, unit: "s", n: 1 },
      {
        name: "inbox: memory of the gateway after them",
        value: (memoryOf(up.child.pid ?? 0).resident ?? 0) / 1e6,
        unit: "MB",
        n: 1,
      },
    ];
  } finally {
    talker.close();
    await up.end();
  }
}

/** Mails of the training set, each from now. */
async function fillMaildir(mailbox: string): Promise<void> {
  for (const folder of ["cur", "new", "tmp"]) mkdirSync(join(mailbox, folder), { recursive: true });
  const folder = join(ROOT, "eval/inbox/mails/train");
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  const now = Date.now();
  for (let at = 0; at < MAILS; at += 1) {
    // From all over the set, so that both languages and all classes come.
    const { from, subject, body } = line.parse(JSON.parse(lines[Math.floor((at * lines.length) / MAILS)] ?? "{}"));
    const date = new Date(now - (MAILS - at) * 1_000);
    const messageId = `<bench-${at}@mail.example>`;
    const raw = await new MailComposer({ from, to: OWNER, subject, text: body, date, messageId }).compile().build();
    writeFileSync(join(mailbox, "new", `${Math.floor(date.getTime() / 1000)}.M${at}.bench`), raw);
  }
}

async function connect(talker: Talker, path: string): Promise<string> {
  const settings = { path, address: OWNER };
  const frames = await talker.ask("POST", "/api/accounts", { kind: "maildir", address: OWNER, settings });
  const last = z.object({ account: z.object({ id: z.string() }) }).safeParse(frames.at(-1));
  if (!last.success) throw new AppError("E_BUG", `The mailbox was not connected: ${JSON.stringify(frames)}`);
  return last.data.account.id;
}

async function countOf(talker: Talker, account: string): Promise<number> {
  const [answer] = await talker.ask("GET", `/api/accounts/${account}/contents`);
  return z.object({ goes: z.object({ items: z.number() }) }).parse(answer).goes.items;
}
