export { createSkills, SKILL, type Skills } from "./skills.ts";
export { findSkills, readSkill } from "./find.ts";
export type { ApprovedWords, Skill, SkillHead, SkillOrigin, SkillPlace, SkillRoots, UsedSkill } from "./types.ts";
