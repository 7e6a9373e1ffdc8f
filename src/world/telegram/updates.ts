import type { Clock } from "../../core/index.ts";

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

const KEPT_MS = 24 * 3_600_000;
const MOST = 100;
const RETRY_MS = 200;

interface Poll {
  give(updates: Update[]): void;
  conflict(): void;
}

export interface Hook {
  url: string;
  secret: string | null;
}

/** What the bot has not confirmed, and who waits for it: one poller, or a web hook. */
export interface Updates {
  put(kind: string, content: unknown): void;
  /** Null: another poller came, or a web hook is set. */
  poll(
    options: { offset?: number | undefined; limit?: number | undefined; timeout?: number | undefined },
    left: AbortSignal,
  ): Promise<Update[] | null>;
  setHook(hook: Hook | null, drop: boolean): void;
  readonly hook: Hook | null;
  waiting(): number;
  close(): void;
}

export function createUpdates(clock: Clock): Updates {
  let kept: { update: Update; at: number }[] = [];
  let next = 1;
  let poller: Poll | null = null;
  let hook: Hook | null = null;
  let isPosting = false;
  let isClosed = false;

  const fresh = (): Update[] => {
    kept = kept.filter(({ at }) => at > clock.now() - KEPT_MS);
    return kept.map(({ update }) => update);
  };

  /** One after another, each until it is taken. */
  async function post(): Promise<void> {
    const [update] = fresh();
    if (isPosting || isClosed || hook === null || update === undefined) return;
    isPosting = true;
    if (await deliver(hook, update)) kept = kept.filter((one) => one.update !== update);
    else await clock.sleep(RETRY_MS);
    isPosting = false;
    await post();
  }

  return {
    put(kind, content) {
      kept.push({ update: { update_id: next, [kind]: content }, at: clock.now() });
      next += 1;
      if (hook !== null) void post();
      else poller?.give(fresh());
    },
    async poll({ offset = 0, limit = MOST, timeout = 0 }, left) {
      if (hook !== null) return null;
      poller?.conflict();
      if (offset < 0) kept = kept.slice(offset);
      else kept = kept.filter(({ update }) => update.update_id >= offset);
      const there = fresh().slice(0, limit);
      if (there.length > 0 || timeout === 0) return there;
      const { promise, resolve } = Promise.withResolvers<Update[] | null>();
      const own: Poll = {
        give: (updates) => resolve(updates.slice(0, limit)),
        conflict: () => resolve(null),
      };
      poller = own;
      const over = new AbortController();
      clock.sleep(timeout * 1_000, over.signal).then(
        () => resolve([]),
        () => undefined, // something came before
      );
      left.addEventListener("abort", () => resolve([]), { once: true });
      const given = await promise;
      over.abort();
      if (poller === own) poller = null;
      return given;
    },
    setHook(wanted, drop) {
      hook = wanted;
      if (drop) kept = [];
      if (hook !== null) {
        poller?.conflict();
        void post();
      }
    },
    get hook() {
      return hook;
    },
    waiting: () => fresh().length,
    close() {
      isClosed = true;
      poller?.give([]);
    },
  };
}

async function deliver({ url, secret }: Hook, update: Update): Promise<boolean> {
  const { request } = await import("node:http");
  return new Promise((resolve) => {
    const headers = {
      "content-type": "application/json",
      ...(secret === null ? {} : { "x-telegram-bot-api-secret-token": secret }),
    };
    const sent = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      const { statusCode = 500 } = response;
      resolve(statusCode >= 200 && statusCode < 300);
    });
    sent.on("error", () => resolve(false));
    sent.end(JSON.stringify(update));
  });
}
