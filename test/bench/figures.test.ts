import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { commonPrefix, toTranscript } from "../../bench/prefix.ts";
import { showValue, toText } from "../../bench/report.ts";
import { isBroken, median, toFigure, toRatio } from "../../bench/stats.ts";
import type { Report } from "../../bench/types.ts";
import { readResult } from "../../bench/runs/ask.ts";

describe("figures", () => {
  test("the median is the middle, whatever the order", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.throws(() => median([]), RangeError);
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        return below <= values.length / 2 && above <= values.length / 2;
      }),
    );
  });

  test("a ratio compares medians", () => {
    assert.deepEqual(toRatio("r", [2, 4, 100], [1, 2, 3]), { name: "r", value: 2, unit: "ratio", n: 3 });
  });

  test("a figure above its limit is broken, and so is one that is no number", () => {
    assert.equal(isBroken(toFigure("f", [5], "s", 5)), false);
    assert.equal(isBroken(toFigure("f", [5.1], "s", 5)), true);
    assert.equal(isBroken({ name: "f", value: Number.NaN, unit: "s", n: 1, atMost: 5 }), true);
    assert.equal(isBroken(toFigure("f", [1e9], "s")), false);
  });
});

describe("the report", () => {
  const report: Report = {
    bench: "start",
    date: "2026-11-25",
    machine: { cpu: "A CPU", cores: 2, ramBytes: 8e9, platform: "linux-x64", node: "24.0.0", load: [0.5, 1, 2] },
    models: [{ id: "m", digest: "0123456789ab" }],
    figures: [toFigure("start: --help", [120.4, 130, 110], "ms", 100), toFigure("start: memory", [40], "MB")],
  };

  test("names machine, models and date, and aligns its columns", () => {
    const lines = toText(report).split("\n");
    assert.equal(lines[0], "bench start, 2026-11-25");
    assert.match(lines[1] ?? "", /A CPU, 2 cores, 8\.0 GB RAM, linux-x64, Node 24\.0\.0, load 0\.50 1\.00 2\.00/);
    assert.match(lines[2] ?? "", /m \(0123456789ab\)/);
    assert.deepEqual(lines.slice(4), [
      "figure         median  unit  n  limit",
      "start: --help     120  ms    3  <= 100  TOO HIGH",
      "start: memory      40  MB    1",
    ]);
  });

  test("shows as many digits as say something", () => {
    assert.deepEqual([1234.5, 12.345, 1.2345, 7, 0.012].map(showValue), ["1235", "12.3", "1.23", "7", "0.01"]);
  });
});

describe("the byte-equal beginning", () => {
  test("ends at the first difference", () => {
    assert.equal(commonPrefix(["abcx", "abcy", "abcz9"]), "abc");
    assert.equal(commonPrefix(["same", "same"]), "same");
    assert.equal(commonPrefix(["a", "b"]), "");
    assert.equal(commonPrefix([]), "");
  });

  test("control: a date in the system prompt would cut it", () => {
    const of = (day: string) => toTranscript([{ role: "system", content: `Rules. Today is ${day}.` }]);
    assert.ok(commonPrefix([of("2026-11-25"), of("2027-01-01")]).length < of("2026-11-25").length - 5);
  });
});

describe("the result of kralle ask --json", () => {
  const usage = { promptTokens: 1, completionTokens: 2, cachedTokens: 0, modelMs: 3, wallMs: 4 };
  const object = JSON.stringify({
    ok: true,
    answer: "4",
    value: 4,
    usage,
    model: "m",
    steps: 1,
    error: null,
    added: 1,
  });

  test("is the last line", () => {
    assert.equal(readResult(`some words\n${object}\n`)?.answer, "4");
  });

  test("control: words after it, or a missing field, are no result", () => {
    assert.equal(readResult(`${object}\nbye\n`), null);
    assert.equal(readResult('{"ok":true}\n'), null);
    assert.equal(readResult(""), null);
  });
});
