import { setTimeout as pause } from "node:timers/promises";
import { silentLogger, systemClock, type Clock } from "../../../../src/core/index.ts";
import { startCollecting } from "../../../../src/desks/inbox/index.ts";
import { openStore, type Mails } from "../../../../src/store/index.ts";
import { openNet } from "../../../../scripts/testing/broker.ts";
import { connectorTo } from "../_mailbox.ts";

// Collects the mail of a home until it is killed, and handles each that was promised: a row for each, in one transaction with the end of the promise.

const [home = "", port = "", mode = "right"] = process.argv.slice(2);

/** Pauses after broken lines, which grow, take no longer than a second. */
const clock: Clock = {
  now: systemClock.now,
  sleep: (ms, signal) => systemClock.sleep(Math.min(ms / 10, 1_000), signal),
};
const ctx = { signal: new AbortController().signal, clock, net: openNet(), log: silentLogger };
const store = await openStore(home, ctx);

/** As it must not be: where it goes on is kept before what came, and the process ends in between. */
const cursorFirst: Mails = {
  ...store.mails,
  async take(batch, inner) {
    await store.mails.take({ ...batch, changes: [] }, inner);
    if (batch.changes.some(({ type }) => type === "mail")) process.kill(process.pid, "SIGKILL");
    return store.mails.take(batch, inner);
  },
};

startCollecting(
  {
    store: { ...store, mails: mode === "cursorFirst" ? cursorFirst : store.mails },
    open: async () => ({ mail: await connectorTo(Number(port)) }),
    starts: "inbox.mail",
    promised: () => undefined,
    changed: () => undefined,
  },
  ctx,
)
  .refresh()
  .catch((thrown: unknown) => {
    throw thrown;
  });
process.stdout.write("ready\n");

for (;;) {
  for (const { id } of await store.outbox.starts()) {
    await store.db.transaction(async (tx) => {
      const row = await tx.get("SELECT message_id FROM mails WHERE id = ?", [id]);
      await tx.run("INSERT INTO handled (message, run) VALUES (?, ?)", [String(row?.["message_id"]), id]);
      await store.outbox.in(tx).settle(id);
    });
  }
  await pause(15);
}
