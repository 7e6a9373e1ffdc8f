import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import { importFile, installedModels, removeModel, type ImportRequest } from "../../../src/models/install/index.ts";
import { toProjector } from "../llama-server/projectorFile.ts";
import { sha256 } from "./modelServer.ts";
import { createContext, createOptions, tempFolder } from "./support.ts";
import { failure } from "./tinyServer.ts";
import { createTinyModel, createTinyParts, licenceEntry, partName } from "./tinyModels.ts";

const weights = createTinyModel(5000, 1, [licenceEntry("apache-2.0")]);

function place(t: TestContext) {
  const folder = tempFolder(t);
  const home = join(folder, "home");
  const take = (path: string, more: Partial<ImportRequest> = {}) =>
    importFile({ path, name: null, inPlace: false, ...more }, createOptions(home, {}), createContext());
  const put = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  return { folder, home, take, put };
}

describe("a file of a person", () => {
  test("comes into the store under its digest, without a second copy, and stays where it was", async (t) => {
    const { home, take, put } = place(t);
    const path = put("My Tiny Model.Q4_K_M.gguf", weights);
    const taken = await take(path);
    assert.equal(taken.path, join(home, "models", `sha256-${sha256(weights)}.gguf`));
    assert.deepEqual([taken.id, taken.licence, taken.contextTokens], ["my-tiny-model.q4_k_m", "apache-2.0", 2048]);
    assert.deepEqual([taken.details?.origin, taken.details?.pinned, taken.inPlace], ["file", "import", false]);
    await removeModel(home, taken.id, createContext());
    assert.deepEqual(readFileSync(path), weights);
  });

  test("is used where it lies when that is asked for", async (t) => {
    const { home, take, put } = place(t);
    const path = put("tiny.gguf", weights);
    const taken = await take(path, { inPlace: true, name: "mine" });
    assert.deepEqual([taken.path, taken.id, taken.inPlace], [path, "mine", true]);
    writeFileSync(path, Buffer.concat([weights, Buffer.from("more")]));
    assert.equal((await installedModels(home, createContext()))[0]?.verified, false);
  });

  test("of a split model all parts come, whichever is named", async (t) => {
    const { home, take, put } = place(t);
    const parts = createTinyParts(3, 2000);
    const paths = parts.map((bytes, at) => put(partName("big", at, 3), bytes));
    const taken = await take(paths[1] ?? "");
    assert.equal(taken.files.length, 3);
    assert.ok(taken.files.every(({ path }) => dirname(path) === dirname(taken.path) && path.startsWith(home)));
    const other = await take(paths[0] ?? "");
    assert.equal(other.sha256, taken.sha256);
    const torn = put(partName("torn", 0, 2), parts[0] ?? Buffer.alloc(0));
    assert.match((await failure(take(torn))).hint ?? "", /all parts must lie side by side/);
  });

  test("that is no model, not there, or badly named is refused", async (t) => {
    const { home, take, put } = place(t);
    const text = await failure(take(put("letter.gguf", Buffer.from("Dear Sir or Madam"))));
    assert.equal(text.code, "E_MODEL_CORRUPT");
    assert.equal((await failure(take(put("cut.gguf", weights.subarray(0, 3000))))).code, "E_MODEL_CORRUPT");
    assert.equal((await failure(take(join(home, "none.gguf")))).code, "E_NOT_FOUND");
    assert.equal((await failure(take(dirname(home)))).code, "E_NOT_FOUND");
    assert.equal((await failure(take(put("good.gguf", weights), { name: "a b" }))).code, "E_INPUT");
    assert.deepEqual(await installedModels(home, createContext()), []);
  });

  test("comes with the file by which it sees, which must be one; a model that is here gets it too", async (t) => {
    const { home, take, put } = place(t);
    const projector = put("mmproj-tiny.gguf", toProjector(64));
    const path = put("tiny.gguf", weights);
    const mixed = await failure(take(path, { projector: path }));
    assert.equal(mixed.code, "E_INPUT");
    assert.match(mixed.message, /no projector: it says that it is "/);
    assert.equal((await failure(take(path, { projector: join(home, "none") }))).code, "E_NOT_FOUND");
    assert.equal((await take(path, { name: "mine" })).projector, null);
    const seeing = await take(path, { projector });
    assert.equal(seeing.id, "mine");
    assert.ok(seeing.projector?.path.startsWith(join(home, "models")));
    assert.deepEqual(readFileSync(seeing.projector?.path ?? ""), readFileSync(projector));
    assert.equal((await installedModels(home, createContext()))[0]?.projector?.sha256, sha256(toProjector(64)));
    await removeModel(home, "mine", createContext());
    assert.deepEqual([existsSync(seeing.projector?.path ?? ""), existsSync(projector)], [false, true]);
    assert.equal((await take(path, { projector, inPlace: true })).projector?.path, projector);
  });

  test("a name that stands for other bytes is not taken twice", async (t) => {
    const { take, put } = place(t);
    await take(put("one.gguf", weights), { name: "mine" });
    const second = put("two.gguf", createTinyModel(5000, 2));
    const clash = await failure(take(second, { name: "Mine" }));
    assert.equal(clash.code, "E_EXISTS");
    assert.match(clash.hint ?? "", /--name/);
    assert.equal((await take(second, { name: "mine-too" })).id, "mine-too");
    assert.equal((await take(put("three.gguf", weights), { name: "again" })).id, "mine"); // the same bytes are the same model
  });
});
