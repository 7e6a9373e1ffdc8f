import { isUnmodified, toContent } from "../../../connectors/index.ts";
import { toAppError, type Context } from "../../../core/index.ts";
import type { Message, SessionEvent } from "../../../store/index.ts";
import type { Piece, PostBody } from "./acts.ts";
import { sendPieces, untilReleased, type Sending } from "./sending.ts";
import { fromMarkdown } from "./markdown.ts";
import { MOST_CHARS, splitText } from "./split.ts";
import { textsOf, type Texts } from "../texts.ts";
import type { ChannelParts } from "../types.ts";

/** An answer that comes sooner is sent whole; a later one grows in a message that is there. */
const SOON_MS = 1_500;
const DRAFT: Piece = { text: "…", entities: [] };
/** Between two edits of a message that grows. */
const EDIT_MS = 1_200;
const GROUP_EDIT_MS = 4_000;
const TYPING_MS = 4_500;
/** So many files that a request made or changed come with its answer. */
const MOST_FILES = 5;

type Answering = Extract<PostBody, { type: "answer" }>;

/**
 * Follows a message to its answer and sends that, exactly and whole. What grows on the way is only seen; what counts is the answer as it is
 * stored. False where of a part nobody knows whether it came.
 */
export async function followAnswer(
  body: Answering,
  sending: Sending,
  parts: ChannelParts,
  ctx: Context,
): Promise<boolean> {
  const { store, language } = parts;
  const [draft, answer] = await grow(body, sending, parts, ctx);
  const texts = textsOf(await language());
  const pieces = splitText(fromMarkdown(wordsOf(answer, texts)));
  const all = pieces.length === 0 ? [{ text: texts.empty, entities: [] }] : pieces;
  await untilReleased(parts, ctx);
  const isEdited = draft !== null && (await sending.edit("answer", draft, all[0]!));
  if (isEdited) await store.telegram.change(sending.post.id, { sent: [draft] });
  const from = isEdited ? 1 : 0;
  const post = { ...sending.post, sent: isEdited ? [draft] : sending.post.sent };
  const isClear = await sendPieces(all, { ...sending, post }, { store, replyTo: body.replyTo, from });
  await postFiles(answer, sending, parts, ctx);
  return isClear;
}

/** The id of the message that was there before the answer, if one was, and the answer. */
async function grow(
  { message, after, isGroup }: Answering,
  sending: Sending,
  parts: ChannelParts,
  ctx: Context,
): Promise<[number | null, Message]> {
  const { store, talks } = parts;
  const { post } = sending;
  const known = await store.messages.answerTo(message);
  if (known !== null) return [(await sending.isBegun("draft")) ? await draftOf(sending) : null, known];
  const over = new AbortController();
  const live = createLive(isGroup ? GROUP_EDIT_MS : EDIT_MS, sending, parts, {
    ...ctx,
    signal: AbortSignal.any([ctx.signal, over.signal]),
  });
  try {
    for await (const event of talks.follow(post.session ?? "", after, ctx.signal)) {
      if (isResultOf(event, message)) break;
      live.hear(event, message);
    }
  } finally {
    over.abort();
  }
  const draft = await live.end();
  ctx.signal.throwIfAborted();
  const answer = await store.messages.answerTo(message);
  if (answer === null) throw new Error(`${message} ended without an answer`);
  return [draft, answer];
}

const isResultOf = ({ type, payload }: SessionEvent, message: string): boolean =>
  type === "result" && (payload as { message?: string }).message === message;

/** Null where nobody knows whether it is there: then the answer is a message of its own. */
async function draftOf({ send }: Sending): Promise<number | null> {
  const sent = await send("draft", DRAFT);
  return sent.type === "sent" ? sent.message : null;
}

interface Live {
  hear(event: SessionEvent, message: string): void;
  /** Stops; the message that grew, or null. */
  end(): Promise<number | null>;
}

function createLive(gapMs: number, sending: Sending, parts: ChannelParts, ctx: Context): Live {
  let text = "";
  let isOurs = false;
  let draft: number | null = null;
  let typed = 0;
  const going = run();
  going.catch(() => undefined); // told by `end`, which may come long after STOP has ended it

  async function run(): Promise<void> {
    if (!(await sending.isBegun("draft"))) await type(SOON_MS);
    await untilReleased(parts, ctx);
    if (!ctx.signal.aborted) draft = await draftOf(sending);
    let shown = DRAFT.text;
    while (!ctx.signal.aborted) {
      await type(gapMs);
      const [piece] = splitText(fromMarkdown(text), MOST_CHARS - 1);
      if (draft === null || piece === undefined || piece.text === shown || ctx.signal.aborted) continue;
      if (await parts.outbound.isStopped()) continue;
      shown = piece.text;
      await show(draft, piece, sending, parts, ctx);
    }
  }

  /** Waits, and lets the person see that somebody writes. */
  async function type(ms: number): Promise<void> {
    if (ctx.clock.now() - typed > TYPING_MS && !(await parts.outbound.isStopped())) {
      typed = ctx.clock.now();
      const action = { chat_id: sending.post.chat, action: "typing" as const };
      parts.bot.call("sendChatAction", action, ctx.signal).catch(() => undefined); // nobody misses it
    }
    await ctx.clock.sleep(ms, ctx.signal);
  }
  return {
    hear({ type: kind, payload }, message) {
      if (kind === "request") isOurs = (payload as { message?: string }).message === message;
      if (kind === "text" && isOurs) text += String((payload as { text?: unknown }).text ?? "");
    },
    async end() {
      await going.catch((thrown: unknown) => {
        // Ends by its signal; what else goes wrong is told: the answer itself is still to be sent.
        if (!ctx.signal.aborted) ctx.log.warn("an answer could not be shown as it grew", { error: toAppError(thrown) });
      });
      return draft;
    },
  };
}

/** What grows may fail to be shown: the next time, or the answer itself, puts it right. */
async function show(
  message: number,
  piece: Piece,
  { post, line }: Sending,
  { bot }: ChannelParts,
  ctx: Context,
): Promise<void> {
  const content = toContent({ ...piece, buttons: [] });
  const payload = { chat_id: post.chat, message_id: message, ...content };
  try {
    await line.turn(async () => {
      if (!ctx.signal.aborted) await bot.call("editMessageText", payload, ctx.signal);
    });
  } catch (thrown) {
    if (ctx.signal.aborted || isUnmodified(thrown)) return;
    ctx.log.debug("an answer was not shown as it grew", { post: post.id });
  }
}

interface ResultLike {
  changed?: { path: string; kind: string }[];
  error?: { message: string; hint: string } | null;
}

function wordsOf({ text, data }: Message, texts: Texts): string {
  const { error } = (data ?? {}) as ResultLike;
  if (!error) return text;
  const reason = texts.failed([error.message, error.hint].filter((part) => part !== "").join(" "));
  return text.trim() === "" || text === error.message ? reason : `${text}\n\n${reason}`;
}

/** What the request made or changed in the conversation's own folder. */
async function postFiles(answer: Message, { post }: Sending, parts: ChannelParts, ctx: Context): Promise<void> {
  const { changed = [] } = (answer.data ?? {}) as ResultLike;
  const files = changed.filter(({ kind }) => kind === "created" || kind === "edited").slice(0, MOST_FILES);
  const { chat, session, run } = post;
  const posts = files.map(({ path }, at) => {
    const body: PostBody = { type: "file", path, name: path.split("/").at(-1) ?? path };
    return { id: `${post.id}:file${at}`, chat, session, run, body };
  });
  if (posts.length > 0) await parts.store.telegram.post(parts.account, posts, ctx);
}
