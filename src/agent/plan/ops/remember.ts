import { z } from "zod";
import { profilePatch, type ProfileField, type ProfilePatch } from "../../../store/index.ts";
import { profileLines, quoted } from "../../memory/index.ts";
import type { Operation } from "../types.ts";

const rememberArgs = z.object({ text: z.string().min(1) });

/** Keeps a statement of the person; the same one again changes nothing. */
export const rememberOp: Operation<z.infer<typeof rememberArgs>> = {
  name: "remember",
  args: rememberArgs,
  effect: "write",
  reads: "arguments",
  async run({ text }, ctx) {
    const { lang } = ctx.request;
    const memory = await ctx.memory.add(text);
    const say = `${lang === "de" ? "Gemerkt" : "Remembered"}: ${quoted(memory.text, lang)}.`;
    return { type: "text", text: memory.text, lang, evidence: [], say };
  },
};

const correctArgs = z.object({ id: z.string(), text: z.string().min(1) });

/** Puts new words in the place of a memory; the old ones are kept as its history until it is forgotten. */
export const correctMemoryOp: Operation<z.infer<typeof correctArgs>> = {
  name: "correctMemory",
  args: correctArgs,
  effect: "write",
  reads: "arguments",
  async run({ id, text }, ctx) {
    const { lang } = ctx.request;
    const before = (await ctx.memory.all()).find(({ memory }) => memory.id === id)?.memory;
    const memory = await ctx.memory.correct(id, text);
    const instead = before ? `${lang === "de" ? " statt" : " instead of"} ${quoted(before.text, lang)}` : "";
    const say = `${lang === "de" ? "Berichtigt" : "Corrected"}: ${quoted(memory.text, lang)}${instead}.`;
    return { type: "text", text: memory.text, lang, evidence: [], say };
  },
};

const setArgs = z.object({ patch: profilePatch });

/** Sets or clears fields of the owner's profile. */
export const setProfileOp: Operation<{ patch: ProfilePatch }> = {
  name: "setProfile",
  args: setArgs,
  effect: "write",
  reads: "arguments",
  async run({ patch }, ctx) {
    const { lang } = ctx.request;
    const german = lang === "de";
    const fields = Object.keys(patch) as ProfileField[];
    const profile = await ctx.memory.setProfile(patch);
    const lines = profileLines(profile, fields, lang).join("; ");
    const say =
      lines === ""
        ? german
          ? "Vergessen; das lässt sich nicht zurücknehmen."
          : "Forgotten; this cannot be undone."
        : `${german ? "Notiert" : "Noted"}: ${lines}.`;
    if (lines === "") return { type: "value", value: null, kind: "absent", evidence: [], say };
    return { type: "text", text: lines, lang, evidence: [], say };
  },
};
