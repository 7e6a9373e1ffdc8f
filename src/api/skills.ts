import { z } from "zod";
import { id } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const skill = z.object({
  name: z.string(),
  /** In the home, or came with the folder of a conversation. */
  origin: z.enum(["home", "folder"]),
  /** Only an approved one is ever used; "changed" and "new" ones wait for an approval, "unusable" ones cannot be read. */
  state: z.enum(["approved", "new", "changed", "unusable"]),
  description: z.string(),
  license: z.string().nullable(),
  /** What it declares to need; gives no right. */
  allowedTools: z.array(z.string()).nullable(),
  /** Of all its files; what an approval names. */
  hash: z.string().nullable(),
  files: z.int(),
  fault: z.string().nullable(),
});
export type SkillInfo = z.infer<typeof skill>;

export const listSkills = defineEndpoint({
  method: "GET",
  path: "/api/skills",
  scope: "read",
  about: "Skills of the home, and with a session those of its folder, too.",
  query: z.object({ session: id.optional() }),
  answer: z.object({ skills: z.array(skill) }),
});

export const approveSkill = defineEndpoint({
  method: "POST",
  path: "/api/skills/:name/approve",
  scope: "admin",
  about: "Approves a skill with exactly the files that were looked at.",
  params: z.object({ name: z.string().min(1).max(64) }),
  body: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), session: id.optional() }),
  answer: skill,
});
