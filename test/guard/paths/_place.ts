import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openWorkspace, type Workspace } from "../../../src/agent/workspace/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { createContext, tempFolder, tempStore } from "../../store/_setup.ts";

/** The full sizes, by `npm run torture -- paths`. */
export const IS_FULL = process.env["KRALLE_PATHS"] === "full";
export const SEED = Number(process.env["KRALLE_SEED"] ?? "1");
export const CANARY = "canary: nobody may read or change this";

export interface Place {
  /** Around the workspace: the canaries. */
  outer: string;
  root: string;
  secret: string;
  workspace: Workspace;
  /** Fails when anything around the workspace is other than it was. */
  untouched(): Promise<void>;
}

export async function openPlace(t: TestContext, store?: Store): Promise<Place> {
  const outer = await tempFolder(t, "kralle-paths-");
  const root = join(outer, "ws");
  const secret = join(outer, "secret.txt");
  await mkdir(join(root, "sub"), { recursive: true });
  await mkdir(join(outer, "outside"));
  await writeFile(secret, CANARY);
  await writeFile(join(outer, "outside", "secret.txt"), CANARY);
  await writeFile(join(root, "sub", "own.txt"), "own");
  const ctx = createContext();
  const workspace = await openWorkspace(root, store ?? (await tempStore(t, ctx)), ctx);
  const untouched = async (): Promise<void> => {
    assert.deepEqual((await readdir(outer)).toSorted(), ["outside", "secret.txt", "ws"]);
    assert.deepEqual(await readdir(join(outer, "outside")), ["secret.txt"]);
    assert.equal(await readFile(secret, "utf8"), CANARY);
    assert.equal(await readFile(join(outer, "outside", "secret.txt"), "utf8"), CANARY);
  };
  return { outer, root, secret, workspace, untouched };
}

/** What came of it, in a word; a canary that was read is a failure of the test. */
export async function outcome(work: Promise<unknown>, what: string): Promise<"done" | "refused"> {
  const result = await work.then(
    (value) => value ?? "done",
    () => null,
  );
  if (result === null) return "refused";
  const text = Buffer.isBuffer(result) ? result.toString() : "";
  assert.ok(!text.includes(CANARY), `read: ${what}`);
  return "done";
}
