import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { openWorkspace } from "../../src/agent/index.ts";
import { COMMANDS } from "../../src/app/commands/index.ts";
import { openApp, type App } from "../../src/app/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createContext, isError } from "../store/_setup.ts";

async function openIn(t: TestContext): Promise<{ app: App; home: string; workspace: string }> {
  const folder = mkdtempSync(join(tmpdir(), "kralle-app-"));
  const [home, workspace] = [join(folder, "home"), join(folder, "files")];
  mkdirSync(workspace);
  const app = await openApp({ home, env: {}, interactive: false }, createContext());
  t.after(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return { app, home, workspace };
}

describe("the list of commands", () => {
  test("each is there and says what it is about", async () => {
    for (const [name, load] of Object.entries(COMMANDS)) assert.ok((await load()).about.length > 5, name);
  });

  test("input that does not fit is refused by its path, before anything is done", async (t) => {
    const { app } = await openIn(t);
    const ctx = createContext();
    await assert.rejects(app.run("ask", { text: " ", workspace: "/" }, {}, ctx), isError("E_INPUT", /ask: text/));
    await assert.rejects(
      app.run("ask", { text: "x", workspace: "/", today: "soon" }, {}, ctx),
      isError("E_INPUT", /today/),
    );
    await assert.rejects(
      app.run("ask", { text: "x", workspace: "/", budget: { steps: -1 } }, {}, ctx),
      isError("E_INPUT", /budget\.steps/),
    );
  });

  test("a request that cannot begin is a result, not an exception", async (t) => {
    const { app, workspace } = await openIn(t);
    const missing = await app.run("ask", { text: "x", workspace: join(workspace, "no") }, {}, createContext());
    assert.deepEqual([missing.ok, missing.stopped, missing.error?.code], [false, "error", "E_NOT_FOUND"]);
    const unknown = await app.run("ask", { text: "x", workspace, model: "no-such-model" }, {}, createContext());
    assert.equal(unknown.error?.code, "E_MODEL_UNKNOWN");
    const cancelled = new AbortController();
    cancelled.abort();
    const stopped = await app.run("ask", { text: "x", workspace }, {}, createContext({ signal: cancelled.signal }));
    assert.equal(stopped.stopped, "cancelled");
  });

  test("closing while the model is being brought up starts nothing that stays", async (t) => {
    const { app } = await openIn(t);
    const loading = app.run("load", {}, {}, createContext());
    await app.close();
    await assert.rejects(loading, isError("E_CANCELLED"));
  });
});

describe("what the last work changed", () => {
  test("is one difference a file, from the first content to the last, through moves", async (t) => {
    const { app, home, workspace } = await openIn(t);
    for (const name of ["a.txt", "b.txt", "c.txt", "same.txt"]) writeFileSync(join(workspace, name), `one\n${name}\n`);
    const store = await openStore(home, createContext());
    t.after(() => store.close());
    const opened = await openWorkspace(workspace, store, createContext());
    await opened.begin("run_1", "several changes");
    await opened.write("a.txt", Buffer.from("one\nchanged\n"));
    await opened.write("a.txt", Buffer.from("one\nchanged twice\n"));
    await opened.move("b.txt", "moved/b.txt");
    await opened.move("c.txt", "d.txt");
    await opened.write("d.txt", Buffer.from("other\n"));
    await opened.create("new.txt", Buffer.from("Grüße\n"));
    await opened.create("data.bin", Buffer.from([0, 1, 2]));
    await opened.create("gone.txt", Buffer.from("x"));
    await opened.remove("gone.txt");
    await opened.end();
    const found = await app.run("changes", { workspace }, {}, createContext());
    const shown = found.map(({ path, from, kind, diff }) => [path, from, kind, diff !== null]);
    assert.deepEqual(shown.toSorted(), [
      ["a.txt", null, "edited", true],
      ["d.txt", "c.txt", "renamed", true],
      ["data.bin", null, "created", false],
      ["moved/b.txt", "b.txt", "renamed", false],
      ["new.txt", null, "created", true],
    ]);
    const diff = found.find(({ path }) => path === "a.txt")?.diff ?? "";
    assert.match(diff, /^-a\.txt$/m);
    assert.match(diff, /^\+changed twice$/m);
    assert.doesNotMatch(diff, /^\+changed$/m);
    const undone = await app.run("undo", { workspace }, {}, createContext());
    assert.equal(undone.label, "several changes");
    assert.deepEqual(await app.run("changes", { workspace }, {}, createContext()), []);
  });
});
