import { approveSkill, listSkills, type SkillInfo } from "../../api/index.ts";
import type { SkillView } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const skillRoutes: readonly Route[] = [
  defineRoute(listSkills, async ({ app, query: { session = null }, ctx }) => {
    const { skills } = await app.run("skills", { session }, {}, ctx);
    return { skills: skills.map(toSkill) };
  }),
  defineRoute(approveSkill, async ({ app, params: { name }, body: { hash, session = null }, ctx }) => {
    const approved = await app.run("approveSkill", { name, hash, session }, {}, ctx);
    app.changes.tell("settings");
    return toSkill(approved);
  }),
];

function toSkill({
  name,
  origin,
  state,
  description,
  license,
  allowedTools,
  hash,
  files,
  fault,
}: SkillView): SkillInfo {
  return { name, origin, state, description, license, allowedTools, hash, files, fault };
}
