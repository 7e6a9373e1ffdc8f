import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { isSkillName, readSkillText } from "./read.ts";
import { SKILL_LIMITS, type Skill, type SkillHead, type SkillPlace, type SkillRoots } from "./types.ts";
import { unusable } from "./unusable.ts";

/**
 * Folders that are called like skills, those of the home first; nothing of them is read yet. One of the home hides one of the folder
 * that has the same name. Links are not followed: what is approved lies in that place and nowhere else.
 */
export async function findSkills({ home, workspace }: SkillRoots, ctx: Context): Promise<SkillPlace[]> {
  const own = join(home, "skills");
  const found = (await namesIn(own)).map((name): SkillPlace => ({
    name,
    origin: "home",
    path: join(own, name),
    pin: name,
  }));
  ctx.signal.throwIfAborted();
  if (workspace === null) return found;
  const real = await realpath(workspace).catch(() => workspace);
  const settings = join(real, ".kralle");
  // The owner's own folder may be the one that holds the home.
  if (!(await isFolder(settings)) || (await sameFolder(settings, home))) return found;
  const names = new Set(found.map(({ name }) => name));
  const theirs = join(settings, "skills");
  const more = (await namesIn(theirs)).filter((name) => !names.has(name));
  return [
    ...found,
    ...more.map((name): SkillPlace => {
      return { name, origin: "folder", path: join(theirs, name), pin: `${name}@${real}` };
    }),
  ];
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}

async function sameFolder(one: string, other: string): Promise<boolean> {
  return (await realpath(one).catch(() => one)) === (await realpath(other).catch(() => other));
}

async function namesIn(root: string): Promise<string[]> {
  if (!(await isFolder(root))) return [];
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && isSkillName(entry.name)).map(({ name }) => name);
  return names.toSorted().slice(0, SKILL_LIMITS.perRoot);
}

/** Reads a skill whole. Throws E_NOT_FOUND where it is gone, E_INPUT where it cannot be used. */
export async function readSkill(place: SkillPlace, ctx: Context): Promise<Skill> {
  const files = await filesIn(place.path, ctx);
  const main = files.find(({ path }) => path === "SKILL.md");
  if (!main) throw new AppError("E_NOT_FOUND", `There is no SKILL.md in ${place.path}.`);
  if (main.bytes.length > SKILL_LIMITS.textBytes) throw unusable("SKILL.md is longer than 64 kB.");
  const { head, text } = readSkillText(main.bytes, place.name);
  const listed = files.map(({ path, bytes }) => [path, createHash("sha256").update(bytes).digest("hex")]);
  const hash = createHash("sha256").update(JSON.stringify(listed)).digest("hex");
  return { ...place, head, text, hash, files: files.map(({ path }) => path) };
}

/** What a skill says of itself; its other files are not looked at. */
export async function readHead({ path, name }: SkillPlace): Promise<SkillHead> {
  const bytes = await readBounded(join(path, "SKILL.md"), SKILL_LIMITS.textBytes).catch((cause: unknown) => {
    throw unusable("A file of the skill cannot be read.", cause);
  });
  return readSkillText(bytes, name).head;
}

interface Read {
  path: string;
  bytes: Buffer;
}

/** All files below a folder by path, within the bounds. */
async function filesIn(root: string, ctx: Context): Promise<Read[]> {
  const found: Read[] = [];
  let left: number = SKILL_LIMITS.bytes;
  const walk = async (parents: readonly string[]): Promise<void> => {
    ctx.signal.throwIfAborted();
    if (parents.length > SKILL_LIMITS.depth) throw unusable("The skill's folders are nested too deeply.");
    for (const entry of await readdir(join(root, ...parents), { withFileTypes: true })) {
      const path = [...parents, entry.name];
      if (entry.isDirectory()) await walk(path);
      else if (!entry.isFile()) throw unusable("The skill holds a link or something else that is no file.");
      else {
        const bytes = await readBounded(join(root, ...path), left);
        left -= bytes.length;
        found.push({ path: path.join("/"), bytes });
        if (found.length > SKILL_LIMITS.files) throw unusable("The skill has more than 200 files.");
      }
    }
  };
  try {
    if (!(await isFolder(root))) return [];
    await walk([]);
  } catch (thrown) {
    if (thrown instanceof AppError || ctx.signal.aborted) throw thrown;
    throw unusable("A file of the skill cannot be read.", thrown);
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

// A file may be swapped for a link or a pipe after the listing.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

async function readBounded(path: string, most: number): Promise<Buffer> {
  await using file = await open(path, FLAGS);
  const info = await file.stat();
  const { size } = info;
  if (!info.isFile()) throw unusable("The skill holds a link or something else that is no file.");
  if (size > most) throw unusable("The skill's files are larger than 8 MB.");
  // A file that grows meanwhile is not followed: what was read is what is hashed.
  const buffer = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(buffer, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return buffer.subarray(0, at);
}
