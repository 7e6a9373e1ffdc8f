import { createHash } from "node:crypto";
import { toAppError, type Context } from "../../../core/index.ts";
import type { TelegramPost } from "../../../store/index.ts";
import type { PostBody } from "./acts.ts";
import { followAnswer } from "./answer.ts";
import { createLines, type Line } from "./line.ts";
import { createSending, isPassing, once, pauseMs, refOf, sendPieces, untilReleased, type Sending } from "./sending.ts";
import type { ChannelParts } from "../types.ts";

export interface Delivery {
  line(chat: number): Line;
  /** Something may wait to be sent. */
  wake(): void;
  /** Of a post that is done or on its way. */
  close(): Promise<void>;
}

/**
 * Sends what waits. Each chat has two queues, in order of arrival: answers, which may take long, and everything else. What certainly was not
 * sent is tried again, for as long as it takes; what may have been sent never is.
 */
export function createDelivery(parts: ChannelParts, ctx: Context): Delivery {
  const lines = createLines(parts.bot, ctx);
  const busy = new Map<string, Promise<void>>();
  const { store, account } = parts;

  const work = async (queue: string): Promise<void> => {
    for (;;) {
      const next = (await store.telegram.waiting(account)).find((post) => queueOf(post) === queue);
      if (!next || ctx.signal.aborted) return;
      await deliver(next, lines(next.chat), parts, ctx);
    }
  };
  const look = async (): Promise<void> => {
    for (const post of await store.telegram.waiting(account)) {
      const queue = queueOf(post);
      if (busy.has(queue) || ctx.signal.aborted) continue;
      const going = work(queue)
        .catch((error: unknown) => {
          if (!ctx.signal.aborted) ctx.log.error("a chat's queue stopped", { error: toAppError(error) });
        })
        .finally(() => {
          busy.delete(queue);
          if (again.delete(queue)) wake();
        });
      busy.set(queue, going);
    }
  };
  const again = new Set<string>();
  const wake = (): void => {
    for (const queue of busy.keys()) again.add(queue);
    look().catch((error: unknown) => {
      if (!ctx.signal.aborted) ctx.log.warn("what waits could not be read", { error: toAppError(error) });
    });
  };
  return {
    line: lines,
    wake,
    async close() {
      await Promise.allSettled(busy.values());
    },
  };
}

const bodyOf = ({ body }: TelegramPost): PostBody => body as PostBody;
const queueOf = (post: TelegramPost): string => `${post.chat} ${bodyOf(post).type === "answer" ? "answers" : "rest"}`;

async function deliver(first: TelegramPost, line: Line, parts: ChannelParts, ctx: Context): Promise<void> {
  let post = first;
  for (;;) {
    ctx.signal.throwIfAborted();
    await untilReleased(parts, ctx);
    try {
      const isClear = await sendAll(post, line, parts, ctx);
      return await parts.store.telegram.change(post.id, { state: isClear ? "done" : "unclear" });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (ctx.signal.aborted || error.code === "E_CANCELLED") throw error;
      if (!isPassing(error) && parts.bot.closedFor(post.chat) === 0) {
        ctx.log.warn("a post cannot be sent", { post: post.id, code: error.code, error: error.message });
        return await parts.store.telegram.change(post.id, { state: "failed" });
      }
      const attempts = post.attempts + 1;
      await parts.store.telegram.change(post.id, { attempts });
      post = (await parts.store.telegram.findPost(post.id)) ?? { ...post, attempts };
      await ctx.clock.sleep(pauseMs(attempts), ctx.signal);
    }
  }
}

/** Whether of every part it is known that it is there. */
async function sendAll(post: TelegramPost, line: Line, parts: ChannelParts, ctx: Context): Promise<boolean> {
  const body = bodyOf(post);
  const sending = createSending(post, line, parts, ctx);
  if (body.type === "answer") return followAnswer(body, sending, parts, ctx);
  if (body.type === "file") return sendFile(body, sending, parts);
  return sendPieces(body.pieces, sending, { store: parts.store, buttons: body.buttons });
}

async function sendFile(
  { path, name }: Extract<PostBody, { type: "file" }>,
  { post, line }: Sending,
  { talks, outbound, store }: ChannelParts,
): Promise<boolean> {
  const bytes = post.session === null ? null : await talks.read(post.session, path);
  if (bytes === null || bytes.byteLength === 0) return true; // gone meanwhile: the answer has told of it
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const isPhoto = /\.(?:jpe?g|png)$/iu.test(name) && bytes.byteLength <= MOST_PHOTO;
  const given = {
    chat: post.chat,
    name,
    kind: isPhoto ? ("photo" as const) : ("document" as const),
    sha256,
    caption: "",
  };
  const act = { ref: refOf(post, "file"), run: post.run, kind: "telegram.file" as const, arguments: given, bytes };
  const outcome = await once(act, line, { outbound });
  if (outcome.type === "sent") await store.telegram.change(post.id, { sent: [outcome.message] });
  return outcome.type === "sent";
}

const MOST_PHOTO = 10 * 1_048_576;
