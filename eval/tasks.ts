import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Task, Workspace } from "./judge.ts";

const ROOT = fileURLToPath(new URL("agent-tasks/", import.meta.url));

export interface PlacedTask {
  task: Task;
  workspace: string;
  frozen: boolean;
}

/** All tasks in a fixed order. */
export function loadTasks(): PlacedTask[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, entry.name, "tasks.json")))
    .map((entry) => entry.name)
    .toSorted()
    .flatMap((name) => {
      const workspace = JSON.parse(readFileSync(join(ROOT, name, "tasks.json"), "utf8")) as Workspace;
      return workspace.tasks.map((task) => ({ task, workspace: name, frozen: workspace.frozen }));
    });
}

/** A fresh copy of a workspace's files; `dispose` removes it. */
export function copyWorkspace(workspace: string): { dir: string; dispose: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "kralle-eval-"));
  cpSync(join(ROOT, workspace, "files"), dir, { recursive: true });
  return { dir, dispose: () => rmSync(dir, { recursive: true, force: true }) };
}
