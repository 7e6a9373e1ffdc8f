import { isBroken } from "./stats.ts";
import type { Figure, Report } from "./types.ts";

/** The report for people: where it was measured, then an aligned table. */
export function toText(report: Report): string {
  const { machine, models } = report;
  const load = machine.load.map((value) => value.toFixed(2)).join(" ");
  const weights = models.map(({ id, digest }) => `${id} (${digest})`).join(", ");
  return [
    `bench ${report.bench}, ${report.date}`,
    `machine: ${machine.cpu}, ${machine.cores} cores, ${(machine.ramBytes / 1e9).toFixed(1)} GB RAM, ${machine.platform}, Node ${machine.node}, load ${load}`,
    `models: ${weights === "" ? "none" : weights}`,
    "",
    ...toTable(report.figures),
  ].join("\n");
}

function toTable(figures: readonly Figure[]): string[] {
  const rows = figures.map((figure) => [
    figure.name,
    showValue(figure.value),
    figure.unit,
    String(figure.n),
    toLimit(figure),
  ]);
  const all = [["figure", "median", "unit", "n", "limit"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

function toLimit(figure: Figure): string {
  const broken = isBroken(figure);
  if (figure.atMost !== undefined) return `<= ${showValue(figure.atMost)}${broken ? "  TOO HIGH" : ""}`;
  return figure.atLeast === undefined ? "" : `>= ${showValue(figure.atLeast)}${broken ? "  TOO LOW" : ""}`;
}

/** Three digits that say something; whole numbers from 100 on. */
export function showValue(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value)) return String(value);
  if (size >= 100) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : 2);
}
