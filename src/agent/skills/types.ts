/** What a SKILL.md says of itself, made safe to show. https://agentskills.io/specification */
export interface SkillHead {
  name: string;
  description: string;
  license: string | null;
  /** Names of tools that it declares; null where it declares none. They never give a right. */
  allowedTools: string[] | null;
  metadata: Record<string, string>;
}

/** `home`: in the owner's home. `folder`: came with the files that are worked on, by whomever. */
export type SkillOrigin = "home" | "folder";

/** A folder that calls itself a skill. */
export interface SkillPlace {
  name: string;
  origin: SkillOrigin;
  path: string;
  /** Under which name an approval is kept: one of a folder counts in that folder alone. */
  pin: string;
}

/** A skill read whole: `text` and `hash` are of the same bytes. */
export interface Skill extends SkillPlace {
  head: SkillHead;
  /** Its instructions, safe to show. */
  text: string;
  /** Of all files of its folder, by path and bytes. */
  hash: string;
  files: string[];
}

/** Where skills are looked for. */
export interface SkillRoots {
  home: string;
  workspace: string | null;
}

/** What is kept of an approved skill: requests are compared with these words, not with those that stand there now. */
export interface ApprovedWords {
  description: string;
  tools: string[] | null;
}

/** A skill that goes into an answer. */
export interface UsedSkill {
  name: string;
}

export const SKILL_LIMITS = {
  perRoot: 100,
  files: 200,
  depth: 6,
  textBytes: 64 * 1024,
  bytes: 8 * 1024 * 1024,
  headChars: 16_000,
  headLines: 200,
  descriptionChars: 1_024,
  nameChars: 64,
  tools: 64,
  promptTokens: 600,
} as const;
