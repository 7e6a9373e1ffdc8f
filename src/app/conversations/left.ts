import type { Context } from "../../core/index.ts";
import type { Workflows } from "../../durable/index.ts";
import type { Message, Store } from "../../store/index.ts";

const LOOK_MS = 2_000;
/** Who accepted a message begins it at once; one that nobody has begun by then was left by a process that ended. */
const LEFT_MS = 1_000;

export interface LeftParts {
  store: Store;
  workflows: Workflows;
  start(session: string): void;
}

/**
 * Where several gateways share a database: takes up messages that one of them accepted and did not begin before it ended. What had
 * begun is taken over by the workflow engine; what is at work somewhere is left alone. Returns what ends it.
 */
export function takeUpLeft({ store, workflows, start }: LeftParts, ctx: Context): () => Promise<void> {
  const over = new AbortController();
  const isLeft = async (message: Message): Promise<boolean> => {
    if (ctx.clock.now() - message.at < LEFT_MS) return false;
    const state = (await workflows.find(message.id))?.state;
    return state !== "running" && state !== "waiting";
  };
  const look = async (): Promise<void> => {
    for (const session of await store.messages.unanswered()) {
      const message = await store.messages.next(session);
      if (message && (await isLeft(message)) && !over.signal.aborted) start(session);
    }
  };
  const going = (async (): Promise<void> => {
    while (!over.signal.aborted) {
      await ctx.clock.sleep(LOOK_MS, over.signal).catch(() => undefined); // fires when it ends
      if (over.signal.aborted) return;
      await look().catch((error: unknown) => ctx.log.warn("messages that were left are not looked for", { error }));
    }
  })();
  return async () => {
    over.abort();
    await going;
  };
}
