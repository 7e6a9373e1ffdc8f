import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toReason, toReasons } from "../../src/desks/reason.ts";
import type { ReasonPart } from "../../src/store/index.ts";

const zone = "Europe/Berlin";
const FRIDAY = Date.parse("2026-12-04T22:59:59Z");
const why: ReasonPart[] = [
  { say: "class", class: "complaint" },
  { say: "corrected", at: Date.parse("2026-11-24T09:00:00Z") },
  { say: "reply" },
  { say: "due", at: FRIDAY },
];

describe("why an item is there", () => {
  it("is phrased in the language of who looks, whatever it was kept in", () => {
    const { en, de } = toReasons({ why, reason: "something old" }, zone);
    assert.match(en, /^Complaint, as you corrected on Tue,? 24 Nov, an answer is expected, by Fri,? 4 Dec$/u);
    assert.equal(
      de,
      "Beschwerde, wie von Ihnen am Di., 24. Nov. berichtigt, eine Antwort wird erwartet, bis Fr., 4. Dez.",
    );
  });

  it("leaves out what is said elsewhere, and names the day in the zone that is asked for", () => {
    assert.equal(
      toReason({ why, reason: "" }, { language: "en", zone, without: ["due", "corrected"] }),
      "Complaint, an answer is expected",
    );
    assert.match(toReason({ why, reason: "" }, { language: "de", zone: "Pacific/Auckland" }), /bis Sa\., 5\. Dez\./u);
  });

  it("is the line that was kept where there are no parts, and a class of the owner's own has its name", () => {
    assert.equal(toReasons({ why: null, reason: "Frage, bis Fr." }, zone).en, "Frage, bis Fr.");
    assert.equal(
      toReason({ why: [{ say: "class", class: "prices" }], reason: "" }, { language: "de", zone }),
      "prices",
    );
  });

  it("passes over a reason of a later version", () => {
    const later = [...why.slice(0, 1), { say: "weather" } as unknown as ReasonPart];
    assert.equal(toReason({ why: later, reason: "" }, { language: "en", zone }), "Complaint");
  });
});
