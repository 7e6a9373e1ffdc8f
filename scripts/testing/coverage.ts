import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { FileCoverage } from "./run.ts";
import { heading, ROOT } from "./project.ts";

/** Per cent of lines that must have run, by room. */
const REQUIRED: Record<string, number> = { core: 85, store: 85, models: 85, agent: 85 };

interface Share {
  covered: number;
  total: number;
}

/** Prints the share of lines that ran in each room; false when a room has less than it must. */
export function reportCoverage(files: FileCoverage[]): boolean {
  heading("coverage (lines that ran, per room)");
  const rooms = new Map<string, Share>();
  const merged = mergeCoverage(files);
  for (const path of globSync("src/**/*.ts", { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"))) {
    const share = merged.get(path) ?? unloaded(path);
    const room = path.split("/")[1] ?? "";
    const sum = rooms.get(room) ?? { covered: 0, total: 0 };
    rooms.set(room, { covered: sum.covered + share.covered, total: sum.total + share.total });
  }
  let isEnough = true;
  for (const [room, { covered, total }] of [...rooms].toSorted()) {
    const percent = total === 0 ? 100 : (100 * covered) / total;
    const required = REQUIRED[room] ?? 0;
    if (percent < required) isEnough = false;
    const verdict = percent < required ? `  TOO LOW, must be ${required} %` : "";
    console.log(`${room.padEnd(12)} ${percent.toFixed(1).padStart(5)} % of ${total} lines${verdict}`);
  }
  return isEnough;
}

/** A line counts as run when it ran in any pass. Keys are paths relative to the project. */
function mergeCoverage(files: FileCoverage[]): Map<string, Share> {
  const ran = new Map<string, Map<number, boolean>>();
  for (const file of files) {
    const path = relative(ROOT, file.path).replaceAll("\\", "/");
    const lines = ran.get(path) ?? new Map<number, boolean>();
    for (const { line, count } of file.lines) lines.set(line, (lines.get(line) ?? false) || count > 0);
    ran.set(path, lines);
  }
  const shares = [...ran].map(([path, lines]): [string, Share] => {
    return [path, { covered: [...lines.values()].filter(Boolean).length, total: lines.size }];
  });
  return new Map(shares);
}

/** A line that is there when the program runs, in a formatted file. */
const CODE =
  /^(?:export )?(?:default |async )*(?:function|const|let|class|await|for|if)\b|^export (?:\*|\{)|^\w[\w.]*\(/m;

/** A file that no test loaded: all its lines are missing, unless it holds types only. */
function unloaded(path: string): Share {
  const source = readFileSync(join(ROOT, path), "utf8");
  return { covered: 0, total: CODE.test(source) ? source.split("\n").length : 0 };
}
