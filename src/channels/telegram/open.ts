import { toAppError, type Context } from "../../core/index.ts";
import { createHandler } from "./in/handle.ts";
import { createReceiver, poll, type BotSelf } from "./in/receive.ts";
import type { Incoming } from "./in/update.ts";
import { createDelivery } from "./out/deliver.ts";
import { createQuestions } from "./questions.ts";
import { textsOf } from "./texts.ts";
import type { ChannelParts, TelegramChannel } from "./types.ts";

const DAY_MS = 86_400_000;
/** The server keeps an update for a day; what is older comes no more. */
const KEPT_MS = 7 * DAY_MS;
const CLOSE_MS = 2_000;

/** Takes up what a process before left, then listens. See `TelegramChannel`. */
export async function openTelegram(parts: ChannelParts, self: BotSelf, outer: Context): Promise<TelegramChannel> {
  const closing = new AbortController();
  const ctx: Context = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
  const { store, account } = parts;
  await store.telegram.prune(account, ctx.clock.now() - KEPT_MS);
  const delivery = createDelivery(parts, ctx);
  const questions = createQuestions(parts, delivery.wake, ctx);
  const handler = createHandler({ ...parts, questions, posted: delivery.wake }, self.name, ctx);
  const receiver = createReceiver(parts, self, { handle: handler.handle, posted: delivery.wake }, ctx);
  for (const { id, content } of await store.telegram.open(account)) handler.handle(id, content as Incoming);
  delivery.wake();
  const online = (): void => {
    delivery.wake();
    showCommands(parts, ctx).catch(() => undefined); // only a convenience; the next start tells them again
  };
  const going = [poll(parts, receiver, online, ctx), watch()];

  async function watch(): Promise<void> {
    const look = () =>
      questions.look().catch((thrown: unknown) => {
        if (!ctx.signal.aborted) ctx.log.warn("questions were not put to a chat", { error: toAppError(thrown) });
      });
    await look();
    for await (const { type } of parts.changes(ctx.signal)) {
      if (type === "approvals") await look();
      if (type === "stop") delivery.wake();
    }
  }

  return {
    strangers: receiver.strangers,
    wake: delivery.wake,
    async close() {
      closing.abort();
      const ended = Promise.allSettled([...going, handler.settled(), delivery.close()]);
      await Promise.race([ended, outer.clock.sleep(CLOSE_MS)]);
    },
  };
}

/** The list that the app shows beside the field for messages. */
async function showCommands({ bot, outbound }: ChannelParts, ctx: Context): Promise<void> {
  if (await outbound.isStopped()) return;
  const list = (language: "en" | "de") =>
    Object.entries(textsOf(language).commands).map(([command, description]) => ({ command, description }));
  await bot.call("setMyCommands", { commands: list("en") }, ctx.signal);
  await bot.call("setMyCommands", { commands: list("de"), language_code: "de" }, ctx.signal);
}
