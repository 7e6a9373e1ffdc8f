import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { fromHardware, fromWords, planModels, type FitPlan } from "../../../src/models/fit/index.ts";
import { detectHardware } from "../../../src/models/hardware/index.ts";
import { context, MACHINES, openMachine } from "../hardware/_machines.ts";

const plan = (words: string): FitPlan => planModels(fromWords(words));
const rolesOf = ({ models }: FitPlan): Map<string, string> =>
  new Map(models.flatMap(({ roles, id }) => roles.map((role) => [role, id] as const)));

describe("a set of models", () => {
  test("has all roles on a large machine, with the encoder and the quick one always loaded", () => {
    for (const words of ["Mac mini 64GB", "RTX 4090 64GB", "2x RTX 3090 128GB", "8x H100 2TB", "Mac Studio 512GB"]) {
      const found = plan(words);
      const roles = rolesOf(found);
      assert.deepEqual([...roles.keys()].toSorted(), ["always-on", "coder", "embedding", "reasoner", "vision"], words);
      assert.deepEqual([found.without, found.shared], [[], []]);
      for (const role of ["always-on", "embedding"]) {
        assert.ok(found.models.find(({ id }) => id === roles.get(role))?.resident, role);
      }
    }
  });

  test("is smaller on a laptop of 4 GB, and says what is missing", () => {
    const found = plan("4GB laptop");
    assert.ok(found.models.length >= 2);
    assert.ok(found.without.length + found.shared.length > 0);
    assert.equal(rolesOf(found).get("always-on"), "qwen3-1.7b");
  });

  test("leaves a card aside that is too small to plan for, where main memory is larger", () => {
    const machine = fromWords("RTX 2060 32GB");
    const card = { ...machine.devices[0]!, memoryBytes: 2 * 1024 ** 3 };
    const found = planModels({ ...machine, devices: [card] });
    assert.equal(found.usesCards, false);
    assert.ok(found.budgetBytes > 20e9);
    assert.ok(found.models.every(({ fit }) => fit.runsOn === "cpu"));
    assert.equal(plan("RTX 2060 32GB").usesCards, true);
  });

  test("is empty where nothing fits", () => {
    const found = plan("laptop 0.5GB");
    assert.deepEqual(
      [found.models.filter(({ roles }) => !roles.includes("embedding")), found.residentBytes <= found.budgetBytes],
      [[], true],
    );
    assert.ok(found.without.includes("always-on"));
  });

  test("proposes nothing that is not free for work", () => {
    for (const words of ["laptop 8GB", "Mac mini 64GB", "8x H100 2TB"]) {
      for (const { fit } of plan(words).models) assert.doesNotMatch(fit.licence, /non-commercial|NC\b/);
    }
  });

  test("fits every recorded machine", async () => {
    for (const name of MACHINES) {
      const found = planModels(fromHardware(await detectHardware(context, "/home", openMachine(name))));
      assert.ok(found.peakBytes <= found.budgetBytes * 0.9, name);
      assert.ok(found.models.length >= 2, name);
    }
  });

  test("whatever is loaded at once fits, on any machine", () => {
    const cards = fc.constantFrom("", "RTX 3060", "RTX 4090", "2x RTX 3090", "RX 7900 XTX", "M4 Pro", "M2", "H100");
    fc.assert(
      fc.property(cards, fc.integer({ min: 1, max: 1024 }), (card, gib) => {
        const found = plan(`${card} machine ${gib}GB`);
        const limit = found.budgetBytes * 0.9;
        assert.ok(found.residentBytes <= limit && found.peakBytes <= limit);
        const encoder = found.models.find(({ roles }) => roles.includes("embedding"))?.fit.needBytes ?? 0;
        for (const { fit, resident, alone } of found.models) {
          assert.ok(fit.runsOn === "gpu" || fit.runsOn === "cpu");
          if (!resident) assert.ok(fit.needBytes + (alone ? encoder : found.residentBytes) <= limit);
        }
        const ids = found.models.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length, "no model stands twice");
      }),
      { numRuns: 60 },
    );
  });
});
