import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { hasDovecot } from "../../test/durable/effects/kill/mail.ts";
import { runKills, type KillVerdict } from "../../test/durable/effects/kill/run.ts";

const KILLS_A_RUN = 30;

type Run = KillVerdict & { seed: number; load: number };

/**
 * Acts outside by a worker that is killed at random moments, in runs of 30 kills with a seed each, so that any of them can be run again alone
 * (`--from SEED --kills 30`). The peers are real SMTP and IMAP, shops, a Telegram and files. Runs that stand in `json` already are not made
 * again, so that many of them can be made a piece at a time.
 */
export async function tortureEffects(first: number, kills: number, json: string | undefined): Promise<void> {
  const runs: Run[] =
    json !== undefined && existsSync(json) ? (JSON.parse(readFileSync(json, "utf8")) as { runs: Run[] }).runs : [];
  const sum = (value: (run: KillVerdict) => number): number => runs.reduce((all, run) => all + value(run), 0);
  for (let seed = first; sum((run) => run.kills) < kills; seed += 1) {
    if (runs.some((run) => run.seed === seed)) continue;
    const folder = mkdtempSync(join(tmpdir(), "kralle-torture-"));
    const left = kills - sum((run) => run.kills);
    const verdict = await runKills({ folder, seed, kills: Math.min(KILLS_A_RUN, left), mail: hasDovecot });
    rmSync(folder, { recursive: true, force: true });
    runs.push({ seed, load: loadavg()[0] ?? 0, ...verdict });
    process.stdout.write(
      `seed ${seed}: ${verdict.kills} kills, ${verdict.acts} acts, ${verdict.unknown} unknown, ${verdict.faults.length} faults\n` +
        verdict.faults.map((fault) => `  ${fault}\n`).join(""),
    );
    if (json !== undefined) write(json, first, runs);
  }
  const faults = sum((run) => run.faults.length);
  process.stdout.write(
    `${sum((run) => run.kills)} kills, ${sum((run) => run.acts)} acts, ${sum((run) => run.unknown)} unknown, ` +
      `${Math.round(sum((run) => run.seconds))} s, mail ${hasDovecot ? "over SMTP and IMAP" : "left out: no Dovecot here"}\n${faults} wrong\n`,
  );
  if (faults > 0) process.exitCode = 1;
}

/** After each run, so that what was measured outlives an end of this. */
function write(file: string, from: number, runs: readonly Run[]): void {
  const sum = (value: (run: KillVerdict) => number): number => runs.reduce((all, run) => all + value(run), 0);
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() },
    from,
    mail: hasDovecot,
    kills: sum((run) => run.kills),
    acts: sum((run) => run.acts),
    unknown: sum((run) => run.unknown),
    faults: sum((run) => run.faults.length),
    runs,
  };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
