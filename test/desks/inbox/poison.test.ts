import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { MailChange } from "../../../src/connectors/index.ts";
import { AppError, systemClock, type Context } from "../../../src/core/index.ts";
import { startCollecting } from "../../../src/desks/inbox/collect/collect.ts";
import { UNREAD } from "../../../src/desks/inbox/collect/unread.ts";
import type { MailContent, Mails } from "../../../src/store/index.ts";
import { createContext, tempStore } from "../../store/_setup.ts";
import { openHouse } from "./_house.ts";

const POISONED = 10;
const isPoison = (at: number): boolean => at % 4 !== 3;
const COUNT = 13;

const mailOf = (at: number): MailChange => ({
  type: "mail",
  folder: "INBOX",
  role: "inbox",
  uidValidity: "1",
  uid: at + 1,
  at: 1_000 * at,
  flags: [],
  isHistory: false,
  raw: Buffer.from(
    `From: a@example.org\r\nMessage-ID: <${at}@example.org>\r\nSubject: ${isPoison(at) ? "poison" : "good"} ${at}\r\n\r\nwords`,
  ),
});

/** A mailbox that brings all of it at once, into a store that fails as `breaks` says. */
async function collect(t: TestContext, breaks: (content: MailContent) => boolean) {
  const stop = new AbortController();
  const ctx = createContext({
    signal: stop.signal,
    clock: { now: systemClock.now, sleep: (_ms, signal) => systemClock.sleep(1, signal) },
  });
  let close = (): Promise<void> => Promise.resolve();
  t.after(async () => {
    stop.abort();
    await close();
  });
  const store = await tempStore(t);
  const office = { kind: "imap", name: "Office", address: "office@example.com", settings: {}, check: null } as const;
  const { id } = await store.accounts.create(office, ctx);
  const mails: Mails = {
    ...store.mails,
    take(order, inner) {
      const isBad = order.changes.some((change) => change.type === "mail" && breaks(change.content));
      return isBad ? Promise.reject(new AppError("E_STORE", "That cannot be kept.")) : store.mails.take(order, inner);
    },
  };
  const changes = Array.from({ length: COUNT }, (_, at) => mailOf(at));
  let pulls = 0;
  const collecting = startCollecting(
    {
      store: { ...store, mails },
      open: () =>
        Promise.resolve({
          mail: {
            async *pull(since: unknown) {
              pulls += 1;
              if (since === null) yield { changes, cursor: "all" };
            },
            wait: (inner: Context) => systemClock.sleep(3_600_000, inner.signal),
            close: () => Promise.resolve(),
          },
        }),
      starts: "inbox.mail",
      promised: () => undefined,
      changed: () => undefined,
    },
    ctx,
  );
  close = () => collecting.close();
  await collecting.refresh();
  return { store, id, pulls: () => pulls };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

describe("mails that break what reads them", () => {
  test("ten that cannot be kept are put aside with their bytes, the others are there, and the mailbox goes on", async (t) => {
    const { store, id, pulls } = await collect(t, ({ subject }) => subject.startsWith("poison"));
    await until(async () => (await store.mails.cursor(id)) === "all");
    const kept = await store.mails.list({ account: id, limit: 100 });
    const subjects = kept.map(({ subject }) => subject);
    assert.equal(kept.length, COUNT);
    assert.equal(subjects.filter((subject) => subject === UNREAD.subject).length, POISONED);
    assert.equal(subjects.filter((subject) => subject.startsWith("good")).length, COUNT - POISONED);
    for (const { raw } of kept) assert.match(String(await store.blobs.get(raw)), /words$/u);
    assert.equal((await store.accounts.get(id))?.trouble, null);
    assert.equal(pulls(), 1, "it is not begun anew again and again");
  });

  test("control: where the store itself is ill nothing is put aside, the mailbox says so, and is read again later", async (t) => {
    const { store, id, pulls } = await collect(t, () => true);
    await until(async () => pulls() > 2);
    assert.deepEqual(await store.mails.list({ account: id, limit: 100 }), []);
    assert.equal(await store.mails.cursor(id), null);
    assert.equal((await store.accounts.get(id))?.trouble?.code, "E_STORE");
  });

  test("ten on which its work fails each time stand in the inbox and say what to do; the others are judged", async (t) => {
    const house = await openHouse(t);
    // No reader gives such an address: it stands for whatever nobody thought of.
    const broken = { name: "x", address: 7 as unknown as string };
    const mails = Array.from({ length: COUNT }, (_, at) => ({
      subject: `mail ${at}`,
      ...(isPoison(at) ? { from: broken } : {}),
    }));
    const ids = await house.receive(...mails);
    const items = await Promise.all(ids.map((id) => house.store.items.find("inbox", id)));
    const aside = items.filter((item) => item?.class === null && /read it yourself/u.test(item.reason));
    assert.deepEqual([aside.length, items.filter((item) => item !== null).length], [POISONED, COUNT]);
    assert.ok(aside.every((item) => item?.state === "open"));
    const judged = items.filter((_item, at) => !isPoison(at));
    assert.ok(judged.every((item) => item !== null && !/read it yourself/u.test(item.reason)));
    const shown = await house.inbox.list({ state: "open", limit: 50 });
    assert.equal(shown.length, COUNT);
  });
});
