import type { Device, FitMachine, ModelFit, Verdict } from "../../app/index.ts";
import { toSafeLine } from "../../app/index.ts";
import type { Style } from "../terminal/style.ts";
import { wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

/** What is known of the machine and what was assumed, in a few lines. */
export function showMachine(machine: FitMachine, ui: Ui): void {
  const { texts, out } = ui;
  const label = machine.described === null ? texts.fit.here : texts.fit.for;
  out.line(wrap(`${label}: ${machineLine(machine, ui)}`, out.columns, "  "));
  const size = (bytes: number): string => sizeOf(machine, bytes, ui);
  const assumed = machine.assumptions.map((assumption) => toSafeLine(texts.fit.assumption(assumption, size)));
  if (assumed.length > 0) out.line(out.style.dim(wrap(texts.fit.assumed(assumed.join("; ")), out.columns, "  ")));
}

function machineLine(machine: FitMachine, ui: Ui): string {
  const { fit } = ui.texts;
  const counts = new Map<string, { device: Device; count: number }>();
  for (const device of machine.devices) {
    const key = `${device.name}/${device.memoryBytes}`;
    counts.set(key, { device, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const cards = [...counts.values()].map(({ device, count }) => {
    const size = sizeOf(machine, device.memoryBytes, ui);
    const name = toSafeLine(device.name);
    return device.kind === "unified" ? fit.shared(name, size) : fit.cards(count, name, size);
  });
  const memory = fit.memory(sizeOf(machine, machine.memory.totalBytes, ui));
  return [cards.length > 0 ? cards.join(" + ") : fit.processorOnly, memory].join(", ");
}

/** Who describes a machine says GB and means 2^30 bytes, as makers do; what was looked at is shown as everywhere else. */
function sizeOf(machine: FitMachine, bytes: number, ui: Ui): string {
  return machine.described === null ? ui.format.size(bytes) : `${ui.format.number(bytes / 1024 ** 3, 1)} GB`;
}

export function paintVerdict(verdict: Verdict, style: Style): (text: string) => string {
  return { great: style.green, fits: style.green, tight: style.yellow, partial: style.yellow, no: style.red }[verdict];
}

/** `131k`, `8k`, `512`; "–" where none fits. */
export function toTokens(tokens: number, ui: Ui): string {
  if (tokens === 0) return "–";
  return tokens < 1000 ? String(tokens) : `${ui.format.number(Math.floor(tokens / 1000))}k`;
}

/** `12–18`, one figure for a measured one; "–" where it does not run. */
export function toRange(speed: ModelFit["decode"], ui: Ui): string {
  if (!speed) return "–";
  const digits = speed.high < 10 ? 1 : 0;
  // a prediction has no four digits that mean something
  const round = (value: number): number => (speed.high >= 1000 ? Math.round(value / 100) * 100 : value);
  const [low, high] = [speed.low, speed.high].map((value) => ui.format.number(round(value), digits));
  return low === high ? (low ?? "") : `${low}–${high}`;
}
