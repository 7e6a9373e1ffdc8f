/** A run of text on a page; x to the right, y downwards, in points. */
export interface Run {
  text: string;
  x: number;
  y: number;
  width: number;
  /** Font size. */
  size: number;
}

/** Text between two wide gaps of a line. */
export interface Segment {
  text: string;
  x0: number;
  x1: number;
}

export interface Line {
  segments: Segment[];
  y: number;
  size: number;
}

/** A gap of more than this many font sizes parts columns; less than `SPACE` joins letters. */
const COLUMN_GAP = 0.9;
const SPACE = 0.12;

/** Runs to lines from top to bottom, segments from left to right. Runs within 0.4 font sizes of height are one line. */
export function toLines(runs: readonly Run[]): Line[] {
  const sorted = [...runs].toSorted((a, b) => a.y - b.y || a.x - b.x);
  const lines: { runs: Run[]; y: number; size: number }[] = [];
  for (const run of sorted) {
    const line = lines.at(-1);
    if (line && Math.abs(run.y - line.y) <= 0.4 * Math.max(1, Math.min(run.size, line.size))) line.runs.push(run);
    else lines.push({ runs: [run], y: run.y, size: run.size });
  }
  return lines
    .map((line) => ({ segments: toSegments(line.runs), y: line.y, size: line.size }))
    .filter((line) => line.segments.length > 0);
}

function toSegments(runs: Run[]): Segment[] {
  const segments: Segment[] = [];
  let spaced = false;
  for (const run of runs.toSorted((a, b) => a.x - b.x)) {
    const text = run.text.replace(/\s+/g, " ");
    if (text.trim() === "") {
      spaced = true;
      continue;
    }
    const last = segments.at(-1);
    const gap = last ? run.x - last.x1 : 0;
    const size = Math.max(1, run.size);
    if (!last || gap > COLUMN_GAP * size) segments.push({ text: text.trim(), x0: run.x, x1: run.x + run.width });
    else {
      const joint = spaced || gap > SPACE * size || text.startsWith(" ") ? " " : "";
      last.text = `${last.text}${joint}${text.trimStart()}`;
      last.x1 = Math.max(last.x1, run.x + run.width);
    }
    spaced = false;
  }
  return segments.map((segment) => ({ ...segment, text: segment.text.trim() }));
}

/** Lines to text: columns parted by four spaces, so that "Label    value" stays readable, a blank line at wide leading. */
export function toText(lines: readonly Line[]): string {
  const out: string[] = [];
  let before: Line | null = null;
  for (const line of lines) {
    if (before && line.y - before.y > 2 * Math.max(before.size, line.size)) out.push("");
    out.push(line.segments.map((segment) => segment.text).join("    "));
    before = line;
  }
  return out.join("\n");
}
