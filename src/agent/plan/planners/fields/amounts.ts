import { Dec, findNumbers, labelled } from "../../../../files/index.ts";
import { directConcepts } from "../../lexicon/index.ts";
import { words } from "../../../../files/index.ts";
import type { Candidate } from "./candidate.ts";
import type { FieldSpec } from "./spec.ts";

interface Line {
  value: Dec;
  /** The decimal string with its own digits. */
  written: string;
  raw: string;
  unit: string | null;
  label: string;
  quote: string;
  ids: Set<string>;
}

/**
 * Totals of an invoice or offer. Net + tax = gross is looked for among the written amounts, so that the three are told
 * apart by arithmetic also where their labels are unusual; without tax the largest amount of a line that says "total" counts.
 */
export function amounts(text: string, spec: FieldSpec): Candidate[] {
  const lines = moneyLines(text);
  const triple = findTriple(lines);
  const wanted = wantedOf(spec);
  const found: Candidate[] = [];
  if (triple) {
    const line = wanted === "net" ? triple.net : wanted === "vat" ? triple.vat : triple.gross;
    found.push(toCandidate(line, 0.92));
  }
  if (wanted !== "vat") {
    const totals = lines.filter(
      ({ ids }) => ids.has("total") || ids.has(wanted) || (ids.has("amount") && !ids.has("vat")),
    );
    const largest = totals.toSorted((a, b) => b.value.cmp(a.value))[0];
    if (largest && !triple) found.push(toCandidate(largest, largest.ids.has(wanted) ? 0.85 : 0.75));
    const any = lines.toSorted((a, b) => b.value.cmp(a.value))[0];
    if (any && !triple && !largest) found.push(toCandidate(any, 0.5));
  }
  return found;
}

/** Net sum and tax of a document whose total is asked for: they are told apart by arithmetic, whatever their labels. */
export function otherAmounts(text: string, spec: FieldSpec): Set<string> {
  const triple = spec.type === "amount" ? findTriple(moneyLines(text)) : null;
  if (!triple) return new Set();
  const wanted = wantedOf(spec);
  return new Set((["net", "vat", "gross"] as const).flatMap((name) => (name === wanted ? [] : [triple[name].written])));
}

function wantedOf(spec: FieldSpec): "net" | "vat" | "gross" {
  if (spec.ids.includes("net")) return "net";
  return spec.ids.includes("vat") || spec.ids.includes("tax") ? "vat" : "gross";
}

function toCandidate(line: Line, score: number): Candidate {
  return { value: line.written, raw: line.raw, label: line.label, quote: line.quote, score, unit: line.unit };
}

/** Amounts with a currency or two decimals, each with the label of its line (or of the line before it). */
function moneyLines(text: string): Line[] {
  const pairs = labelled(text);
  const lines = text.split("\n");
  const found: Line[] = [];
  let offset = 0;
  for (const [at, line] of lines.entries()) {
    for (const number of findNumbers(line)) {
      const money =
        /^[A-Z]{3}$/u.test(number.unit ?? "") || (number.unit === null && /[.,]\d{2}$/u.test(number.text.trim()));
      if (!money) continue;
      const start = offset + number.start;
      const pair = pairs.find(({ span }) => span.start <= start && start < span.end);
      const before = line
        .slice(0, number.start)
        .replace(/[\s:.…€$£]+$/u, "")
        .trim();
      const label = pair?.label ?? (before === "" ? (lines[at - 1] ?? "").trim() : before).slice(-60);
      const ids = new Set(words(label).flatMap(({ word }) => directConcepts(word)));
      found.push({
        value: new Dec(number.value),
        written: number.value,
        raw: number.text,
        unit: number.unit,
        label,
        quote: line.trim() === number.text.trim() ? `${label} ${line.trim()}` : line.trim(),
        ids,
      });
    }
    offset += line.length + 1;
  }
  return found;
}

function findTriple(lines: Line[]): { net: Line; vat: Line; gross: Line } | null {
  const sorted = lines
    .filter(({ value }) => value.gt(0))
    .toSorted((a, b) => b.value.cmp(a.value))
    .slice(0, 14);
  for (const gross of sorted) {
    for (const net of sorted) {
      if (net.value.gte(gross.value) || net.value.lt(gross.value.times(0.6))) continue;
      const rest = gross.value.minus(net.value);
      const share = rest.div(net.value);
      // Usual rates of value added tax: 5 to 25 percent.
      if (share.lt(0.045) || share.gt(0.27)) continue;
      const vat = sorted.find((line) => line !== net && line !== gross && line.value.eq(rest));
      const named =
        vat && (vat.ids.has("vat") || vat.ids.has("tax") || /mwst|ust|vat|tax|steuer/iu.test(vat.label + vat.quote));
      if (vat && named) return { net, vat, gross };
    }
  }
  return null;
}
