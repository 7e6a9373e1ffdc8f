import type { Bot } from "../../../connectors/index.ts";
import type { Context } from "../../../core/index.ts";

/** Between two messages into the same chat, once a short burst is over. A group takes 20 a minute. */
const PRIVATE_MS = 1_000;
const GROUP_MS = 3_500;
const BURST = 3;

/** Everything that is written into one chat goes through its line: one thing after another, as fast as the server lets it. */
export interface Line {
  /** `work` runs alone, when its turn has come. */
  turn<T>(work: () => Promise<T>): Promise<T>;
}

export function createLines(bot: Bot, ctx: Context): (chat: number) => Line {
  const lines = new Map<number, Line>();
  return (chat) => {
    const known = lines.get(chat);
    if (known) return known;
    const made = createLine(chat, bot, ctx);
    lines.set(chat, made);
    return made;
  };
}

function createLine(chat: number, bot: Bot, ctx: Context): Line {
  const gap = chat < 0 ? GROUP_MS : PRIVATE_MS; // ids of groups are negative
  let last: Promise<unknown> = Promise.resolve();
  let recent: number[] = [];
  const wait = async (): Promise<void> => {
    for (;;) {
      const now = ctx.clock.now();
      recent = recent.filter((at) => at > now - BURST * gap);
      const pace = recent.length < BURST ? 0 : recent[0]! + BURST * gap - now;
      const ms = Math.max(pace, bot.closedFor(chat));
      if (ms <= 0) break;
      await ctx.clock.sleep(ms, ctx.signal);
    }
    recent.push(ctx.clock.now());
  };
  return {
    turn(work) {
      const mine = last.then(async () => {
        await wait();
        return work();
      });
      last = mine.catch(() => undefined); // told to who asked for it
      return mine;
    },
  };
}
