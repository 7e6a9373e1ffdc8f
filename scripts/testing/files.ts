import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.ts";

/** Folders and files whose tests decode with a real model, or measure what a start costs: they run one after another. */
const EXCLUSIVE = [
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

/** Folders of which only those files are so that use a real engine. */
const ENGINES = ["test/models/engine/", "test/models/llama-server/"];
const REAL_ENGINE = /\bcreateSmol\b|\bneed\("KRALLE_TEST_|\bNO_LLAMA_SERVER\b/;

/** All test files, relative to the project, with "/" as separator. */
export function findTestFiles(): string[] {
  const found = globSync(["test/**/*.test.ts", "eval/**/*.test.ts"], { cwd: ROOT });
  return found.map((file) => file.replaceAll("\\", "/")).toSorted();
}

export function isExclusive(file: string): boolean {
  if (EXCLUSIVE.some((start) => file.startsWith(start))) return true;
  return ENGINES.some((folder) => file.startsWith(folder)) && REAL_ENGINE.test(readFileSync(join(ROOT, file), "utf8"));
}

/** Whether a test uses what `prepareModels` brings: by its variables, by `homeWithModels`, or in an exclusive folder. */
export function needsModels(files: string[]): boolean {
  const isUser = (file: string) => /KRALLE_TEST_|homeWithModels/.test(readFileSync(join(ROOT, file), "utf8"));
  return files.some((file) => (isExclusive(file) && !file.startsWith("test/checks/")) || isUser(file));
}
