import { toAppError, type AppError, type Context } from "../../../core/index.ts";
import type { TelegramPost } from "../../../store/index.ts";
import type { EffectInput, Piece } from "./acts.ts";
import type { Line } from "./line.ts";
import type { ChannelParts } from "../types.ts";

/** STOP and outages are looked at this often. */
const LOOK_MS = 500;
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Before the next try. */
export const pauseMs = (attempts: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 8));

/** What a post is sent with. */
export interface Sending {
  post: TelegramPost;
  line: Line;
  /** Once, in its turn. Gives what is known of it: the id of the message, or that nobody can tell. Throws where it certainly did not happen. */
  send(place: string, piece: Piece, more?: { buttons?: ButtonRows; replyTo?: number | null }): Promise<Sent>;
  /** Until it stands there. False where the message is gone. */
  edit(place: string, message: number, piece: Piece): Promise<boolean>;
  /** Of an act that a process before began, or this one. */
  isBegun(place: string): Promise<boolean>;
}

type ButtonRows = { text: string; data: string }[][];
export type Sent = { type: "sent"; message: number } | { type: "unclear" };

/** An outage, STOP, the privacy lock, a full disk: it passes, and then the same can be sent. */
const PASSING = new Set(["E_NETWORK", "E_STOPPED", "E_PRIVACY_LOCK", "E_DISK_FULL"]);
export const isPassing = ({ code }: AppError): boolean => PASSING.has(code);

export async function untilReleased({ outbound }: ChannelParts, ctx: Context): Promise<void> {
  while (await outbound.isStopped()) await ctx.clock.sleep(LOOK_MS, ctx.signal);
}

/** Each piece at most once; those that were sent already are not begun again. */
export async function sendPieces(
  pieces: readonly Piece[],
  { post, send }: Sending,
  options: { store: ChannelParts["store"]; buttons?: ButtonRows; replyTo?: number | null; from?: number },
): Promise<boolean> {
  const { store, buttons = [], replyTo = null, from = 0 } = options;
  let isClear = true;
  const sent = [...post.sent];
  for (const [at, piece] of pieces.entries()) {
    if (at < from) continue;
    const isLast = at === pieces.length - 1;
    const more = { ...(isLast ? { buttons } : {}), ...(at === 0 ? { replyTo } : {}) };
    const outcome = await send(`piece${at}`, piece, more);
    if (outcome.type === "unclear") {
      // Nobody may press under a text of which a part is perhaps not there.
      if (buttons.length > 0) return false;
      isClear = false;
    }
    if (outcome.type === "sent" && !sent.includes(outcome.message)) {
      sent.push(outcome.message);
      await store.telegram.change(post.id, { sent });
    }
  }
  return isClear;
}

/** What certainly failed has another name when it is tried again; what did not keeps its own. */
export const refOf = ({ id, attempts }: TelegramPost, place: string): string => `${id}/${place}/${attempts}`;

export function createSending(post: TelegramPost, line: Line, parts: ChannelParts, ctx: Context): Sending {
  const { store, outbound, bot } = parts;
  /** The name under which an act was begun that may have happened, or else the one under which it is tried now. */
  const nameOf = async (place: string): Promise<string> => {
    for (let attempt = post.attempts; attempt >= 0; attempt -= 1) {
      const ref = refOf({ ...post, attempts: attempt }, place);
      const known = await store.effects.find(ref);
      if (known !== null && known.state !== "failed") return ref;
    }
    return refOf(post, place);
  };
  return {
    post,
    line,
    isBegun: async (place) => (await store.effects.find(await nameOf(place))) !== null,
    async send(place, { text, entities }, { buttons = [], replyTo = null } = {}) {
      const given = { chat: post.chat, text, entities, buttons, ...(replyTo === null ? {} : { replyTo }) };
      const act = { kind: "telegram.send" as const, ref: await nameOf(place), run: post.run, arguments: given };
      return once(act, line, { outbound });
    },
    async edit(place, message, { text, entities }) {
      const given = { chat: post.chat, message, text, entities, buttons: [] };
      const doubtful: string[] = [];
      for (let attempt = 0; ; attempt += 1) {
        await untilReleased(parts, ctx);
        const ref = `${refOf(post, place)}/${attempt}`;
        const act = { kind: "telegram.edit" as const, ref, run: post.run, arguments: given };
        try {
          await line.turn(() => outbound.perform(act));
          for (const effect of doubtful) await outbound.settle(effect);
          return true;
        } catch (thrown) {
          const error = toAppError(thrown);
          ctx.signal.throwIfAborted();
          if (error.code === "E_EFFECT_UNKNOWN") doubtful.push(String(error.data?.["effect"] ?? ""));
          else if (!isPassing(error) && bot.closedFor(post.chat) === 0) return false;
          await ctx.clock.sleep(pauseMs(attempt), ctx.signal);
        }
      }
    },
  };
}

/** Once, in its turn; what was recorded under the name already is not done again. */
export async function once(act: EffectInput, line: Line, { outbound }: Pick<ChannelParts, "outbound">): Promise<Sent> {
  try {
    const receipt = await line.turn(() => outbound.perform(act));
    const { message } = receipt as { message: number };
    return { type: "sent", message };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "E_EFFECT_UNKNOWN") return { type: "unclear" };
    throw error;
  }
}
