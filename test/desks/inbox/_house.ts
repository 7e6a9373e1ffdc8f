import { join } from "node:path";
import type { TestContext } from "node:test";
import { openDesks } from "../../../src/app/desks/open.ts";
import { createDeskParts } from "../../../src/app/desks/parts.ts";
import { createChanges } from "../../../src/app/changes.ts";
import { parseConfig, type Context } from "../../../src/core/index.ts";
import { createInbox, type Inbox } from "../../../src/desks/inbox/index.ts";
import type { DeskParts } from "../../../src/desks/types.ts";
import {
  createStopSwitch,
  openClockwork,
  openEffects,
  openWorkflows,
  type Clockwork,
  type EffectAdapter,
  type Effects,
  type Order,
  type StopSwitch,
  type Workflows,
} from "../../../src/durable/index.ts";
import { createPermits } from "../../../src/guard/index.ts";
import { openStore, type MailContent, type Store } from "../../../src/store/index.ts";
import { createHandClock, type HandClock } from "../../durable/clockwork/_clock.ts";
import { arrivedOf, type ArrivedMail } from "../../store/_mails.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";

/** A Thursday morning in Berlin. */
export const START = Date.parse("2026-11-26T08:00:00Z");

/** What the other side was told to do, as it counts it. */
export interface Deed extends Order {
  kind: string;
}

/** The desk as the gateway runs it, with a store, an engine and a journal of its own, before another side that keeps a ledger. */
export interface House {
  folder: string;
  ctx: Context;
  clock: HandClock;
  store: Store;
  clockwork: Clockwork;
  workflows: Workflows;
  stop: StopSwitch;
  inbox: Inbox;
  /** What the desk works with, with a journal of another Kralle that shares the database. */
  partsOf(holder: string): DeskParts;
  account: string;
  ledger: Deed[];
  /** What the other side does with the next acts. */
  peer: { fault: "none" | "unclear" | "refused" };
  /** Puts mails into the store as a connector does, waits until they are handled, and gives their ids. */
  receive(...mails: (Partial<MailContent> | ArrivedMail)[]): Promise<string[]>;
  close(): Promise<void>;
}

const withoutEncoder = (home: string, store: Store) => ({
  home,
  encoderHere: () =>
    Promise.resolve({
      state: () => Promise.resolve({ state: "missing", why: "unset" } as const),
      begin: () => Promise.resolve(),
    }),
  store: () => Promise.resolve(store),
  encoder: () => Promise.reject(new Error("There is no encoder in this test.")),
});

export async function openHouse(t: TestContext, at?: { folder: string; now: number }): Promise<House> {
  const folder = at?.folder ?? (await tempFolder(t));
  const clock = createHandClock(at?.now ?? START);
  const ctx = createContext({ clock });
  const store = await openStore(join(folder, "home"), ctx);
  const account = await accountOf(store, ctx);
  const ledger: Deed[] = [];
  const peer: House["peer"] = { fault: "none" };
  const stop = createStopSwitch(store.stops, ctx);
  const permits = createPermits(clock);
  const adapter = (kind: string) => Promise.resolve(adapterOf(kind, ledger, peer));
  const journalOf = (holder: string) => openEffects({ store, stop, adapter, redeem: permits.redeem, holder }, ctx);
  const effects = journalOf("test");
  const servicesOf = (journal: Effects) => ({
    ...withoutEncoder(folder, store),
    outside: () => Promise.resolve({ effects: journal, mint: permits.mint }),
    changes: createChanges(),
    settings: () => Promise.resolve(parseConfig({}, "").config),
  });
  const services = servicesOf(effects);
  const desks = await openDesks(services, ctx);
  const workflows = await openWorkflows(
    {
      database: { file: join(folder, "engine.db") },
      workflows: desks.kinds,
      queues: queuesOf(desks.kinds),
      recoveries: 100,
    },
    createContext(),
  );
  const clockwork = await openClockwork({ store, workflows, kinds: desks.kinds }, ctx);
  desks.start(clockwork);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await desks.close();
    await clockwork.close();
    await workflows.close();
    await effects.close();
    await store.close();
  };
  t.after(close);
  const inbox = createInbox(createDeskParts(services, store, clockwork, ctx), ctx);
  let uid = 0;
  return {
    folder,
    ctx,
    clock,
    store,
    clockwork,
    workflows,
    stop,
    inbox,
    partsOf: (holder) => createDeskParts(servicesOf(journalOf(holder)), store, clockwork, ctx),
    account: account.id,
    ledger,
    peer,
    close,
    async receive(...mails) {
      const changes = mails.map((mail) => {
        uid += 1;
        if ("type" in mail) return mail;
        return arrivedOf(uid, { messageId: `<${uid}.${folder.slice(-6)}@example.org>`, ...mail }, { at: clock.now() });
      });
      const { promised } = await store.mails.take(
        { account: account.id, changes, cursor: uid, starts: "inbox.mail" },
        ctx,
      );
      await clockwork.look();
      for (const id of promised) await workflows.result(id);
      return promised;
    },
  };
}

async function accountOf(store: Store, ctx: Context) {
  const [known] = await store.accounts.list();
  const office = { kind: "imap", name: "Office", address: "office@example.com", settings: {}, check: null } as const;
  const account = known ?? (await store.accounts.create(office, ctx));
  await store.profile.set({ language: "en", timeZone: "Europe/Berlin" }, ctx);
  return account;
}

const queuesOf = (kinds: Awaited<ReturnType<typeof openDesks>>["kinds"]) => [
  ...new Map(kinds.flatMap(({ queue }) => (queue ? [[queue.name, { ...queue, pollMs: 10 }] as const] : []))).values(),
];

function adapterOf(kind: string, ledger: Deed[], peer: House["peer"]): EffectAdapter | null {
  if (!["mail.send", "mail.file", "mail.unsubscribe"].includes(kind)) return null;
  return {
    effectClass: "neither",
    act: (order) => {
      if (peer.fault === "refused")
        return Promise.resolve({ outcome: "refused", fault: { code: "E_EFFECT_FAILED", message: "550 no" } });
      ledger.push({ kind, ...order });
      if (peer.fault === "unclear") return Promise.resolve({ outcome: "unclear", reason: "the connection broke" });
      return Promise.resolve({ outcome: "done", receipt: { messageId: "<sent@example.com>" } });
    },
  };
}
