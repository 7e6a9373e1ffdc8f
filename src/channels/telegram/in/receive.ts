import { isUnreached, statusOf } from "../../../connectors/index.ts";
import { AppError, toAppError, type Context } from "../../../core/index.ts";
import { fromMarkdown } from "../out/markdown.ts";
import { textsOf } from "../texts.ts";
import type { ChannelParts, Stranger } from "../types.ts";
import { addressed, isStop, readCommand } from "./address.ts";
import { takeCode } from "./pairing.ts";
import { readUpdate, type Incoming } from "./update.ts";

export interface BotSelf {
  id: number;
  /** Without the "@". */
  name: string;
}

/** What comes from the server, until it is on disk. */
export interface Receiver {
  /** What must not wait for what came before it: STOP. */
  urgent(raw: unknown): Promise<void>;
  /** On disk when it resolves, or nothing is to be done for it; the same update again is none. */
  take(raw: unknown): Promise<void>;
  strangers(): Stranger[];
}

const MOST_STRANGERS = 50;

/** `handle` is told of each update that is to be worked on; `posted` of what is to be sent. */
export function createReceiver(
  parts: ChannelParts,
  self: BotSelf,
  told: { handle(update: number, incoming: Incoming): void; posted(): void },
  ctx: Context,
): Receiver {
  const { account, store } = parts;
  const { telegram } = store;
  const strangers = new Map<number, Stranger>();
  /** A person is let in by the chat alone with them: its id is theirs. */
  const isKnown = async ({ from }: Incoming): Promise<boolean> => (await telegram.chat(account, from.id)) !== null;

  return {
    async urgent(raw) {
      const incoming = readUpdate(raw, self.id)?.incoming;
      if (!incoming || incoming.pressed !== null || incoming.isForwarded) return;
      if (!isStop(incoming.text, self.name) || !(await isKnown(incoming))) return;
      await parts.commands.stop(`telegram:${incoming.from.id}`);
    },
    async take(raw) {
      const read = readUpdate(raw, self.id);
      if (read === null || (await telegram.isTaken(account, read.id))) return;
      const { id, incoming } = read;
      const wanted = incoming && (await admit(id, incoming));
      const isNew = await telegram.take(account, id, wanted, ctx);
      if (isNew && wanted) told.handle(id, wanted);
    },
    strangers: () => [...strangers.values()].toSorted((a, b) => b.last - a.last),
  };

  /** Null for what is none of Kralle's business. */
  async function admit(id: number, incoming: Incoming): Promise<Incoming | null> {
    if (!(await isKnown(incoming))) {
      await meetStranger(id, incoming);
      return null;
    }
    if (incoming.pressed !== null || incoming.chat.type === "private") return incoming;
    const text = addressed(incoming, self.name);
    if (text === null) return null;
    const isLetIn = (await telegram.chat(account, incoming.chat.id)) !== null;
    if (isLetIn) return { ...incoming, text };
    return readCommand(text, self.name)?.name === "allow" ? { ...incoming, text } : null;
  }

  /** Gets no answer, unless the code is right: then it is one of the owner's people. */
  async function meetStranger(id: number, { chat, from, text, pressed }: Incoming): Promise<void> {
    const isAlone = chat.type === "private" && pressed === null;
    if (isAlone && (await takeCode(telegram, account, text, ctx))) {
      strangers.delete(from.id);
      await telegram.admit(account, { id: chat.id, type: "private", title: from.name }, ctx);
      const words = textsOf(await parts.language()).paired(from.name);
      const piece = { ...fromMarkdown(words), entities: [] };
      const body = { type: "text", pieces: [piece], buttons: [] };
      await telegram.post(account, [{ id: `${account}:u${id}`, chat: chat.id, session: null, run: null, body }], ctx);
      ctx.log.info("a person was let in by telegram", { person: from.id });
      return told.posted();
    }
    const known = strangers.get(from.id);
    if (known === undefined && strangers.size >= MOST_STRANGERS) {
      const [oldest] = strangers.keys();
      if (oldest !== undefined) strangers.delete(oldest);
    }
    const messages = (known?.messages ?? 0) + 1;
    strangers.set(from.id, { id: from.id, name: from.name.slice(0, 64), messages, last: ctx.clock.now() });
    if (messages === 1) ctx.log.info("a stranger wrote to the bot", { person: from.id });
  }
}

const LONGEST_MS = 5_000;
const POLL_SECONDS = 25;

/**
 * Asks for what comes, for ever. An update is confirmed by the next question, when it is on disk. `online` is told when the server answers for the
 * first time, and again after it did not. Ends when `ctx.signal` fires.
 */
export async function poll(
  { bot, trouble }: Pick<ChannelParts, "bot" | "trouble">,
  receiver: Receiver,
  online: () => void,
  ctx: Context,
): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  let isOnline = false;
  while (!ctx.signal.aborted) {
    try {
      const updates = await bot.call(
        "getUpdates",
        {
          ...(offset === undefined ? {} : { offset }),
          timeout: failures > 0 ? 0 : POLL_SECONDS,
          allowed_updates: ["message", "callback_query"],
        },
        ctx.signal,
      );
      for (const update of updates) await receiver.urgent(update);
      for (const update of updates) {
        await receiver.take(update);
        offset = update.update_id + 1;
      }
      trouble(null);
      if (!isOnline) online();
      [isOnline, failures] = [true, 0];
    } catch (thrown) {
      if (ctx.signal.aborted) return;
      [isOnline, failures] = [false, failures + 1];
      const error = toTrouble(thrown);
      trouble(error);
      // What a person has to put right needs no haste.
      const longest = error.code === "E_ACCOUNT" ? 6 * LONGEST_MS : LONGEST_MS;
      await ctx.clock.sleep(Math.min(longest, 250 * 2 ** failures), ctx.signal).catch(() => undefined);
    }
  }
}

function toTrouble(thrown: unknown): AppError {
  const status = statusOf(thrown);
  if (status === 401 || status === 404) {
    return new AppError("E_ACCOUNT", "Telegram does not know the token of this bot (any more).", {
      hint: "Ask BotFather for a new one, then: kralle telegram connect",
    });
  }
  if (status === 409) {
    return new AppError("E_ACCOUNT", "Another program listens for this bot, or it has a web hook.", {
      hint: "End the other program; each Kralle needs a bot of its own.",
    });
  }
  if (status === null && !isUnreached(thrown)) return toAppError(thrown);
  const text = status === null ? "Telegram cannot be reached." : `Telegram answers ${status}.`;
  return new AppError("E_NETWORK", text, { hint: "What is to be sent waits; check the connection." });
}
