import { AppError, createId, type Context } from "../../core/index.ts";
import type { Session } from "../../store/index.ts";
import type { Services } from "../services.ts";
import type { AnswerParts } from "./answer.ts";
import { createApprovals } from "./approvals.ts";
import { createFolderLocks, requireWorkspace } from "./folders.ts";
import { createFollowers } from "./followers.ts";
import { isAnswered, openTurns } from "./turns.ts";
import type { Conversations } from "./types.ts";

const TITLE_CHARS = 80;

/**
 * Opens the conversations of a home and takes up every message that has no answer yet. What is accepted is in the store's
 * file, at full fsync; the engine's file is written without: what a power cut takes from it, the store's messages start again.
 */
export async function openConversations(services: Services, ctx: Context): Promise<Conversations> {
  await services.hold();
  const store = await services.store();
  const followers = createFollowers();
  const approvals = createApprovals();
  const leave = new AbortController();
  const parts: AnswerParts = {
    services,
    store,
    approvals,
    folders: createFolderLocks(),
    leave: leave.signal,
    stored: followers.stored,
    live: (session, event) => followers.live(session, { type: "setup", event }),
  };
  const turns = await openTurns(parts, ctx);
  const get = async (id: string): Promise<Session> => {
    const found = await store.sessions.get(id);
    if (!found) throw new AppError("E_NOT_FOUND", `There is no session ${id}.`);
    return found;
  };
  for (const session of await store.messages.unanswered()) turns.start(session);

  return {
    async create({ title, model, workspace }) {
      const folder = workspace === undefined || workspace === null ? null : await requireWorkspace(workspace);
      return store.sessions.create(
        {
          title: (title ?? "").slice(0, TITLE_CHARS),
          workspace: folder,
          model: model === undefined || model === "auto" ? null : model,
        },
        ctx,
      );
    },
    list: ({ limit }) => store.sessions.list(limit),
    get,
    async change(id, { title, model }) {
      await get(id);
      if (title !== undefined) await store.sessions.setTitle(id, title.slice(0, TITLE_CHARS));
      if (model !== undefined) await store.sessions.setModel(id, model === "auto" ? null : model);
      return get(id);
    },
    async messages(session, { before, limit } = {}) {
      await get(session);
      return store.messages.list(session, {
        ...(before === undefined ? {} : { before }),
        ...(limit === undefined ? {} : { limit }),
      });
    },
    async send(session, { text, key, data = null }) {
      const own = key ?? createId("key", ctx.clock.now());
      const accepted = await store.messages.accept({ session, key: own, text, data }, ctx);
      if (accepted.isNew) {
        followers.stored(session);
        turns.start(session);
      }
      return accepted;
    },
    async stop(id) {
      const message = await store.messages.get(id);
      if (!message || message.role !== "user") throw new AppError("E_NOT_FOUND", `There is no message ${id}.`);
      if (isAnswered(message)) return message;
      await turns.stop(message);
      return (await store.messages.get(id)) ?? message;
    },
    async *follow(session, after, signal) {
      await get(session);
      yield* followers.follow(store.sessions, session, after, signal);
    },
    approvals: approvals.list,
    decide: approvals.decide,
    running: turns.running,
    async close({ drainMs }) {
      await turns.drain(drainMs);
      leave.abort();
      await turns.close();
    },
  };
}
