import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askedFor } from "../../../src/agent/plan/planners/question/asked.ts";
import { questionParts } from "../../../src/agent/plan/planners/question/parts.ts";
import { questionPlanner } from "../../../src/agent/plan/planners/question.ts";
import type { Val } from "../../../src/agent/plan/types.ts";
import { BOATYARD, run, type Model } from "./_texts.ts";

async function ask(text: string, model: Model = {}): Promise<Extract<Val, { type: "value" }>> {
  const { last } = await run(questionPlanner, text, model);
  assert.equal(last.type, "value");
  return last as Extract<Val, { type: "value" }>;
}

describe("what kind of value a question asks for", () => {
  for (const [text, type, unit] of [
    ["Bis wann gilt das Angebot?", "date", null],
    ["Until which date is the offer valid?", "date", null],
    ["Wie viele Tage Kündigungsfrist haben wir?", "number", "d"],
    ["What percentage of alcohol has it?", "number", "%"],
    ["Wie hoch ist die Miete?", "amount", null],
    ["How much does the berth cost?", "amount", null],
    ["Wer leitet den Kurs?", "person", null],
    ["Von wem ist der Brief?", "person", null],
    ["What is the phone number of the dentist?", "phone", null],
    ["Wie lautet die IBAN von Frau Koch?", "iban", null],
    ["What is the VAT number of the museum?", "id", null],
    ["How long is the notice period?", "duration", null],
    ["wie lang hält der lack im keller?", "duration", null],
    ["Wo liegt der Schlüssel?", "place", null],
    ["Um wie viel Uhr beginnt die Feier?", "time", null],
    ["Is the pool open on Sunday?", "boolean", null],
  ] as const) {
    it(`${text} -> ${type}`, () => {
      const asked = askedFor(text);
      assert.deepEqual([asked.type, asked.unit], [type, unit]);
    });
  }
});

describe("one sentence with two cases", () => {
  const files = { "lack.md": "# Bootslack\n\nOhne Härter hält er im Keller 9 Tage, mit Härter 2 Tage.\n" };
  const value = async (text: string) => {
    const { last } = await run(questionPlanner, text, {}, files);
    return last.type === "value" ? last.value : null;
  };

  it("answers with the case that is asked about", async () => {
    assert.equal(await value("Wie lang hält der Bootslack im Keller, wenn der Härter drin ist?"), "2 Tage");
    assert.equal(await value("Wie lang hält der Bootslack im Keller ohne Härter?"), "9 Tage");
  });
});

describe("what is answered in another form than asked", () => {
  const files = {
    "rules 2024.txt": "Cancelling a berth\nUp to 3 days before: free.\n",
    "rules - from May 2026.txt": "Cancelling a berth (all berths from 1 May 2026)\nUp to 9 days before: free.\n",
    "crane.txt":
      "Crane, note of 18 November 2026\nA lift costs 90 euros from 1 January. Book an hour and a half, 3 hours for keels; a lift lasts 2 and a half hours.\n",
  };
  const value = async (text: string) => {
    const { last } = await run(questionPlanner, text, { choose: "a half" }, files);
    return last.type === "value" ? last.value : null;
  };

  it("a last day by a span, out of the rules that hold now", async () => {
    assert.equal(await value("Until when is cancelling a berth free?"), "9 days");
  });

  it("a day without a year by the one to come, an hour by two and a half", async () => {
    assert.equal(await value("From when does a lift of the crane cost 90 euros?"), "2027-01-01");
    assert.equal(await value("How long does a lift last?"), "2 and a half hours");
  });
});

describe("an amount that a sentence tells in words", () => {
  const files = { "pump.txt": "The pump of the Ella takes one filter in spring and a second one in autumn.\n" };

  it("is no count of rows", async () => {
    const { last } = await run(
      questionPlanner,
      "How many filters does the pump of the Ella take in autumn?",
      {},
      files,
    );
    assert.match(last.type === "value" ? (last.value ?? "") : "", /second one in autumn/u);
  });
});

describe("questions over texts and single cells", () => {
  it("takes the value from the version that applies, and quotes it literally", async () => {
    const { value, evidence } = await ask("Wie lang ist die Kündigungsfrist für einen Liegeplatz?", {
      choose: "liegeplatz-ordnung.md",
    });
    assert.match(value ?? "", /drei Monate/);
    assert.equal(evidence[0]?.path, "liegeplatz-ordnung.md");
    assert.ok(BOATYARD["liegeplatz-ordnung.md"]?.includes(evidence[0]?.quote ?? "-"));
  });

  it("normalises amounts and dates", async () => {
    assert.equal((await ask("Was kostet das Winterlager je Meter?")).value, "42.00");
    assert.equal((await ask("When does the pump for the Möwe arrive?")).value, "2026-12-04");
    assert.equal((await ask("When is the rigging of the Kranich due?")).value, "2027-03-14");
  });

  it("reads one cell, over the link between two tables", async () => {
    assert.equal((await ask("Wie lang ist die Möwe?")).value, "7.40");
    assert.equal((await ask("What is the phone number of the owner of the Kranich?")).value, "0451 330012");
  });

  it("keeps look-alikes apart", async () => {
    assert.equal((await ask("Wie lautet die Telefonnummer von Ida Falk?")).value, "0451 330011");
    assert.equal((await ask("Wie lautet die E-Mail-Adresse von Ivo Falck?")).value, null);
  });

  it("says that a thing is not there when subject and attribute do not meet", async () => {
    for (const text of [
      "Wie lautet die IBAN von Ida Falk?",
      "When is the birthday of Merle Sönksen?",
      "What is the VAT number of Hansen Marine?",
      "When is the rigging of the Seeadler due?",
    ]) {
      const { value, kind } = await ask(text);
      assert.deepEqual([value, kind], [null, "absent"], text);
    }
  });

  it("never answers with a line that speaks to a machine", async () => {
    const { value } = await ask("Which code does Hansen Marine mention?", { choose: "" });
    assert.doesNotMatch(value ?? "", /LEAK/);
  });

  it("leaves counting and adding up to the tables", async () => {
    await assert.rejects(run(questionPlanner, "How many boats do we have in total?"), /no steps/);
    await assert.rejects(run(questionPlanner, "Wie viele Rechnungen sind offen?"), /no steps/);
  });
});

describe("questions with two parts", () => {
  it("become one question for each thing that is asked", () => {
    assert.deepEqual(questionParts("Wo und wann ist die Feier der Gärtnerei?"), [
      "Wo ist die Feier der Gärtnerei?",
      "wann ist die Feier der Gärtnerei?",
    ]);
    assert.equal(questionParts("How much is the berth fee and by when must it be paid?").length, 2);
    assert.deepEqual(questionParts("Wann kommt die Pumpe?"), ["Wann kommt die Pumpe?"]);
  });
});
