import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { comparePublished } from "../../../src/models/fit/index.ts";
import { hardwareFacts, speedFacts } from "../../../src/models/fit/data.ts";

describe("predictions beside published measurements", () => {
  const report = comparePublished();

  test("every published point is compared, none is left out", () => {
    const published = hardwareFacts().measurements.length + speedFacts().measurements.length;
    assert.deepEqual(report.left, []);
    assert.equal(report.comparisons.length, published);
    assert.ok(report.comparisons.filter(({ independent }) => independent).length >= 10);
  });

  test("median error at most 20 %, none above 40 %, also on devices that no constant comes from", () => {
    assert.ok(report.median <= 0.2, `${report.median}`);
    assert.ok(report.independentMedian <= 0.2, `${report.independentMedian}`);
    for (const { device, model, error } of report.comparisons) {
      assert.ok(Math.abs(error) <= 0.4, `${device}, ${model}: ${error}`);
    }
    assert.equal(report.worst, Math.max(...report.comparisons.map(({ error }) => Math.abs(error))));
  });

  test("control: with the fit of another device, or a flat share of the bandwidth, the bounds would be broken", () => {
    // what a tool of today takes: bandwidth / size * 0.55
    const flat = report.comparisons.filter(({ device }) => device.startsWith("RX 7900"));
    const worst = flat.map(({ predicted, measured }) => Math.abs(predicted * (0.55 / 0.8) - measured) / measured);
    assert.ok(worst.filter((error) => error > 0.2).length > flat.length / 2);
  });
});
