import { openWorkspace } from "../../../src/agent/workspace/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { createContext } from "../../store/_setup.ts";

// A process for others to kill: changes a workspace in one unit (`change`), or undoes all (`undo`), saying each step.
const [what, home = "", root = "", seed = "0"] = process.argv.slice(2);
const ctx = createContext();
const store = await openStore(home, ctx);
const workspace = await openWorkspace(root, store, ctx);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (what === "change") {
  let random = Number(seed) + 1;
  const pick = (count: number): number => (random = (random * 48_271) % 2_147_483_647) % count;
  const path = (): string => ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt", "g/h.txt"][pick(5)]!;
  await workspace.begin(`run_${seed}`, "crash");
  for (let step = 0; ; step += 1) {
    const call = pick(4);
    const bytes = Buffer.from(`${seed}-${step}-${"x".repeat(pick(100_000))}`);
    if (call === 0) await workspace.move(path(), path()).catch(() => {});
    else if (call === 1) await workspace.remove(path()).catch(() => {});
    else await workspace.write(path(), bytes);
    say(String(step));
  }
}
if (what === "undo") {
  for (;;) {
    say((await workspace.undo()).label);
  }
}
