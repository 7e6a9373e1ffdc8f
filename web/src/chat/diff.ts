export interface DiffLine {
  kind: "same" | "added" | "removed" | "gap";
  text: string;
  before: number | null;
  after: number | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/u;

/** The lines of a unified diff with their numbers; what stands before the first hunk is left out. */
export function toLines(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let before = 0;
  let after = 0;
  let isInside = false;
  for (const line of diff.split("\n")) {
    const hunk = HUNK.exec(line);
    if (hunk) {
      if (isInside) lines.push({ kind: "gap", text: "", before: null, after: null });
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      isInside = true;
    } else if (isInside) {
      if (line.startsWith("+")) lines.push({ kind: "added", text: line.slice(1), before: null, after: after++ });
      else if (line.startsWith("-"))
        lines.push({ kind: "removed", text: line.slice(1), before: before++, after: null });
      else if (line.startsWith(" "))
        lines.push({ kind: "same", text: line.slice(1), before: before++, after: after++ });
    }
  }
  return lines;
}
