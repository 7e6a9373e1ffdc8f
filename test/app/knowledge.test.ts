import assert from "node:assert/strict";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, openApp } from "../../src/app/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const SAMPLE = join(import.meta.dirname, "../../src/app/sample/preise");

test("answers come from a folder, with the place they stand at; what goes from it is known no more", async (t) => {
  const root = await tempFolder(t);
  const home = join(root, "home");
  const folder = join(root, "firm");
  await cp(SAMPLE, folder, { recursive: true });
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const app = await openApp({ home, env: {}, interactive: false }, ctx);
  t.after(() => app.close());
  const ask = (text: string) => app.run("askKnowledge", { text }, {}, ctx);

  await assert.rejects(app.run("addKnowledge", { folder: join(root, "none") }, {}, ctx), isError("E_NOT_FOUND"));
  assert.deepEqual(await app.run("knowledge", {}, {}, ctx), { sources: [] }, "what could not be read is no source");
  const { source, report } = await app.run("addKnowledge", { folder }, {}, ctx);
  assert.deepEqual([source.place, report.read, report.problems], [folder, 2, []]);

  // The first column is the article's number; last year's list lies beside it.
  const known = await ask("Was kostet die große Inspektion?");
  assert.match(known.text, /„Inspektion groß“ kostet 109,00/);
  assert.doesNotMatch(known.text, /99,00/);
  assert.equal(known.sentences.length, 1);
  const unknown = await ask("Verleihen Sie Kinderanhänger?");
  assert.deepEqual([unknown.text, unknown.questions.length], ["", 1]);

  await mkdir(join(folder, "neu"));
  await writeFile(
    join(folder, "neu", "anhänger.md"),
    "# Anhänger\n\nKinderanhänger verleihen wir für 9,00 EUR am Tag.\n",
  );
  await rm(join(folder, "preisliste-2026.csv"));
  const { reports } = await app.run("syncKnowledge", {}, {}, ctx);
  assert.deepEqual(
    reports.map(({ read, same, removed }) => [read, same, removed]),
    [[1, 1, 1]],
  );
  assert.match((await ask("Verleihen Sie Kinderanhänger?")).text, /9,00 EUR/);
  assert.equal((await ask("Was kostet die große Inspektion?")).text, "", "an old list answers nothing");

  await app.run("removeKnowledge", { source: folder }, {}, ctx);
  assert.equal((await ask("Verleihen Sie Kinderanhänger?")).text, "");
  await assert.rejects(app.run("removeKnowledge", { source: folder }, {}, ctx), isError("E_NOT_FOUND"));
});
