import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Per file (absolute path) one flag for each line: did it run in any process? */
export type LinesRun = ReadonlyMap<string, boolean[]>;

/** What a process with NODE_V8_COVERAGE leaves behind: Chrome DevTools Protocol, `Profiler.takePreciseCoverage`. */
interface Profile {
  result: { url: string; functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[] }[];
}

/**
 * Reads all profiles in a folder. Node's own merge gives up on all of them when one was cut off by a kill -9, and killing
 * processes is what many of the tests do; here such a file is left out.
 */
export function readCoverage(folder: string, isWanted: (path: string) => boolean): LinesRun {
  const lines = new Map<string, { source: string; ran: boolean[] }>();
  for (const name of readdirSync(folder)) {
    const profile = parse(readFileSync(join(folder, name), "utf8"));
    for (const script of profile?.result ?? []) {
      if (!script.url.startsWith("file:")) continue;
      const path = fileURLToPath(script.url.replace(/[?#].*$/, ""));
      if (!isWanted(path)) continue;
      const file = lines.get(path) ?? { source: readFileSync(path, "utf8"), ran: [] };
      lines.set(path, file);
      addRun(file, script);
    }
  }
  return new Map([...lines].map(([path, { ran }]) => [path, ran]));
}

function parse(text: string): Profile | null {
  try {
    return JSON.parse(text) as Profile;
  } catch {
    return null;
  }
}

/** A line did not run when ranges with count 0 cover all of it; an inner range says more than the one around it. */
function addRun({ source, ran }: { source: string; ran: boolean[] }, script: Profile["result"][number]): void {
  const counted = new Uint8Array(source.length).fill(1);
  for (const { ranges } of script.functions)
    for (const { startOffset, endOffset, count } of ranges) counted.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  let start = 0;
  for (const [at, line] of source.split("\n").entries()) {
    const end = start + line.length;
    const isRun = start === end || counted.subarray(start, end).includes(1);
    ran[at] = (ran[at] ?? false) || isRun;
    start = end + 1;
  }
}
