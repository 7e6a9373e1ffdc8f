import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import { prepare, sendNow } from "../../../src/desks/inbox/drafts/send.ts";
import { isError } from "../../store/_setup.ts";
import { openHouse } from "./_house.ts";

const question = {
  subject: "Was kostet ein Zaun?",
  text: "Guten Tag, was kostet ein Zaun von 20 Metern?",
  from: { name: "Anna Berger", address: "anna@berger.example" },
};

/** A letter that one Kralle was about to send when it fell asleep; another shares its database. */
async function fallAsleep(t: TestContext) {
  const house = await openHouse(t);
  const [mail = ""] = await house.receive(question);
  const draft = await house.inbox.drafts.write(mail, { text: "Gern." });
  const [asleep, lid] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let owner = "first";
  const send = async (name: string, run?: { ensureOwner(): Promise<void> }) => {
    const prepared = await prepare(house.store, draft?.id ?? "", false, house.ctx);
    return sendNow(house.partsOf(name), prepared, false, house.ctx, run);
  };
  const requireOwner = (name: string): void => {
    if (owner !== name) throw new AppError("E_CANCELLED", "The work goes on in another process.");
  };
  const first = send("first", {
    ensureOwner: async () => {
      asleep.resolve();
      await lid.promise;
      requireOwner("first");
    },
  });
  first.catch(() => undefined); // looked at by the test
  await asleep.promise;
  owner = "second";
  const second = { ensureOwner: async () => requireOwner("second") };
  const state = async () => (await house.store.inbox.drafts.get(draft?.id ?? ""))?.state;
  return { house, send, first, second, state, wake: lid.resolve };
}

test("a letter whose sending another Kralle takes over is sent once, and by that one", async (t) => {
  const { house, send, first, second, state, wake } = await fallAsleep(t);
  assert.equal((await send("second", second)).state, "sent");
  wake();
  await assert.rejects(first, isError("E_CANCELLED"));
  assert.equal(house.ledger.length, 1);
  assert.equal(await state(), "sent");
});

test("control: without the work that it belongs to, nobody may go on with it", async (t) => {
  const { house, send, state, wake } = await fallAsleep(t);
  await assert.rejects(send("second"), isError("E_EFFECT_UNKNOWN", /another Kralle/u));
  assert.equal(await state(), "unclear");
  assert.deepEqual(house.ledger, []);
  wake();
});
