import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { createFill } from "../../../src/agent/plan/fill.ts";
import { extractPlanner } from "../../../src/agent/plan/planners/extract.ts";
import { notePlanner } from "../../../src/agent/plan/planners/note.ts";
import { queryPlanner } from "../../../src/agent/plan/planners/query.ts";
import { summarisePlanner } from "../../../src/agent/plan/planners/summarise.ts";
import { writePlanner } from "../../../src/agent/plan/planners/write.ts";
import { readRequest } from "../../../src/agent/plan/request/index.ts";
import type { Planner } from "../../../src/agent/plan/types.ts";
import { silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import type { Models } from "../../../src/models/index.ts";

const FILES = ["notes/summary.md", "letters/total.txt", "kunden.csv"];

function fits(planner: Planner, text: string): number {
  const request = readRequest(text, { today: "2026-11-20", files: FILES });
  return Math.max(...request.clauses.map((clause) => planner.fits(clause, request)));
}

describe("what a request asks for", () => {
  it("is not read out of the names of files", () => {
    assert.ok(fits(summarisePlanner, "Read notes/summary.md and tell me the phone number.") < 0.5);
    assert.ok(fits(summarisePlanner, "Give me a summary of kunden.csv.") > 0.9);
    assert.ok(fits(writePlanner, "Write the total into letters/total.txt.") < 0.5);
  });

  it("is a note, not a letter, where a result goes into a file", () => {
    for (const text of [
      "Schreib den Betrag in x.txt.",
      "Write the total into total.txt.",
      "Write the answer into answer.txt",
    ])
      assert.equal(fits(writePlanner, text), 0, text);
    assert.ok(fits(notePlanner, "Schreib den Betrag in x.txt.") > 0);
    assert.ok(fits(writePlanner, "Schreib den Eltern, dass wir morgen zu haben.") >= 0.9);
    assert.ok(fits(writePlanner, "Schreib den Kunden und speicher es in brief.txt.") >= 0.9);
    assert.ok(fits(writePlanner, "Write the answer to Ms Weber and put it in drafts/weber.txt.") >= 0.9);
  });

  it("is a letter where somebody is to be told something, also by a pronoun", () => {
    for (const text of [
      "Tell Ida Falk we've put her boat into the shed, lager/falk.txt.",
      "Ich muss Frau Falk noch antworten. Sag ihr, das Boot ist im Schuppen.",
      "Kannst du Ida Falk bestätigen, dass der Kran am Freitag frei ist? Höchstens 80 Wörter.",
    ])
      assert.ok(fits(writePlanner, text) > Math.max(0.9, fits(summarisePlanner, text)) - 0.01, text);
    assert.equal(fits(notePlanner, "Write a short note to Ida Falk that the crane is free, into falk.txt."), 0);
  });

  it("is a paper where its items are asked for, rows where they are stored, as one would say it", () => {
    for (const text of [
      "What are the items on the estimate that we accepted? Item and Price as a table.",
      "Hol aus dem Angebot von Krahn Arbeit, Menge und Preis in eine Tabelle.",
    ])
      assert.ok(fits(extractPlanner, text) >= 0.9, text);
    const stored = "Such die Kunden aus Kiel raus und schreib sie nach kiel.csv mit Name und Ort.";
    assert.ok(fits(extractPlanner, stored) < fits(queryPlanner, stored));
  });

  it("heeds the language of 'was'", () => {
    assert.ok(fits(queryPlanner, "Was kostet Poster A1?") > fits(queryPlanner, "Was anything delivered late?"));
  });
});

describe("choosing many", () => {
  it("asks page by page, and joins the answers in order", async () => {
    const pages: string[] = [];
    const models = {
      generate: async ({ input, schema }: { input: string; schema: z.ZodType }) => {
        pages.push(input);
        const fitting = [...input.matchAll(/^- (\w+ (?:3|12|19))$/gmu)].map((match) => match[1]);
        return { value: schema.parse({ answer: fitting }), usage: { calls: 1, wallMs: 0 } };
      },
    } as unknown as Models;
    const ctx = { signal: new AbortController().signal, clock: systemClock, log: silentLogger } as unknown as Context;
    const fill = createFill(models, ctx);
    const options = Array.from({ length: 20 }, (_, at) => ({ label: `row ${at}` }));
    assert.deepEqual(await fill.chooseMany({ question: "Which?", options }), [3, 12, 19]);
    assert.deepEqual(
      pages.map((page) => page.split("\n- ").length - 1),
      [7, 7, 6],
    );
    assert.equal(fill.holes.length, 1);
    assert.deepEqual(await fill.chooseMany({ question: "Which?", options, max: 2 }), [3, 12]);
    assert.deepEqual(await fill.chooseMany({ question: "Which?", options: [] }), []);
  });
});
