import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createServices } from "../../src/app/services.ts";
import { parseConfig } from "../../src/core/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";

test("what a process asked that is gone is a no for the next one, and stands in the history", async (t) => {
  const ctx = createContext();
  const home = join(await tempFolder(t), "home");
  const now = ctx.clock.now();
  const before = await openStore(home, ctx);
  const question = {
    session: "ses_1",
    message: null,
    tool: "send",
    title: "send",
    details: "{}",
    hash: "h",
    maxCount: 1,
  };
  for (const id of ["apr_1", "apr_2", "apr_3"]) {
    await before.approvals.ask({ ...question, id, maxAmount: null, asked: now, expires: now + 60_000 }, ctx);
  }
  const answer = { decision: "allow", hash: "h", by: "owner", via: "ui" } as const;
  await before.approvals.decide("apr_2", answer, ctx); // allowed, and killed before it was used
  await before.approvals.decide("apr_3", answer, ctx);
  assert.ok(await before.approvals.use("apr_3", { hash: "h", call: "c", amount: 0n }, ctx));
  await before.close();

  const { config } = parseConfig({}, "");
  const services = createServices({ home, env: {}, interactive: false, config }, ctx);
  t.after(() => services.close());
  const looking = await services.store();
  assert.equal((await looking.approvals.get("apr_1"))?.state, "open", "who only looks ends nothing");
  await services.hold();
  const states = (await looking.approvals.list({ limit: 9 })).map(({ id, state }) => [id, state]);
  assert.deepEqual(states, [
    ["apr_3", "used"],
    ["apr_2", "expired"],
    ["apr_1", "expired"],
  ]);
  assert.equal(await looking.approvals.use("apr_2", { hash: "h", call: "c", amount: 0n }, ctx), false);
  await assert.rejects(looking.approvals.decide("apr_1", answer, ctx), isError("E_NOT_FOUND"));
  assert.deepEqual(services.approvals.list(), []);
});
