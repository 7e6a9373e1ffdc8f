import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const NOT_OURS = ["node_modules", ".runtime", ".kralle", ".git", "dist", "coverage"];

/** Every file of the project, tracked or not yet, relative, with "/"; without what is installed, built or ignored. */
export function projectFiles(): string[] {
  const git = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: ROOT, encoding: "utf8" });
  const found = git.status === 0 ? git.stdout.split("\0") : globSync("{**/*,**/.*,.*/**/*}", { cwd: ROOT });
  const isOurs = (file: string) => file !== "" && !file.split("/").some((part) => NOT_OURS.includes(part));
  const isThere = (file: string) => existsSync(join(ROOT, file)); // Git lists files that are deleted but not committed
  return [
    ...new Set(
      found
        .map((file) => file.replaceAll("\\", "/"))
        .filter(isOurs)
        .filter(isThere),
    ),
  ].toSorted();
}

/** Paths below src/ with their text. */
export function sourceFiles(): Map<string, string> {
  const paths = globSync("src/**/*.ts", { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

/** A copy of the project as a person gets it: no node_modules, no git, nothing built. */
export function exportProject(target: string): void {
  for (const file of projectFiles()) {
    const to = join(target, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(ROOT, file), to, { force: true });
  }
}
