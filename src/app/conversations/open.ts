import { AppError, createId, type Context } from "../../core/index.ts";
import { openClockwork } from "../../durable/index.ts";
import { openCollecting } from "../desks/collecting.ts";
import { openDesks } from "../desks/open.ts";
import { defineScheduledRequest } from "../schedules/request.ts";
import type { Services } from "../services.ts";
import type { AnswerParts } from "./answer.ts";
import { askByMessage, attendSession } from "./follow.ts";
import type { Store } from "../../store/index.ts";
import { createFollowers, type Followers } from "./followers.ts";
import { runOf } from "./ids.ts";
import { takeUpLeft } from "./left.ts";
import { createSessionDesk } from "./sessions.ts";
import { isAnswered, openTurns, type Turns } from "./turns.ts";
import type { Conversations } from "./types.ts";

/**
 * Opens the conversations of a home and takes up every message that has no answer yet. What is accepted is in the store's
 * file, at full fsync; the engine's file is written without: what a power cut takes from it, the store's messages start again.
 */
export async function openConversations(services: Services, ctx: Context): Promise<Conversations> {
  await services.hold();
  const store = await services.store();
  await services.outside();
  const followers = createFollowers();
  const leave = new AbortController();
  const parts: AnswerParts = {
    services,
    store,
    leave: leave.signal,
    stored: followers.stored,
    moved: (run) => services.changes.tell("runs", run),
    ended: (session) => services.changes.tell("sessions", session),
    live: (session, event) => followers.live(session, { type: "setup", event }),
  };
  const request = defineScheduledRequest((session, message) => send(session, message), store, ctx);
  const desks = await openDesks(services, ctx);
  const kinds = [request, ...desks.kinds];
  const turns = await openTurns(parts, kinds, ctx);
  const { nameAfter, ...desk } = createSessionDesk(services, store, ctx);
  for (const session of await store.messages.unanswered()) turns.start(session);
  const leaveOthers = await meetOthers({ services, store, followers, turns }, ctx);

  const send: Conversations["send"] = async (session, { text, key, data = null }) => {
    store.space.require();
    const own = key ?? createId("key", ctx.clock.now());
    const accepted = await store.messages.accept({ session, key: own, text, data }, ctx);
    if (accepted.isNew) {
      if (accepted.message.seq === 1) await nameAfter(session, text);
      followers.stored(session);
      parts.moved(runOf(accepted.message.id));
      turns.start(session);
    }
    return accepted;
  };
  const changed = (): void => services.changes.tell("schedules");
  const clockwork = await openClockwork({ store, workflows: turns.workflows, kinds, changed }, ctx);

  desks.start(clockwork);
  const mail = openCollecting(services, clockwork, ctx);

  const conversations: Conversations = {
    ...desk,
    clockwork,
    desks,
    work: { workflows: turns.workflows, kinds: kinds.map(({ name }) => name) },
    send,
    async stop(id) {
      const message = await store.messages.get(id);
      if (!message || message.role !== "user") throw new AppError("E_NOT_FOUND", `There is no message ${id}.`);
      if (isAnswered(message)) return message;
      await turns.stop(message);
      return (await store.messages.get(id)) ?? message;
    },
    async *follow(session, after, signal) {
      await desk.get(session);
      // A power cut may have taken events that somebody has heard; what comes now has their numbers.
      const last = await store.sessions.lastEvent(session);
      yield* followers.follow(store.sessions, session, Math.min(after, last), signal);
    },
    ask: (asked, call) => askByMessage(asked, conversations, parts, call),
    attend: (session, call) => attendSession(session, conversations, parts, call),
    approvals: services.approvals.list,
    decide: (id, decision, hash, decider) => services.approvals.decide(id, decision, hash, decider, ctx),
    running: turns.running,
    async close({ drainMs }) {
      await mail.close();
      await desks.close();
      await clockwork.close();
      await leaveOthers();
      await turns.drain(drainMs);
      leave.abort();
      await turns.close();
    },
  };
  return conversations;
}

interface Meeting {
  services: Services;
  store: Store;
  followers: Followers;
  turns: Turns;
}

/** Other gateways on the same database: what they store is followed here, what they left is taken up. Returns what ends it. */
async function meetOthers({ services, store, followers, turns }: Meeting, ctx: Context): Promise<() => Promise<void>> {
  if (services.databaseUrl === undefined) return () => Promise.resolve();
  const unwatch = await store.watch((session) => {
    if (session === null) followers.storedAny();
    else followers.stored(session);
    services.changes.tell("sessions", session);
  });
  const stop = takeUpLeft({ store, workflows: turns.workflows, start: turns.start }, ctx);
  return async () => {
    await Promise.all([unwatch(), stop()]);
  };
}
