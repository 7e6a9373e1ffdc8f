import { changeProfile, correctMemory, forgetMemory, getProfile, listMemories, remember } from "../../api/index.ts";
import type { MemoryInfo } from "../../api/index.ts";
import type { MemoryView } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const memoryRoutes: readonly Route[] = [
  defineRoute(listMemories, async ({ app, query: { q }, ctx }) => {
    const about = q === undefined || q === "" ? null : q;
    const { memories, total } = await app.run("memories", { about }, {}, ctx);
    return { memories: memories.map(toMemory), total };
  }),
  defineRoute(remember, async ({ app, body, ctx }) => {
    const made = await app.run("remember", body, {}, ctx);
    app.changes.tell("memory", made.id);
    return toMemory(made);
  }),
  defineRoute(correctMemory, async ({ app, params, body, ctx }) => {
    const corrected = await app.run("correctMemory", { id: params.id, text: body.text }, {}, ctx);
    app.changes.tell("memory", corrected.id);
    return toMemory(corrected);
  }),
  defineRoute(forgetMemory, async ({ app, params, ctx }) => {
    const { id } = await app.run("forget", { id: params.id }, {}, ctx);
    app.changes.tell("memory", id);
    return { id };
  }),
  defineRoute(getProfile, ({ app, ctx }) => app.run("profile", {}, {}, ctx)),
  defineRoute(changeProfile, async ({ app, body, ctx }) => {
    const profile = await app.run("setProfile", body, {}, ctx);
    app.changes.tell("memory");
    return profile;
  }),
];

function toMemory({ id, text, said, created, updated, used }: MemoryView): MemoryInfo {
  return {
    id,
    text,
    session: said?.session ?? null,
    created: new Date(created).toISOString(),
    updated: new Date(updated).toISOString(),
    used,
  };
}
