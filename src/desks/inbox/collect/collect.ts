import { AppError, toAppError, type Context } from "../../../core/index.ts";
import type { CalendarChange, Connector, MailChange } from "../../../connectors/index.ts";
import type { Account, Accounts, Blobs, Calendar, Mails, Profiles } from "../../../store/index.ts";
import { keepEvents } from "./keepEvents.ts";
import { keepMails } from "./keepMails.ts";

export interface CollectParts {
  store: { accounts: Accounts; mails: Mails; calendar: Calendar; profile: Profiles; blobs: Pick<Blobs, "put"> };
  /** Of an account that is on; null where nothing of it is read. Throws E_ACCOUNT, E_CONFIG. */
  open(account: Account): Promise<{ mail: Reader<MailChange> } | { calendar: Reader<CalendarChange> } | null>;
  /** Which workflow each new mail begins. */
  starts: string;
  /** So many more were promised. */
  promised(count: number): void;
  /** Something about an account is to be shown. */
  changed(account: string): void;
}

type Reader<Change> = Pick<Connector<Change>, "pull" | "wait" | "close">;

export interface Collecting {
  /** Accounts were connected, changed, switched or removed. */
  refresh(): Promise<void>;
  /** Ends all, and waits for what is amid being kept. */
  close(): Promise<void>;
}

const PAUSE_MS = { first: 1_000, longest: 5 * 60_000, account: 30 * 60_000 };
/** A server that says at once that something changed, again and again, is asked no more often. */
const BREATH_MS = 200;

/**
 * Brings the mail of every account that is on, from now on: what a connector gives is kept with the cursor behind it and the promised start of each
 * new mail's work, all together or not at all, and then it waits for more. An account that fails is tried again after growing pauses, and says
 * why; the others do not notice.
 */
export function startCollecting(parts: CollectParts, ctx: Context): Collecting {
  const loops = new Map<string, Loop>();
  let isClosed = false;

  async function stop(id: string): Promise<void> {
    const loop = loops.get(id);
    if (!loop) return;
    loop.stop.abort();
    await loop.ended;
    loops.delete(id);
  }

  function begin(account: Account): void {
    const ending = new AbortController();
    const loop: Loop = { version: versionOf(account), stop: ending, wake: () => undefined, ended: Promise.resolve() };
    loops.set(account.id, loop);
    loop.ended = collect(account.id, loop, parts, { ...ctx, signal: AbortSignal.any([ctx.signal, ending.signal]) });
  }

  return {
    async refresh() {
      const accounts = (await parts.store.accounts.list()).filter(({ isOn }) => isOn);
      const wanted = new Map(accounts.map((account) => [account.id, versionOf(account)]));
      for (const [id, { version }] of loops) {
        if (wanted.get(id) === version) continue;
        await stop(id);
        // What was amid being kept when the account was removed.
        if ((await parts.store.accounts.get(id)) === null) {
          await parts.store.mails.forget(id);
          await parts.store.calendar.forget(id);
        }
      }
      for (const account of accounts) {
        if (isClosed) return;
        const loop = loops.get(account.id);
        if (!loop) begin(account);
        else if (account.trouble === null) loop.wake(); // somebody asked the account, and it let them in
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...loops.keys()].map(stop));
    },
  };
}

interface Loop {
  version: string;
  stop: AbortController;
  /** Ends the pause after a failure. */
  wake(): void;
  ended: Promise<void>;
}

/** What of an account its reading depends on. */
const versionOf = ({ kind, settings, address }: Account): string => JSON.stringify([kind, settings, address]);

/** Until it is stopped, or the account is gone or off. Never throws. */
async function collect(id: string, loop: Loop, parts: CollectParts, ctx: Context): Promise<void> {
  let pause: number = PAUSE_MS.first;
  while (!ctx.signal.aborted) {
    try {
      const account = await parts.store.accounts.get(id);
      if (!account?.isOn) return;
      const isRead = await collectOnce(account, parts, ctx, () => (pause = PAUSE_MS.first));
      if (!isRead) return;
    } catch (thrown) {
      if (ctx.signal.aborted) return;
      const error = toAppError(thrown);
      ctx.log.warn("an account could not be read", { account: id, error });
      await tell(id, parts, { code: error.code, message: error.message, at: ctx.clock.now() }, ctx);
      await pauseLoop(loop, isForThePerson(error) ? PAUSE_MS.account : pause, ctx);
      pause = Math.min(2 * pause, PAUSE_MS.longest);
    }
  }
}

async function pauseLoop(loop: Loop, ms: number, ctx: Context): Promise<void> {
  const woken = new AbortController();
  loop.wake = () => woken.abort();
  try {
    await ctx.clock.sleep(ms, AbortSignal.any([ctx.signal, woken.signal]));
  } catch (thrown) {
    if (!ctx.signal.aborted && !woken.signal.aborted) throw thrown;
  } finally {
    loop.wake = () => undefined;
  }
}

/** Trying again soon would only lock the account. */
const isForThePerson = ({ code }: AppError): boolean => code === "E_ACCOUNT" || code === "E_CONFIG";

/** Over one connector, until it fails. False: there is nothing to be read. */
async function collectOnce(account: Account, parts: CollectParts, ctx: Context, works: () => void): Promise<boolean> {
  const opened = await parts.open(account);
  if (!opened) return false;
  const { mails, calendar } = parts.store;
  if ("mail" in opened) {
    const keepAll: Keep<MailChange> = (changes, cursor) => keepMails(account, changes, cursor, parts, ctx);
    return follow(
      account,
      { reader: opened.mail, cursor: () => mails.cursor(account.id), keep: keepAll },
      parts,
      ctx,
      works,
    );
  }
  const keepAll: Keep<CalendarChange> = (changes, cursor) =>
    keepEvents(account.id, { changes, cursor }, parts.store, ctx);
  return follow(
    account,
    { reader: opened.calendar, cursor: () => calendar.cursor(account.id), keep: keepAll },
    parts,
    ctx,
    works,
  );
}

type Keep<Change> = (changes: readonly Change[], cursor: unknown) => Promise<void>;

async function follow<Change>(
  account: Account,
  {
    reader: connector,
    cursor: place,
    keep: put,
  }: { reader: Reader<Change>; cursor(): Promise<unknown>; keep: Keep<Change> },
  parts: CollectParts,
  ctx: Context,
  works: () => void,
): Promise<boolean> {
  try {
    for (;;) {
      for await (const { changes, cursor } of connector.pull(await place(), ctx)) {
        ctx.signal.throwIfAborted();
        await put(changes, cursor);
        if (changes.length > 0) works();
      }
      works();
      await tell(account.id, parts, null, ctx);
      await connector.wait(ctx);
      await ctx.clock.sleep(BREATH_MS, ctx.signal);
    }
  } finally {
    await connector.close();
  }
}

async function tell(id: string, parts: CollectParts, trouble: Account["trouble"], ctx: Context): Promise<void> {
  try {
    const account = await parts.store.accounts.get(id);
    if (!account || (account.trouble === null && trouble === null)) return;
    await parts.store.accounts.update(id, { trouble });
    parts.changed(id);
  } catch (error) {
    ctx.log.warn("how an account stands was not kept", { account: id, error });
  }
}
