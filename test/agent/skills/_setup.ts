import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findSkills, readSkill } from "../../../src/agent/skills/index.ts";
import type { Owner } from "../memory/_setup.ts";

export const skillText = (name: string, description: string, body: string, more = ""): string =>
  `---\nname: ${name}\ndescription: ${description}\n${more}---\n${body}\n`;

export function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** As the owner does with `kralle skills approve`. */
export async function approve(owner: Owner, name: string): Promise<void> {
  const { store, ctx, files } = owner;
  const place = (await findSkills({ home: store.home, workspace: files }, ctx)).find((one) => one.name === name);
  if (!place) throw new Error(`no skill ${name}`);
  const { pin, hash, head } = await readSkill(place, ctx);
  const data = { description: head.description, tools: head.allowedTools };
  await store.pins.put({ kind: "skill", name: pin, hash, data }, ctx);
}

export const homeSkill = ({ store }: Owner, name: string): string => join(store.home, "skills", name, "SKILL.md");
export const folderSkill = ({ files }: Owner, name: string): string =>
  join(files, ".kralle", "skills", name, "SKILL.md");

/** A named pipe: whoever opens it to read waits for ever. */
export function makePipe(path: string): void {
  const { status } = spawnSync("mkfifo", [path]);
  if (status !== 0) throw new Error(`no pipe at ${path}`);
}
