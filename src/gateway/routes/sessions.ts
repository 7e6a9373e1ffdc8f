import {
  changeSession,
  createSession,
  followSession,
  getSession,
  listMessages,
  listSessions,
  sendMessage,
  stopMessage,
  type MessageInfo,
  type SessionInfo,
  type WireEvent,
} from "../../api/index.ts";
import type { Heard, Message, Session } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { defineRoute, defineStream, type Route, type Sent } from "../types.ts";

export const sessionRoutes: readonly Route[] = [
  defineRoute(createSession, async ({ app, body }) => toSession(await (await app.conversations()).create(body))),
  defineRoute(listSessions, async ({ app, query }) => {
    const { sessions, next } = await (await app.conversations()).list(query);
    return {
      sessions: sessions.map(({ last, ...one }) => ({
        ...toSession(one),
        last: last === null ? null : { ...last, at: new Date(last.at).toISOString() },
      })),
      next,
    };
  }),
  defineRoute(getSession, async ({ app, params }) => toSession(await (await app.conversations()).get(params.id))),
  defineRoute(changeSession, async ({ app, params, body }) =>
    toSession(await (await app.conversations()).change(params.id, body)),
  ),
  defineRoute(sendMessage, async ({ app, params, body }) => {
    const { message } = await (await app.conversations()).send(params.id, body);
    return { messageId: message.id };
  }),
  defineRoute(listMessages, async ({ app, params, query }) => ({
    messages: (await (await app.conversations()).messages(params.id, query)).map(toMessage),
  })),
  defineRoute(stopMessage, async ({ app, params }) => toMessage(await (await app.conversations()).stop(params.id))),
  defineStream(followSession, async ({ app, params, query, request, ctx }) => {
    const after = lastEventId(request) ?? query.after ?? 0;
    const conversations = await app.conversations();
    await conversations.get(params.id);
    return toSent(conversations.follow(params.id, after, ctx.signal), params.id, ctx.clock.now);
  }),
];

/** What a browser sends when it comes back (HTML Living Standard, 9.2.4). */
function lastEventId(request: Request): number | null {
  const sent = request.headers.get("last-event-id");
  if (sent === null) return null;
  if (!/^\d{1,15}$/u.test(sent)) throw new AppError("E_INPUT", "Last-Event-ID is no number that was sent from here.");
  return Number(sent);
}

export async function* toSent(
  heard: AsyncIterable<Heard>,
  session: string,
  now: () => number,
): AsyncIterable<Sent<WireEvent>> {
  for await (const one of heard) {
    if (one.kind === "live") yield { data: { ...one.event, seq: 0, at: new Date(now()).toISOString(), session } };
    else yield { id: one.event.seq, data: toEvent(one.event) };
  }
}

function toEvent({ seq, at, session, type, payload }: Extract<Heard, { kind: "event" }>["event"]): WireEvent {
  return { ...(payload as Record<string, unknown>), seq, at: new Date(at).toISOString(), session, type };
}

function toSession({ created, updated, ...session }: Session): SessionInfo {
  return { ...session, created: new Date(created).toISOString(), updated: new Date(updated).toISOString() };
}

function toMessage({ at, ...message }: Message): MessageInfo {
  return { ...message, at: new Date(at).toISOString() };
}
