import { toAppError, type Context } from "../../../core/index.ts";
import { textsOf } from "../texts.ts";
import { isStop, readCommand } from "./address.ts";
import type { Incoming } from "./update.ts";
import { keep, obey, settle, talk, type Work, type WorkParts } from "./work.ts";

const TRIES = 5;

export interface Handler {
  /** Works on an update that is on disk; what it leads to is on disk before it counts as done. */
  handle(update: number, incoming: Incoming): void;
  /** Of what is being worked on. */
  settled(): Promise<void>;
}

/**
 * Words and files of a chat are worked on one after another; commands and buttons at once. Whatever it does, doing it again after a crash
 * changes nothing more.
 */
export function createHandler(parts: WorkParts, botName: string, ctx: Context): Handler {
  const chains = new Map<number, Promise<void>>();
  const going = new Set<Promise<void>>();

  async function work(update: number, incoming: Incoming): Promise<void> {
    const job: Work = { update, incoming, texts: textsOf(await parts.language()) };
    if (incoming.pressed !== null) {
      await parts.questions.press(incoming, job.texts);
      return settle(job, null, parts, ctx);
    }
    if (isQuick(incoming)) {
      return obey(job, readCommand(incoming.text, botName) ?? { name: "stop", rest: "" }, parts, ctx);
    }
    return incoming.file === null ? talk(job, parts, ctx) : keep(job, parts, ctx);
  }

  const isQuick = ({ pressed, text, isForwarded }: Incoming): boolean =>
    pressed !== null || (!isForwarded && (readCommand(text, botName) !== null || isStop(text, botName)));

  const untilDone = async (update: number, incoming: Incoming): Promise<void> => {
    for (let tries = 1; !ctx.signal.aborted; tries += 1) {
      try {
        return await work(update, incoming);
      } catch (thrown) {
        if (ctx.signal.aborted) return;
        const error = toAppError(thrown);
        ctx.log.warn("an update could not be worked on", { update, code: error.code, error: error.message });
        if (tries >= TRIES) return; // it stays open, and the next start tries again
        await ctx.clock.sleep(500 * 2 ** tries, ctx.signal).catch(() => undefined);
      }
    }
  };

  return {
    handle(update, incoming) {
      const { id } = incoming.chat;
      const before = isQuick(incoming) ? Promise.resolve() : (chains.get(id) ?? Promise.resolve());
      const mine = before.then(() => untilDone(update, incoming));
      if (!isQuick(incoming)) chains.set(id, mine);
      going.add(mine);
      void mine.finally(() => {
        going.delete(mine);
        if (chains.get(id) === mine) chains.delete(id);
      });
    },
    async settled() {
      await Promise.all(going);
    },
  };
}
