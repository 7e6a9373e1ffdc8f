import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tempFolder } from "../../../store/_setup.ts";
import { hasDovecot } from "../../_dovecot.ts";
import { tempDovecot } from "../_mailbox.ts";
import { runMail } from "./run.ts";

/** Larger by `npm run torture -- mail`. */
const seed = Number(process.env["KRALLE_SEED"] ?? Date.now() % 1_000_000);

describe(
  "mail that is collected while lines break and processes are killed",
  { skip: hasDovecot ? false : "no dovecot here" },
  () => {
    test("each is handled once", async (t) => {
      const [folder, dovecot] = [await tempFolder(t), await tempDovecot(t)];
      const verdict = await runMail({ folder, dovecot, mails: 60, cuts: 4, kills: 1, seed });
      t.diagnostic(JSON.stringify(verdict));
      const { missed, twice, extra, cuts, kills } = verdict;
      assert.deepEqual({ missed, twice, extra, cuts, kills }, { missed: 0, twice: 0, extra: 0, cuts: 4, kills: 1 });
    });

    test("control: where the cursor is kept before the mails, some are missed", async (t) => {
      const [folder, dovecot] = [await tempFolder(t), await tempDovecot(t)];
      const { missed } = await runMail({ folder, dovecot, mails: 10, cuts: 0, kills: 0, seed, mode: "cursorFirst" });
      assert.ok(missed > 0);
    });
  },
);
