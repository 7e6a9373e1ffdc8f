import assert from "node:assert/strict";
import { test } from "node:test";
import { isFaithful } from "../../../src/desks/inbox/reply/models.ts";

const SOURCE = "Die Lieferung kostet 25 € und dauert 4 bis 6 Werktage; an Sonntagen liefern wir nicht.";

test("a translation with the same values, promises and negations is kept", () => {
  assert.ok(
    isFaithful(SOURCE, "Delivery costs €25 and takes 4 to 6 working days; we do not deliver on Sundays.", "en"),
  );
});

const WRONG: [string, string][] = [
  ["another amount", "Delivery costs €52 and takes 4 to 6 working days; we do not deliver on Sundays."],
  ["a value less", "Delivery costs €25; we do not deliver on Sundays."],
  ["a value more", "Delivery costs €25 and takes 4 to 6 working days from 8:00; we do not deliver on Sundays."],
  ["turned round", "Delivery costs €25 and takes 4 to 6 working days; we deliver on Sundays."],
  ["a promise more", "Delivery costs €25 and takes 4 to 6 working days, guaranteed; we do not deliver on Sundays."],
  ["the same language", SOURCE],
  ["nothing", ""],
];
for (const [name, said] of WRONG)
  test(`control: ${name} is refused`, () => assert.equal(isFaithful(SOURCE, said, "en"), false));
