import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { evaluate } from "../../../src/agent/tools/index.ts";
import { isError } from "../../store/_setup.ts";

const VALUES: [string, string][] = [
  ["0.1 + 0.2", "0.3"],
  ["1 - 0.9", "0.1"],
  ["2 + 3 * 4", "14"],
  ["(2 + 3) * 4", "20"],
  ["10 / 4", "2.5"],
  ["2 ^ 10", "1024"],
  ["2 ^ 3 ^ 2", "512"],
  ["-2 ^ 2", "-4"],
  ["2 ^ -2", "0.25"],
  ["--3", "3"],
  ["7 % 3", "1"],
  ["19 %", "0.19"],
  ["200 * 19%", "38"],
  ["100 + 10% * 5", "100.5"],
  ["50% % 3", "0.5"],
  ["1.234,50 + 99", "1333.5"],
  ["1,234.50 + 99", "1333.5"],
  ["1.234.567", "1234567"],
  ["1,234,567 + 1", "1234568"],
  ["12,5 * 2", "25"],
  ["1.234", "1.234"],
  ["1.234 + 2,5", "1236.5"],
  ["1,234 + 2.5", "1236.5"],
  ["1'234.50", "1234.5"],
  ["1.234,50 € × 2", "2469"],
  ["3 EUR + 4 EUR", "7"],
  ["6 : 3 − 1", "1"],
  ["sum(1, 2, 3)", "6"],
  ["sum(1,2,3)", "6"],
  ["SUM(10,20) / 2", "15"],
  ["sum(1,5; 2,5)", "4"],
  ["Summe(1; 2) + Mittelwert(2; 4)", "6"],
  ["avg(1.5, 2.5)", "2"],
  ["sum(1,234.50, 1.50)", "1236"],
  ["round(2.345, 2)", "2.35"],
  ["runden(2,3456; 2)", "2.35"],
  ["round(-2.5)", "-3"],
  ["min(3; 1; 2) + max(3; 1; 2)", "4"],
  ["abs(-4) + count(1; 1; 1)", "7"],
  ["sum(sum(1; 2); (3 + 4) * 2)", "17"],
  [".5 + 0.5", "1"],
  ["0 / 5", "0"],
];

test("values, German and English", () => {
  for (const [expression, value] of VALUES) assert.equal(evaluate(expression).value, value, expression);
  assert.equal(evaluate("1,234", ",").value, "1.234");
  assert.equal(evaluate("1,234", ".").value, "1234");
  assert.equal(evaluate("1.234", ",").value, "1234");
});

test("what is rounded is said to be", () => {
  assert.deepEqual(evaluate("1 / 3"), { value: `0.${"3".repeat(30)}`, exact: false });
  assert.deepEqual(evaluate("1 / 8"), { value: "0.125", exact: true });
  assert.equal(evaluate("10 / 3 * 3").exact, false);
  assert.equal(evaluate("avg(1; 2; 2)").exact, false);
  assert.equal(evaluate("123456789012345678901234567890 + 1").value, "123456789012345678901234567891");
});

test("faults are told with their place", () => {
  const faults: [string, RegExp][] = [
    ["", /number is missing/],
    ["1 +", /number is missing/],
    ["1 2", /operator is missing.*character 3/],
    ["(1", /"\)" is missing/],
    ["1)", /operator is missing/],
    ["1 / 0", /division by zero/],
    ["5 % 0", /division by zero/],
    ["0 ^ -1", /division by zero/],
    ["2 ^ 0.5", /exponent/],
    ["9 ^ 9999", /exponent/],
    ["(9^999)^999", /too large/],
    ["foo(1)", /"foo" is no function/],
    ["constructor(1)", /no function/],
    ["__proto__", /no function/],
    ["process.exit()", /no function|not understood/],
    ["avg()", /number is missing/],
    ["abs(1; 2)", /abs takes 1 to 1/],
    ["round(1; 99)", /places/],
    ["1 = 1", /"=" is not understood/],
    ["1,234", /can be 1234 or 1\.234/],
    ["1.234,5 + 1,234.5", /mixes/],
    ["1.23.4", /no number/],
    ["1,2,3", /no number/],
    [`${"(".repeat(200)}1${")".repeat(200)}`, /nested/],
    ["-".repeat(300), /nested/],
  ];
  for (const [expression, message] of faults) {
    assert.throws(() => evaluate(expression), isError("E_INPUT", message), expression);
  }
});

test("sums and products of decimals are exact", () => {
  const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const written = (value: number): string =>
    `(${value < 0 ? "-" : ""}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, "0")})`;
  fc.assert(
    fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), (values) => {
      const total = values.reduce((a, b) => a + b, 0);
      assert.equal(Math.round(Number(evaluate(values.map(written).join(" + ")).value) * 100), total);
      assert.equal(evaluate(`${values.map(written).join(" + ")} - ${written(total)}`).value, "0");
      assert.equal(evaluate(`sum(${values.map(written).join("; ")}) - ${written(total)}`).value, "0");
    }),
  );
});

test("anything else is a typed fault, quickly", () => {
  const part = fc.constantFrom(
    "1",
    "2,5",
    "1.000",
    "+",
    "-",
    "*",
    "/",
    "^",
    "%",
    "(",
    ")",
    "sum(",
    ";",
    ",",
    " ",
    "€",
    "x",
    "99999",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 15 }), (parts) => {
      try {
        assert.match(evaluate(parts.join("")).value, /^-?\d+(\.\d+)?$/);
      } catch (thrown) {
        if (!isError("E_INPUT")(thrown)) throw thrown;
      }
    }),
    { numRuns: 2_000 },
  );
});
