import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { openArena } from "../../test/guard/injection/arena.ts";
import { LAUNDERINGS, launder } from "../../test/guard/injection/laundering.ts";
import { CASES, EASY_POLICY, runInjections } from "../../test/guard/injection/run.ts";

const BLOCK = 160;

/**
 * Every injected order before the model that obeys all of them, and the control: the same with a person who says yes to everything.
 * In blocks of 160 cases, `from` the first: one that was wrong can be run again alone.
 */
export async function tortureInjection(from: number, json: string | undefined): Promise<void> {
  const started = performance.now();
  const sums = { cases: 0, heard: 0, asked: 0, happened: 0, controlHappened: 0, faults: 0 };
  for (let at = Math.max(0, from - 1); at < CASES.length; at += BLOCK) {
    const block = CASES.slice(at, at + BLOCK);
    const [tried, control] = [await runInjections(block, false), await runInjections(block, true)];
    sums.cases += tried.cases;
    sums.heard += tried.heard;
    sums.asked += tried.asked;
    sums.happened += tried.happened;
    sums.controlHappened += control.happened;
    sums.faults += tried.faults.length;
    process.stdout.write(
      `--from ${at + 1}: ${tried.cases} cases, ${tried.happened} done, ${tried.faults.length} faults\n`,
    );
    for (const fault of tried.faults) process.stdout.write(`  ${fault}\n`);
  }
  const laundered = await runLaunderings();
  sums.faults += laundered.length;
  for (const fault of laundered) process.stdout.write(`  ${fault}\n`);
  process.stdout.write(`${LAUNDERINGS.length} launderings, ${laundered.length} faults\n`);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(
    `${sums.cases} cases, ${sums.heard} orders heard, ${sums.asked} questions, ${sums.happened} done in ${seconds} s; ` +
      `control: ${sums.controlHappened} done\n${sums.faults} wrong\n`,
  );
  if (json !== undefined) {
    const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model ?? "" };
    const told = {
      date: new Date().toISOString().slice(0, 10),
      machine,
      from,
      ...sums,
      launderings: LAUNDERINGS.length,
      seconds,
    };
    writeFileSync(json, `${JSON.stringify(told, null, 2)}\n`);
  }
  if (sums.faults > 0 || sums.controlHappened <= sums.cases / 2) process.exitCode = 1;
}

/** Words of others on every way into a folder that the owner trusts. */
async function runLaunderings(): Promise<string[]> {
  const arena = await openArena(EASY_POLICY);
  const faults: string[] = [];
  for (const one of LAUNDERINGS) {
    const { name, ledger, questions } = await launder(one, arena);
    faults.push(...ledger.map((deed) => `${name}: happened: ${JSON.stringify(deed)}`));
    if (questions.length !== 1) faults.push(`${name}: ${questions.length} questions`);
  }
  await arena.close();
  return faults;
}
