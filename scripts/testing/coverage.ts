import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { heading, ROOT } from "./project.ts";
import { readCoverage } from "./v8Coverage.ts";

/** Per cent of lines that must have run, by room. */
const REQUIRED: Record<string, number> = { core: 85, store: 85, models: 85, agent: 85 };

interface Share {
  covered: number;
  total: number;
}

/** Prints the share of lines that ran in each room, from V8's files in `folder`; false when a room has less than it must. */
export function reportCoverage(folder: string): boolean {
  heading("coverage (lines that ran, per room)");
  const rooms = new Map<string, Share>();
  const source = join(ROOT, "src");
  const ran = readCoverage(folder, (path) => path.startsWith(source));
  for (const path of globSync("src/**/*.ts", { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"))) {
    const lines = ran.get(join(ROOT, path));
    const share = lines ? { covered: lines.filter(Boolean).length, total: lines.length } : unloaded(path);
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

/** A line that is there when the program runs, in a formatted file. */
const CODE =
  /^(?:export )?(?:default |async )*(?:function|const|let|class|await|for|if)\b|^export (?:\*|\{)|^\w[\w.]*\(/m;

/** A file that no test loaded: all its lines are missing, unless it holds types only. */
function unloaded(path: string): Share {
  const source = readFileSync(join(ROOT, path), "utf8");
  return { covered: 0, total: CODE.test(source) ? source.split("\n").length : 0 };
}
