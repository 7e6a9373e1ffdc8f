import { getStop, listEffects, releaseStop, setStop, settleEffect } from "../../api/index.ts";
import type { EffectInfo, StopInfo } from "../../api/index.ts";
import type { EffectView, ListedEffects } from "../../app/index.ts";
import { defineRoute, type Principal, type Route } from "../types.ts";

export const effectRoutes: readonly Route[] = [
  defineRoute(listEffects, async ({ app, query: { state, before, limit }, ctx }) => {
    const filter = { limit, ...(state ? { states: [state] } : {}), ...(before === undefined ? {} : { before }) };
    const { effects, unknown, stop } = await app.run("effects", filter, {}, ctx);
    return { effects: effects.map(toEffect), unknown, stop: toStop(stop) };
  }),
  defineRoute(settleEffect, async ({ app, params, body, principal, ctx }) =>
    toEffect(await app.run("settleEffect", { id: params.id, happened: body.happened, by: who(principal) }, {}, ctx)),
  ),
  defineRoute(getStop, async ({ app, ctx }) => ({ stop: toStop(await app.run("stopState", {}, {}, ctx)) })),
  defineRoute(setStop, async ({ app, body, principal, ctx }) => ({
    stop: toStop(await app.run("stop", { reason: body.reason, by: who(principal) }, {}, ctx)),
  })),
  defineRoute(releaseStop, async ({ app, principal, ctx }) => {
    await app.run("releaseStop", { by: who(principal) }, {}, ctx);
    return { stop: toStop(await app.run("stopState", {}, {}, ctx)) };
  }),
];

const who = (principal: Principal | null): string => principal?.id ?? "owner";

const toMoment = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function toStop(stop: ListedEffects["stop"]): StopInfo | null {
  return stop && { by: stop.by, reason: stop.reason, at: new Date(stop.at).toISOString() };
}

function toEffect({
  effectClass,
  intended,
  sent,
  ended,
  receipt: _receipt,
  key: _key,
  ...view
}: EffectView): EffectInfo {
  return {
    ...view,
    class: effectClass,
    intended: new Date(intended).toISOString(),
    sent: toMoment(sent),
    ended: toMoment(ended),
  };
}
