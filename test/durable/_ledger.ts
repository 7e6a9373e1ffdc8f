/** Steps of which a ledger says that they began again after their result had been recorded. */
export function doneTwice(lines: readonly string[]): string[] {
  const recorded = new Set<string>();
  const twice: string[] = [];
  for (const line of lines) {
    const [what = "", step = ""] = line.split(" ");
    if (what === "recorded") recorded.add(step);
    else if (recorded.has(step)) twice.push(step);
  }
  return twice;
}

interface NodeVerdict {
  /** Steps in all. */
  steps: number;
  /** How many began more than once. */
  again: number;
  /** Began again after they were recorded. */
  twice: string[];
  /** Begun by a process that had been stopped, in a run that another one had gone on with meanwhile. */
  stale: string[];
  /** Effects that such a process let pass though another one had done them. */
  effects: string[];
}

/** Judges what several processes (`_node.ts`) wrote into one ledger, of which one was stopped for a while. */
export function readNodeLedger(lines: readonly string[]): NodeVerdict {
  const begun = new Map<string, number>();
  const effects = new Set<string>();
  const stale: string[] = [];
  const repeated: string[] = [];
  const gone = new Set<string>();
  let stopped: string | null = null;
  for (const line of lines) {
    const [what = "", name = "", step = ""] = line.split(" ");
    const run = step.split("/")[0] ?? "";
    if (what === "stopped") stopped = name;
    if (what === "begin") {
      begun.set(step, (begun.get(step) ?? 0) + 1);
      if (name === stopped && gone.has(run)) stale.push(`${name} ${step}`);
      if (stopped !== null && name !== stopped) gone.add(run);
    }
    if (what !== "effect") continue;
    if (name === stopped && effects.has(step)) repeated.push(step);
    effects.add(step);
  }
  const pairs = lines.map((line) => line.split(" ")).filter(([what]) => what === "begin" || what === "recorded");
  return {
    steps: begun.size,
    again: [...begun.values()].filter((times) => times > 1).length,
    twice: doneTwice(pairs.map(([what, , step]) => `${what} ${step}`)),
    stale,
    effects: repeated,
  };
}

/** How many of these runs were between their first step and the end of their last at once, by what `_node.ts` wrote. */
export function mostAtOnce(lines: readonly string[], isCounted: (run: string) => boolean, last: number): number {
  const open = new Set<string>();
  let most = 0;
  for (const line of lines) {
    const [what = "", , step = ""] = line.split(" ");
    const [run = "", at = ""] = step.split("/");
    if (!isCounted(run)) continue;
    if (what === "begin") open.add(run);
    if (what === "effect" && Number(at) === last) open.delete(run);
    most = Math.max(most, open.size);
  }
  return most;
}
