import { bringTexts } from "../../src/cli/texts/index.ts";

export interface Line {
  text: string;
  /** Since the start. */
  ms: number;
}

export interface Phase {
  name: string;
  ms: number;
}

const { setup } = await bringTexts("en");

/** Stands for what differs from run to run when a sentence of the program is turned into a pattern. */
const ANY = "\u0000";

/** The sentences by which the program says that a part of its set-up is over, in their order. */
function toEnds(): { name: string; pattern: RegExp }[] {
  return [
    { name: "bootstrap (Node, dependencies)", pattern: toPattern(setup.hardware(ANY)) },
    { name: "engine pack", pattern: toPattern(setup.packDone(ANY)) },
    { name: "weights", pattern: toPattern(setup.weightsDone(ANY, ANY)) },
    { name: "load", pattern: toPattern(setup.loaded(ANY, ANY)) },
    { name: "first words", pattern: toPattern(setup.tried(ANY)) },
  ];
}

export function toPattern(sentence: string): RegExp {
  return new RegExp(sentence.split(ANY).map(escape).join(".*"));
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/**
 * How long each part of a first start took: a part lasts from the end of the one before to the line that says it is over;
 * what comes after the last such line is the task. A part that was not told (nothing to do) is left out.
 */
export function toPhases(lines: readonly Line[], endMs: number, ends = toEnds()): Phase[] {
  const phases: Phase[] = [];
  let from = 0;
  for (const { name, pattern } of ends) {
    const line = lines.find(({ text, ms }) => ms >= from && pattern.test(text));
    if (!line) continue;
    phases.push({ name, ms: line.ms - from });
    from = line.ms;
  }
  return [...phases, { name: "task", ms: endMs - from }];
}
