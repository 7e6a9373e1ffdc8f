import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openHome, textsOf, until } from "./_home.ts";

const WORD = "quokkazebra4711";

test("what is said in a chat goes with the data of its conversation; its bot and who is let in stay", async (t) => {
  const home = await openHome(t, { answer: () => `About ${WORD}.`, settings: { tools: { append: "ask" } } });
  const { owner } = home;
  owner.send(`Please say something nice about ${WORD} today`);
  await until(() => textsOf(owner).includes(`About ${WORD}.`));
  const bytes = new TextEncoder().encode("# Log\n");
  owner.sendFile({ kind: "document", name: `${WORD}.md`, bytes });
  await until(() => textsOf(owner).some((text) => text.includes(`${WORD}.md`)));
  owner.send(`Append "- ${WORD}" to ${WORD}.md`);
  await until(() => owner.sees().some(({ buttons }) => buttons.length > 0));
  const [question] = owner.sees().filter(({ buttons }) => buttons.length > 0);
  owner.press(question!.id, question!.buttons[0]![1]!.text);
  await until(async () => (await home.app.run("approvals", {}, {}, home.ctx)).approvals.length === 0);
  await until(async () => {
    const { effects } = await home.app.run("effects", {}, {}, home.ctx);
    return effects.every(({ ended }) => ended !== null) && effects.length >= 5;
  });
  const talks = await home.app.conversations();
  await until(() => talks.running() === 0);
  await home.app.close();
  const { createContext, openApp } = await import("../../../src/app/index.ts");
  const folder = join(home.folder, "home");
  const ctx = createContext({ home: folder, env: {}, signal: new AbortController().signal });
  const app = await openApp({ home: folder, env: { KRALLE_OFFLINE: "1" }, interactive: false }, ctx);
  const holds = async (): Promise<boolean> => {
    const files = (await readdir(folder)).filter((name) => name.startsWith("kralle.db"));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "latin1")));
    return texts.some((text) => text.includes(WORD));
  };
  assert.ok(await holds(), "control");
  await app.run("deleteOwnData", { match: WORD }, {}, ctx);
  assert.ok(!(await holds()), "in the database");
  const [bot] = (await app.run("telegram", {}, {}, ctx)).bots;
  assert.deepEqual(
    bot?.chats.map(({ id }) => id),
    [7],
  );
  await app.close();
});
