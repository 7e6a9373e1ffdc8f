import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.ts";

/** Folders and files whose tests decode with a real model, or measure what a start costs: they run one after another. */
const EXCLUSIVE = [
  "test/models/engine/",
  "test/models/llama-server/",
  "test/app/residents.test.ts",
  "test/app/localEngine.test.ts",
  "test/models/remote/llamaServer.test.ts",
  "test/models/embed/real.test.ts",
  "test/gateway/doors/real.test.ts",
  "test/e2e/",
  "test/gateway/ui/real.test.ts",
  "test/checks/start.test.ts",
  "test/cli/chat.test.ts",
  "test/cli/profile.test.ts",
];

/** All test files, relative to the project, with "/" as separator. */
export function findTestFiles(): string[] {
  const found = globSync(["test/**/*.test.ts", "eval/**/*.test.ts"], { cwd: ROOT });
  return found.map((file) => file.replaceAll("\\", "/")).toSorted();
}

export function isExclusive(file: string): boolean {
  return EXCLUSIVE.some((start) => file.startsWith(start));
}

/** Whether a test uses what `prepareModels` brings: by its variables, by `homeWithModels`, or in an exclusive folder. */
export function needsModels(files: string[]): boolean {
  const isUser = (file: string) => /KRALLE_TEST_|homeWithModels/.test(readFileSync(join(ROOT, file), "utf8"));
  return files.some((file) => (isExclusive(file) && !file.startsWith("test/checks/")) || isUser(file));
}
