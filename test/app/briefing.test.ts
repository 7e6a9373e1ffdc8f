import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, openApp } from "../../src/app/index.ts";
import { openStore } from "../../src/store/index.ts";
import { mailItem } from "../desks/briefing/_items.ts";
import { isError, tempFolder } from "../store/_setup.ts";

test("the briefing follows its owner to another zone, keeps what counts, and releases only what was shown", async (t) => {
  const home = await tempFolder(t);
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const store = await openStore(home, ctx);
  const action = { id: "reply", kind: "reply", title: "Answer it", arguments: { mail: "mail_1" } };
  const at = ctx.clock.now() - 1_000;
  const { id } = await store.items.put(
    mailItem("mail_1", { desk: "none", at, urgency: 3, importance: 3, actions: [action] }),
    ctx,
  );
  await store.close();
  const app = await openApp({ home, env: { KRALLE_OFFLINE: "1" }, interactive: false }, ctx);
  t.after(() => app.close());

  await app.run("setProfile", { timeZone: "Europe/Berlin", language: "de" }, {}, ctx);
  const made = await app.run("setBriefing", { at: "7:30", weights: { due: 2 } }, {}, ctx);
  assert.deepEqual([made.schedule?.pattern, made.schedule?.zone], ["30 7 * * *", "Europe/Berlin"]);
  await app.run("setProfile", { timeZone: "America/New_York" }, {}, ctx);
  const moved = await app.run("briefingSettings", {}, {}, ctx);
  assert.deepEqual([moved.schedule?.pattern, moved.schedule?.zone], ["30 7 * * *", "America/New_York"]);
  assert.equal(moved.weights.find(({ feature }) => feature === "due")?.weight, 2);
  assert.deepEqual((await app.run("schedules", {}, {}, ctx)).schedules, [], "it is no request");
  await assert.rejects(
    app.run("setBriefing", { mail: { account: "none", to: "a@b.example" } }, {}, ctx),
    isError("E_NOT_FOUND"),
  );
  await assert.rejects(app.run("setBriefing", { at: "25:00" }, {}, ctx), isError("E_INPUT"));

  const { composition, stored } = await app.run("briefing", {}, {}, ctx);
  assert.deepEqual([stored, composition.language], [null, "de"]);
  const shown = composition.groups.important[0]?.action ?? composition.groups.urgent[0]?.action;
  assert.equal(shown?.item, id);
  const wrong = { item: id, action: "reply", hash: "0".repeat(64) };
  await assert.rejects(app.run("releaseAction", wrong, {}, ctx), isError("E_INPUT", /changed since/));
  await assert.rejects(app.run("releaseAction", { ...wrong, hash: shown?.hash }, {}, ctx), isError("E_NOT_SERVING"));
  assert.equal((await app.run("releaseAction", { item: id, action: "done" }, {}, ctx)).state, "done");
  await assert.rejects(app.run("composeBriefing", {}, {}, ctx), isError("E_NOT_SERVING"));
  assert.equal((await app.run("setBriefing", { at: null }, {}, ctx)).schedule, null);
});
