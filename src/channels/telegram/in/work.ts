import { toAppError, type Context } from "../../../core/index.ts";
import type { NewPost } from "../../../store/index.ts";
import type { PostBody } from "../out/acts.ts";
import { fromMarkdown, toPlain } from "../out/markdown.ts";
import { splitText } from "../out/split.ts";
import type { Questions } from "../questions.ts";
import type { Texts } from "../texts.ts";
import type { ChannelParts } from "../types.ts";
import { isRelease, type Said } from "./address.ts";
import { replyTo as answerCommand } from "./commands.ts";
import type { Incoming } from "./update.ts";

/** What a bot may fetch, by the server's own limit. */
const MOST_BYTES = 20 * 1_048_576;
const TRIES = 5;

export interface Work {
  update: number;
  incoming: Incoming;
  texts: Texts;
}

export interface WorkParts extends ChannelParts {
  questions: Questions;
  posted(): void;
}

/** The update is done, and what it led to is to be sent: one is not on disk without the other. */
export async function settle(
  { update, incoming }: Work,
  words: string | null,
  { account, store, posted }: WorkParts,
  ctx: Context,
  more: readonly NewPost[] = [],
): Promise<void> {
  const posts = words === null ? more : [toTextPost(`${account}:u${update}`, incoming.chat.id, words), ...more];
  await store.telegram.settle(account, update, posts, ctx);
  if (posts.length > 0) posted();
}

/** A command, or STOP in other words. */
export async function obey(job: Work, said: Said, parts: WorkParts, ctx: Context): Promise<void> {
  const { incoming, texts, update } = job;
  const { account, store, commands, questions } = parts;
  const { chat, from } = incoming;
  const by = `telegram:${from.id}`;
  if (said.name === "stop") {
    if (!isRelease(said)) {
      if (!(await parts.outbound.isStopped())) await commands.stop(by);
      await acknowledge(incoming, parts, ctx);
      return settle(job, null, parts, ctx);
    }
    await commands.release(by);
    return settle(job, texts.released, parts, ctx);
  }
  if (await parts.outbound.isStopped()) await acknowledge(incoming, parts, ctx);
  if (said.name === "allow" && chat.type === "group") {
    await store.telegram.admit(account, chat, ctx);
    return settle(job, texts.groupAllowed, parts, ctx);
  }
  if (said.name === "approve") {
    const asked = await questions.all(chat, `u${update}`);
    return settle(job, asked.length === 0 ? texts.noQuestions : null, parts, ctx, asked);
  }
  if (said.name === "today") {
    // Words of others stand in it, so nothing in it is a mark of ours.
    const piece = { text: toPlain(await commands.today()), entities: [] };
    const body: PostBody = { type: "text", pieces: splitText(piece), buttons: [] };
    return settle(job, null, parts, ctx, [
      { id: `${account}:u${update}`, chat: chat.id, session: null, run: null, body },
    ]);
  }
  const language = await parts.language();
  return settle(job, await answerCommand(said.name, chat.id, parts, { texts, language }), parts, ctx);
}

/** STOP holds, so no message may say so: a sign on the person's own message does. */
async function acknowledge({ chat, message }: Incoming, { bot }: WorkParts, ctx: Context): Promise<void> {
  const reaction = [{ type: "emoji" as const, emoji: "🫡" as const }];
  const sign = { chat_id: chat.id, message_id: message, reaction };
  await bot.call("setMessageReaction", sign, ctx.signal).catch(() => undefined); // a courtesy
}

/** Words to the agent, whose answer is to come. */
export async function talk(job: Work, parts: WorkParts, ctx: Context): Promise<void> {
  const { incoming } = job;
  if (incoming.text.trim() === "") return settle(job, null, parts, ctx);
  const session = await sessionOf(incoming, parts);
  const after = await parts.talks.last(session);
  // Somebody else's words are never the owner's, so nothing in them counts as an order by the owner.
  const told = {
    ...(incoming.isForwarded ? { sender: "agent" } : {}),
    ...(incoming.chat.type === "group" ? { shared: true } : {}),
  };
  const data = Object.keys(told).length > 0 ? { data: told } : {};
  const { message, run } = await parts.talks.send(session, {
    text: incoming.text,
    key: `${parts.account}:${job.update}`,
    ...data,
  });
  const isGroup = incoming.chat.type === "group";
  const body: PostBody = { type: "answer", message, after, isGroup, replyTo: isGroup ? incoming.message : null };
  return settle(job, null, parts, ctx, [
    { id: `${parts.account}:u${job.update}`, chat: incoming.chat.id, session, run, body },
  ]);
}

/** A file, with or without words. */
export async function keep(job: Work, parts: WorkParts, ctx: Context): Promise<void> {
  const { incoming, texts } = job;
  const file = incoming.file!;
  try {
    const bytes = await fetchFile(file.id, parts, ctx);
    const session = await sessionOf(incoming, parts);
    const path = await parts.talks.attach(session, file.name, bytes);
    if (incoming.text.trim() !== "") return await talk(job, parts, ctx);
    const told = toTextPost(`${parts.account}:u${job.update}`, incoming.chat.id, texts.kept(path));
    return await settle(job, null, parts, ctx, [{ ...told, session }]);
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    const { code, message } = toAppError(thrown);
    if (code === "E_STORE" || code === "E_DISK_FULL") throw thrown;
    return settle(job, texts.notKept(file.name.slice(0, 100), message), parts, ctx);
  }
}

async function sessionOf({ chat }: Incoming, { account, store, talks }: WorkParts): Promise<string> {
  const known = (await store.telegram.chat(account, chat.id))?.session ?? null;
  if (known !== null) return known;
  const made = await talks.create(chat.type === "group" ? chat.title : "");
  await store.telegram.setSession(account, chat.id, made);
  return made;
}

async function fetchFile(id: string, { bot }: ChannelParts, ctx: Context): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await bot.download(id, MOST_BYTES, ctx.signal);
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      if (toAppError(thrown).code === "E_INPUT" || tries === TRIES) throw thrown;
      await ctx.clock.sleep(250 * 2 ** tries, ctx.signal);
    }
  }
}

function toTextPost(id: string, chat: number, words: string): NewPost {
  const body: PostBody = { type: "text", pieces: splitText(fromMarkdown(words)), buttons: [] };
  return { id, chat, session: null, run: null, body };
}
