import { z } from "zod";
import type { ApprovedWords, Skill, SkillOrigin, SkillPlace, SkillRoots } from "../../agent/index.ts";
import { AppError, type Context } from "../../core/index.ts";
import type { Pin, Store } from "../../store/index.ts";
import { loadAgent } from "../agentOver.ts";
import { defineCommand } from "../command.ts";
import { toPlace } from "../folders.ts";
import type { Services } from "../services.ts";

/** `changed`: another one was approved under this name. `unusable`: it cannot be read; `fault` says why. */
type SkillState = "approved" | "new" | "changed" | "unusable";

export interface SkillView {
  name: string;
  origin: SkillOrigin;
  path: string;
  state: SkillState;
  /** Foreign words until it is approved; safe to show. */
  description: string;
  license: string | null;
  allowedTools: string[] | null;
  hash: string | null;
  files: number;
  fault: string | null;
}

/** With its instructions, as they stand there now. */
export type ShownSkill = SkillView & { text: string };

const where = {
  /** Folder whose own skills count, too. */
  workspace: z.string().min(1).nullable().default(null),
  /** The same by a conversation that works there. */
  session: z.string().min(1).nullable().default(null),
};
const listInput = z.object(where);
const named = z.object({ name: z.string().min(1), ...where });

type Where = z.output<typeof listInput>;

async function rootsOf({ workspace, session }: Where, services: Services): Promise<SkillRoots> {
  if (session === null) return { home: services.home, workspace };
  const found = await (await services.store()).sessions.get(session);
  if (found) return { home: services.home, workspace: found.workspace };
  throw new AppError("E_NOT_FOUND", `There is no session ${session}.`);
}

function stateOf({ hash }: Skill, pin: Pin | null): SkillState {
  if (pin === null) return "new";
  return pin.hash === hash ? "approved" : "changed";
}

interface Looked {
  view: SkillView;
  skill: Skill | null;
}

async function look(place: SkillPlace, store: Store, ctx: Context): Promise<Looked> {
  const { readSkill } = await loadAgent();
  const { name, origin, path, pin } = place;
  const nothing = { description: "", license: null, allowedTools: null, hash: null, files: 0 };
  try {
    const skill = await readSkill(place, ctx);
    const { description, license, allowedTools } = skill.head;
    const state = stateOf(skill, await store.pins.get("skill", pin));
    const told = { description, license, allowedTools, hash: skill.hash, files: skill.files.length };
    return { skill, view: { name, origin, path, state, ...told, fault: null } };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { skill: null, view: { name, origin, path, state: "unusable", ...nothing, fault: thrown.message } };
  }
}

/** Skills of the home, and of a folder where one is named. */
export const skills = defineCommand<typeof listInput, { skills: SkillView[] }>({
  about: "lists skills",
  input: listInput,
  async run(input, { services, ctx }) {
    const [{ findSkills }, store] = [await loadAgent(), await services.store()];
    const views: SkillView[] = [];
    for (const place of await findSkills(await rootsOf(input, services), ctx))
      views.push((await look(place, store, ctx)).view);
    return { skills: views };
  },
});

async function usable(
  name: string,
  input: Where,
  services: Services,
  ctx: Context,
): Promise<Looked & { skill: Skill }> {
  const { findSkills } = await loadAgent();
  const place = (await findSkills(await rootsOf(input, services), ctx)).find((one) => one.name === name);
  if (!place) throw missing(name);
  const { view, skill } = await look(place, await services.store(), ctx);
  if (skill) return { view, skill };
  throw new AppError("E_INPUT", `The skill ${name} cannot be used: ${view.fault ?? ""}`, {
    hint: `Mend its SKILL.md: ${view.path}`,
  });
}

const missing = (name: string): AppError =>
  new AppError("E_NOT_FOUND", `There is no skill ${name.slice(0, 64)}.`, {
    hint: "`kralle skills list` shows those of the home and of the current folder.",
  });

/** One skill as a person reads it before they approve it. */
export const showSkill = defineCommand<typeof named, ShownSkill>({
  about: "shows a skill",
  input: named,
  async run({ name, ...input }, { services, ctx }) {
    const { view, skill } = await usable(name, input, services, ctx);
    return { ...view, text: skill.text };
  },
});

const approveInput = named.extend({
  /** Of what was looked at; what stands there now where it is left out. */
  hash: z.string().nullable().default(null),
});

/** Approves a skill with exactly the files that it has now; `changed`: something else was approved before. */
export const approveSkill = defineCommand<typeof approveInput, ShownSkill & { changed: boolean }>({
  about: "approves a skill as it is now",
  input: approveInput,
  async run({ name, hash, ...input }, { services, ctx }) {
    await services.hold();
    const { view, skill } = await usable(name, input, services, ctx);
    if (hash !== null && hash !== skill.hash) {
      throw new AppError("E_REFUSED", `The skill ${name} has changed since it was looked at.`, {
        hint: `Look at it again: kralle skills show ${name}`,
      });
    }
    const { pins } = await services.store();
    const data: ApprovedWords = { description: skill.head.description, tools: skill.head.allowedTools };
    await pins.put({ kind: "skill", name: skill.pin, hash: skill.hash, data }, ctx);
    return { ...view, state: "approved", text: skill.text, changed: view.state === "changed" };
  },
});

/** Takes an approval back, also of a skill that is gone; its files are the owner's and stay. */
export const removeSkill = defineCommand<typeof named, { name: string }>({
  about: "takes the approval of a skill back",
  input: named,
  async run({ name, ...input }, { services, ctx }) {
    await services.hold();
    const { findSkills } = await loadAgent();
    const { pins } = await services.store();
    const roots = await rootsOf(input, services);
    const place = (await findSkills(roots, ctx)).find((one) => one.name === name);
    const inFolder = roots.workspace === null ? [] : [`${name}@${await toPlace(roots.workspace)}`];
    for (const pin of place ? [place.pin] : [name, ...inFolder]) {
      if ((await pins.get("skill", pin)) === null) continue;
      await pins.remove("skill", pin);
      return { name };
    }
    if (!place) throw missing(name);
    throw new AppError("E_NOT_FOUND", `The skill ${name} is not approved.`);
  },
});
