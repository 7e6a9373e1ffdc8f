import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempFolder } from "../store/_setup.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

test(
  "a new user sees the sample firm's day without an account: mails sorted, drafts, the briefing; nothing is sent",
  { timeout: 120_000 },
  async (t) => {
    const home = join(await tempFolder(t), "home");
    const run = () =>
      spawnSync(process.execPath, [MAIN, "demo", "--once"], {
        env: { ...process.env, KRALLE_HOME: home, LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8" },
        encoding: "utf8",
      });
    const first = run();
    assert.equal(first.status, 0, first.stderr);
    const [, mails = "0", drafts = "0"] = /: (\d+) mails .* sorted, (\d+) drafts/s.exec(first.stdout) ?? [];
    assert.ok(Number(mails) >= 15 && Number(drafts) >= 3, first.stdout);
    const urgent = /^Urgent$(.*?)^Important$/ms.exec(first.stdout)?.[1] ?? "";
    assert.match(urgent, /Sabine Kern: Bremse nach Reparatur/);
    assert.match(urgent, /Finanzamt Freiburg/);
    // What shouts, and what gives orders to whoever reads it.
    assert.doesNotMatch(first.stdout.replace(/^Done without you$.*/ms, ""), /Technik-Deals|Systemverwaltung/);
    const mailbox = join(home, "demo", "mailbox");
    assert.equal(existsSync(join(mailbox, ".Sent")), false, "nothing goes out before somebody released it");
    const before = readdirSync(join(mailbox, "new")).length;
    const again = run();
    assert.equal(again.status, 0, again.stderr);
    assert.equal(readdirSync(join(mailbox, "new")).length, before);
    assert.deepEqual(readdirSync(home), ["demo"], "the person's own home is left alone");
  },
);
