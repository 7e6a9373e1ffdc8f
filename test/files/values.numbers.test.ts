import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { Dec, findNumbers, formatNumber, type NumberFormat, parseNumber, round, sum } from "../../src/files/index.ts";

const found = (text: string) =>
  findNumbers(text).map((number) => `${number.value}${number.unit ? ` ${number.unit}` : ""}`);

describe("findNumbers", () => {
  const cases: [string, string[]][] = [
    ["Gesamt: 1.234,50 € brutto", ["1234.50 EUR"]],
    ["Total due: $1,234.50", ["1234.50 USD"]],
    ["Wir bestellen 12 Stück zu 3,50 EUR am 01.03.2026", ["12 pcs", "3.50 EUR"]],
    ["1.234 Stück und 12,5 kg", ["1234 pcs", "12.5 kg"]],
    ["1,000 pieces at $2", ["1000 pcs", "2 USD"]],
    ["EUR 1.234 und CHF 1'234.50", ["1234 EUR", "1234.50 CHF"]],
    ["1,5 Mio. € und 2k €", ["1500000 EUR", "2000 EUR"]],
    ["-12,50 und −3", ["-12.50", "-3"]],
    ["5-10 Tage", ["5", "10 d"]],
    ["19% MwSt, 3 Std., 0,5 l", ["19 %", "3 h", "0.5 l"]],
    ["Menge 3 x 12,00", ["3", "12.00"]],
    ["12.50.", ["12.50"]],
    ["innerhalb von sieben Tagen, three hours, vier Leute", ["7 d", "3 h"]],
    ["1. Erstens\n2. Zweitens 5 kg", ["5 kg"]],
    ["Tel. 0911 / 123456, +49 170 1234567, IBAN DE89 3704 0044 0532 0130 00", []],
    ["R-2026-001, Nr. 4711, Kunde 10023, ID 12345, #17, A12, v1.2.3, 00123", []],
    ["um 14:30, 3 pm, 14.30 Uhr, am 1. März, im Q1 2026, 2025, 90402 Nürnberg", []],
    ["die 2. Mahnung", []],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(found(text), expected));

  it("gives spans that stand in the text", () => {
    const text = "Betrag von -1.234,50 € fällig";
    const [number] = findNumbers(text);
    assert.equal(number?.text, "-1.234,50 €");
    assert.equal(text.slice(number?.start, number?.end), number?.text);
  });
});

describe("parseNumber", () => {
  const cases: [string, string | null][] = [
    ["1.234,50 €", "1234.50"],
    ["1,234.50", "1234.50"],
    ["1.234.567", "1234567"],
    ["1'234.50", "1234.50"],
    ["1 234,50", "1234.50"],
    ["€ -5", "-5"],
    ["(12.00)", "-12.00"],
    ["12,00-", "-12.00"],
    ["5,- €", "5"],
    ["1.234", "1.234"],
    ["1,234", "1234"],
    ["1.234 EUR", "1234"],
    ["0.125", "0.125"],
    ["-0,00", "0.00"],
    ["12:30", null],
    ["1.2.3", null],
    ["R-12", null],
    ["", null],
    ["-", null],
    ["+49 911 123456", null],
  ];
  for (const [raw, expected] of cases) it(JSON.stringify(raw), () => assert.equal(parseNumber(raw), expected));

  it("lets a format decide", () => {
    const german: NumberFormat = { decimal: ",", group: ".", places: 2, prefix: "", suffix: "" };
    assert.equal(parseNumber("1.234", german), "1234");
    assert.equal(parseNumber("12.50", german), "12.50"); // an odd cell that leaves no doubt
    assert.equal(parseNumber("1,234", { ...german, decimal: "." }), "1234");
  });

  it("round trip: what formatNumber writes, parseNumber reads, for every notation", () => {
    const formats = fc.record({
      decimal: fc.constantFrom("." as const, "," as const),
      grouped: fc.boolean(),
      places: fc.integer({ min: 0, max: 4 }),
      prefix: fc.constantFrom("", "€ ", "$"),
      suffix: fc.constantFrom("", " €", " kg"),
    });
    const values = fc.tuple(
      fc.bigInt({ min: -1_000_000_000_000_000n, max: 1_000_000_000_000_000n }),
      fc.integer({ min: 0, max: 4 }),
    );
    fc.assert(
      fc.property(values, formats, ([digits, places], { decimal, grouped, ...rest }) => {
        fc.pre(rest.prefix === "" || rest.suffix === "");
        const format: NumberFormat = { ...rest, decimal, group: grouped ? (decimal === "," ? "." : ",") : "" };
        const value = new Dec(digits.toString()).div(new Dec(10).pow(places)).toFixed(places);
        const shown = formatNumber(value, format);
        assert.equal(parseNumber(shown, format), round(value, format.places));
      }),
    );
  });
});

describe("exact decimals", () => {
  it("adds and rounds without floats", () => {
    assert.equal(sum(["0.1", "0.2"]), "0.3");
    assert.equal(sum([]), "0");
    assert.equal(round("2.005", 2), "2.01");
    assert.equal(round("-2.005", 2), "-2.01");
    assert.equal(round("-0.001", 2), "0.00");
    assert.notEqual(String(0.1 + 0.2), "0.3"); // the control: floats would fail
  });

  it("never writes an exponent", () => {
    assert.equal(new Dec("0.00000000000000000001").toString(), "0.00000000000000000001");
    assert.equal(sum(["100000000000000000000000000000", "0.01"]), "100000000000000000000000000000.01");
  });
});
