import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { profilePatch, type Memory, type Profile, type WorkingHours } from "../../store/index.ts";
import { followZone } from "../../desks/briefing/index.ts";
import { defineCommand } from "../command.ts";

/** A memory as every surface shows it. */
export type MemoryView = Memory & {
  /** Its wordings before each correction, newest first; only where they were asked for. */
  history?: Memory[];
};

const listInput = z.object({
  /** Only those that hold all of these words, or words that mean the same. */
  about: z.string().trim().min(1).max(300).nullable().default(null),
  history: z.boolean().default(false),
  limit: z.int().positive().max(2_000).default(2_000),
});

/** What is remembered, newest first; `total` counts those beyond the limit, too. */
export const memories = defineCommand<typeof listInput, { memories: MemoryView[]; total: number }, never>({
  about: "lists what is remembered",
  input: listInput,
  async run({ about, history, limit }, { services }) {
    const store = await services.store();
    const all = await store.memories.list();
    const found = about === null ? all : await filter(about, all);
    const shown = found.slice(0, limit);
    if (!history) return { memories: shown, total: found.length };
    const views = shown.map(async (memory) => ({ ...memory, history: await store.memories.history(memory.id) }));
    return { memories: await Promise.all(views), total: found.length };
  },
});

async function filter(about: string, all: Memory[]): Promise<Memory[]> {
  const { findMemories } = await import("../../agent/index.ts");
  return findMemories(about, all);
}

const rememberInput = z.object({
  text: z.string(),
  /** Whose words they are; another program's stay its own, also when they are used later. */
  sender: z.enum(["owner", "agent"]).default("owner"),
});

/** Keeps one thing in the words of who says it. */
export const remember = defineCommand<typeof rememberInput, MemoryView, never>({
  about: "remembers something",
  input: rememberInput,
  async run({ text, sender }, { services, ctx }) {
    await services.hold();
    return (await services.store()).memories.add(text, null, ctx, [sender]);
  },
});

const correctInput = z.object({ id: z.string().min(1), text: z.string() });

/** Puts new words in the place of a memory; the old ones are its history. */
export const correctMemory = defineCommand<typeof correctInput, MemoryView, never>({
  about: "corrects what is remembered",
  input: correctInput,
  async run({ id, text }, { services, ctx }) {
    await services.hold();
    const { memories: kept } = await services.store();
    const memory = await kept.correct(id, text, null, ctx);
    return { ...memory, history: await kept.history(memory.id) };
  },
});

const forgetInput = z.object({ id: z.string().min(1) });

/** Deletes a memory with all its wordings; nothing brings it back. */
export const forget = defineCommand<typeof forgetInput, { id: string; wordings: number }, never>({
  about: "forgets something for good",
  input: forgetInput,
  async run({ id }, { services }) {
    await services.hold();
    const wordings = await (await services.store()).memories.forget(id);
    if (wordings > 0) return { id, wordings };
    throw new AppError("E_NOT_FOUND", `There is no memory ${id}.`, {
      hint: "`kralle memory list` shows what is remembered.",
    });
  },
});

/** Who the owner is, as far as they told. */
export const profile = defineCommand<z.ZodObject, Profile, never>({
  about: "shows the owner's profile",
  input: z.object({}),
  run: async (_input, { services }) => (await services.store()).profile.get(),
});

const setProfileInput = profilePatch.extend({
  /** Of each weekday, or in words: "Mon-Thu 8-16, Fri 8-14". */
  workingHours: z.union([profilePatch.shape.workingHours, z.string().min(1).max(300)]),
});

/** Sets fields of the profile, or clears them with null. */
export const setProfile = defineCommand<typeof setProfileInput, Profile, never>({
  about: "changes the owner's profile",
  input: setProfileInput,
  async run({ workingHours, ...fields }, { services, ctx }) {
    const hours = typeof workingHours === "string" ? await toHours(workingHours) : workingHours;
    await services.hold();
    const patch = hours === undefined ? fields : { ...fields, workingHours: hours };
    const store = await services.store();
    const changed = await store.profile.set(patch, ctx);
    if (patch.timeZone) {
      await followZone({ store }, ctx);
      services.changes.tell("schedules");
    }
    return changed;
  },
});

async function toHours(words: string): Promise<WorkingHours> {
  const { readHours } = await import("../../agent/index.ts");
  const hours = readHours(words);
  if (hours) return hours;
  throw new AppError("E_INPUT", `"${words}" was not understood as working hours.`, {
    hint: 'Say them like "Mon-Thu 8-16, Fri 8-14".',
  });
}
