import { createHash } from "node:crypto";
import { z } from "zod";
import { toAppError, type Context } from "../../core/index.ts";
import type { NewButton, NewPost } from "../../store/index.ts";
import type { PostBody } from "./out/acts.ts";
import { toPlain } from "./out/markdown.ts";
import { splitText } from "./out/split.ts";
import type { Texts } from "./texts.ts";
import type { ChannelParts, Letter } from "./types.ts";

/** What a button under a briefing does: what an item proposes, or the letter that was shown afterwards; each bound by its hash. */
const pressed = z.discriminatedUnion("type", [
  z.object({ type: z.literal("item"), item: z.string(), action: z.string(), kind: z.string(), hash: z.string() }),
  z.object({ type: z.literal("letter"), draft: z.string(), hash: z.string() }),
]);
export type ItemButton = z.output<typeof pressed>;

export const readItemButton = (action: unknown): ItemButton | null => pressed.safeParse(action).data ?? null;

/** A letter that was shown may be sent for so long. */
const LETTER_MS = 24 * 3_600_000;
/** A letter that fills more messages is sent from where it can be read whole. */
const MOST_PIECES = 5;

export interface Pressed {
  /** Shown beside the button. */
  said: string;
  posts: NewPost[];
}

/**
 * Does what was pressed. An answer to a mail is never sent by the first press: its letter is shown whole, and a second one sends exactly that. `id`
 * names what comes of this press, so that a press that is worked on again leads to nothing new.
 */
export async function pressItem(
  button: ItemButton,
  { id, chat, by, texts }: { id: string; chat: number; by: string; texts: Texts },
  { commands }: Pick<ChannelParts, "commands">,
  ctx: Pick<Context, "clock">,
): Promise<Pressed> {
  try {
    if (button.type === "letter") {
      await commands.sendLetter(button.draft, button.hash, by);
      return { said: texts.letter.sent, posts: [] };
    }
    if (button.kind !== "reply") {
      await commands.releaseItem(button.item, button.action, button.hash, by);
      return { said: texts.itemDone, posts: [] };
    }
    const letter = await commands.letter(button.item);
    if (letter === null) return { said: texts.letter.none, posts: [] };
    return { said: texts.letter.shown, posts: [toLetterPost(letter, id, chat, texts, ctx.clock.now())] };
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    if (code === "E_NOT_FOUND" || code === "E_INPUT") return { said: texts.tooLate, posts: [] };
    if (code === "E_STORE" || code === "E_DISK_FULL" || code === "E_CANCELLED") throw thrown;
    return { said: texts.failed(message).slice(0, 200), posts: [] };
  }
}

function toLetterPost(letter: Letter, id: string, chat: number, texts: Texts, now: number): NewPost {
  const head = `${texts.letter.to(letter.to)}\n${letter.subject}\n\n`;
  const body = toPlain(letter.text);
  const pieces = splitText({ text: toPlain(head) + body, entities: [] });
  const post = { id, chat, session: null, run: null };
  if (!letter.isComplete || pieces.length > MOST_PIECES) {
    const more = `\n\n${letter.isComplete ? texts.questionTooLong : texts.letter.incomplete}`;
    const shown = splitText({ text: `${toPlain(head)}${body.slice(0, 3_000)}${more}`, entities: [] });
    return { ...post, body: { type: "text", pieces: shown, buttons: [] } satisfies PostBody };
  }
  const nonce = createHash("sha256").update(`${id}/${letter.hash}`).digest("base64url").slice(0, 24);
  const action: ItemButton = { type: "letter", draft: letter.draft, hash: letter.hash };
  const button: NewButton = { nonce, action, expires: now + LETTER_MS };
  const rows = [[{ text: texts.letter.send, data: nonce }]];
  return { ...post, body: { type: "text", pieces, buttons: rows } satisfies PostBody, buttons: [button] };
}
