import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMail, type MailVerdict } from "../../test/connectors/mail/kill/run.ts";
import { openDovecot } from "../../test/connectors/_dovecot.ts";

const RUN = { mails: 500, cuts: 20, kills: 3 };
const MANY = 10_000;

/** Mail that comes to a real Dovecot while lines break and the collector is killed; the control; and a folder of 10,000 mails. */
export async function tortureMail(from: number, runs: number, json: string | undefined): Promise<void> {
  const verdicts: MailVerdict[] = [];
  const folder = mkdtempSync(join(tmpdir(), "kralle-mail-"));
  const once = async (seed: number, size: typeof RUN, mode: "right" | "cursorFirst"): Promise<MailVerdict> => {
    const dovecot = await openDovecot(join(folder, `dovecot-${seed}-${mode}`));
    try {
      return await runMail({ folder, dovecot, ...size, seed, mode });
    } finally {
      await dovecot.close();
    }
  };
  try {
    for (let seed = from; seed < from + runs; seed += 1) {
      const verdict = await once(seed, RUN, "right");
      verdicts.push(verdict);
      process.stdout.write(`${JSON.stringify(verdict)}\n`);
    }
    const control = await once(from, { mails: 40, cuts: 2, kills: 1 }, "cursorFirst");
    process.stdout.write(`control ${JSON.stringify(control)}\n`);
    const large = seeMany();
    process.stdout.write(`${JSON.stringify(large)}\n`);
    const isRight = ({ missed, twice, extra, cuts, kills }: MailVerdict): boolean =>
      missed + twice + extra === 0 && cuts === RUN.cuts && kills === RUN.kills;
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ runs: verdicts, control, large }, null, 2)}\n`);
    if (!verdicts.every(isRight) || control.missed === 0 || large === null) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By the test of it, which says how long the first reading took; null where it failed. */
function seeMany(): { mails: number; firstMs: number } | null {
  const { status, stdout } = spawnSync(process.execPath, ["--test", "test/connectors/mail/imap.test.ts"], {
    env: { ...process.env, KRALLE_MAILS: String(MANY) },
    encoding: "utf8",
  });
  const said = /\{"mails":\d+,"firstMs":\d+\}/.exec(stdout)?.[0];
  return status === 0 && said !== undefined ? (JSON.parse(said) as { mails: number; firstMs: number }) : null;
}
