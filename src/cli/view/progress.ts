import { systemClock } from "../../core/index.ts";
import type { PackProgress, PullProgress } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { cut, widthOf } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

const PLAIN_EVERY_MS = 5_000;

/** One line that says how far something is: replaced where that is possible, else a new line every few seconds. */
export interface ProgressLine {
  /** `phase`: what is going on; a new one is shown at once. */
  show(text: string, phase: string): void;
  /** Takes the line away. */
  clear(): void;
}

export function createProgressLine(screen: Screen, now: () => number = systemClock.now): ProgressLine {
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastText = "";
  let lastPhase = "";
  return {
    show(text, phase) {
      if (screen.isLive) return screen.status(text);
      if (text === lastText || (phase === lastPhase && now() - lastAt < PLAIN_EVERY_MS)) return;
      lastAt = now();
      lastText = text;
      lastPhase = phase;
      screen.line(cut(text, screen.columns));
    },
    clear: () => screen.status(null),
  };
}

/** How far a pull is, in as much detail as a line of so many columns has room for. */
export function toPullLine(name: string, progress: PullProgress, ui: Ui, columns: number): string {
  const { texts, format } = ui;
  const { phase, receivedBytes, totalBytes, bytesPerSecond, etaMs, source } = progress;
  if (phase === "probe") return cut(`${texts.setup.probe} …`, columns);
  const share = totalBytes > 0 ? receivedBytes / totalBytes : 0;
  const label = {
    wait: texts.setup.wait(name),
    verify: texts.setup.verify,
    download: texts.setup.download(name, source),
  };
  const title = phase === "done" ? name : label[phase];
  const done = format.percent(share);
  const speed = bytesPerSecond > 0 ? `${format.size(bytesPerSecond)}/s` : "";
  const left = etaMs === null || phase === "verify" ? "" : texts.setup.left(format.duration(etaMs));
  const sizes = `${format.size(receivedBytes)} / ${format.size(totalBytes)}`;
  const full = [done, sizes, speed, left].filter(Boolean).join("  ");
  const short = [done, speed, left].filter(Boolean).join("  ");
  const room = columns - 1;
  for (const [head, facts] of [
    [title, full],
    [name, full],
    [name, short],
    ["", short],
  ] as const) {
    const barRoom = room - widthOf(head) - widthOf(facts) - (head === "" ? 2 : 4);
    if (barRoom >= 8) return [head, bar(share, Math.min(barRoom, 30)), facts].filter(Boolean).join("  ");
  }
  return cut(short, room);
}

export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

export function toPackLine({ phase, elapsedMs, name }: PackProgress, { texts, format }: Ui): string {
  const title = {
    wait: texts.setup.packWait,
    install: name === undefined ? texts.setup.packInstall : texts.resident.packInstall(name),
    prune: texts.setup.packPrune,
    try: texts.resident.packTry,
    done: "",
  }[phase];
  return `${title} … ${format.duration(Math.floor(elapsedMs / 1000) * 1000)}`;
}
