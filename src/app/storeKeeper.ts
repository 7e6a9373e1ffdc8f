import { AppError, type Context } from "../core/index.ts";
import { followEgress, type EgressAudit } from "./egress/audit.ts";
import { acquireHomeLock, ensureHolder, openStore, type HomeLock, type Store } from "../store/index.ts";

/** The home's lock and its store, each taken by the first who needs it. */
export interface StoreKeeper {
  /** Of PostgreSQL, with its password, where the tables are there; undefined: in the home. */
  readonly databaseUrl: string | undefined;
  /** Takes the home for this process. Throws E_HOME_LOCKED, which says who has it. */
  hold(): Promise<void>;
  store(): Promise<Store>;
  /** Takes the home and does work on the store's files while this process has none open. Throws E_HOME_LOCKED when it has. */
  withoutStore<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function createStoreKeeper(home: string, databaseUrl: string | undefined, ctx: Context): StoreKeeper {
  let lock: Promise<HomeLock> | null = null;
  let store: Promise<Store> | null = null;
  let settled: Promise<number> | null = null;
  let egress: EgressAudit | null = null;
  /** Who holds the home is the only one at work in it: whatever a process before asked a person, nobody waits for the answer. */
  const settle = async (): Promise<void> => {
    if (lock === null || store === null) return;
    const opened = await store;
    await lock;
    await (settled ??= ensureHolder(home, ctx).then((holder) => opened.approvals.expireLeft(holder, ctx)));
  };
  const open = async (): Promise<Store> => {
    const opened = await (store ??= openStore(home, ctx, { databaseUrl }));
    await settle();
    return opened;
  };
  const hold = async (): Promise<void> => {
    lock ??= acquireHomeLock(home, ctx);
    await lock;
    await settle();
    egress ??= followEgress(home, open, ctx);
  };
  return {
    databaseUrl,
    hold,
    store: open,
    async withoutStore(work) {
      lock ??= acquireHomeLock(home, ctx);
      await lock;
      if (await store?.catch(() => null)) {
        throw new AppError("E_HOME_LOCKED", "The store of this home is open and in use.", {
          hint: "End Kralle; then do it on the command line.",
        });
      }
      settled = null;
      store = null; // What could not be opened is opened anew afterwards.
      return work();
    },
    async close() {
      await egress?.close();
      await (await store?.catch(() => null))?.close();
      await (await lock?.catch(() => null))?.release();
    },
  };
}
