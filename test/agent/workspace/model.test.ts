import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { bytes, openBench, snapshot } from "./_setup.ts";

// Random sequences of calls against a plain map of what must then be there; undo must lead back, unit by unit.

const PATHS = ["a.txt", "b.txt", "d/a.txt", "d/e/c.txt", "ü/ß.txt", "d/e"];
const path = fc.constantFrom(...PATHS);
const content = fc.constantFrom("1", "2", "", "drei");
const operation = fc.oneof(
  fc.record({ call: fc.constant("create" as const), path, content }),
  fc.record({ call: fc.constant("write" as const), path, content }),
  fc.record({ call: fc.constant("move" as const), path, to: path }),
  fc.record({ call: fc.constant("remove" as const), path }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;
const units = fc.array(fc.array(operation, { maxLength: 6 }), { minLength: 1, maxLength: 3 });

/** What the call must do to the files, or null when it must be refused. */
function expected(files: ReadonlyMap<string, string>, step: Operation): Map<string, string> | null {
  const next = new Map(files);
  const isFolder = (name: string): boolean => [...files.keys()].some((file) => file.startsWith(`${name}/`));
  const underFile = (name: string): boolean => [...files.keys()].some((file) => name.startsWith(`${file}/`));
  const free = (name: string): boolean => !files.has(name) && !isFolder(name) && !underFile(name);
  if (step.call === "create") return free(step.path) ? next.set(step.path, step.content) : null;
  if (step.call === "write") {
    return files.has(step.path) || free(step.path) ? next.set(step.path, step.content) : null;
  }
  const old = files.get(step.path);
  if (old === undefined) return null;
  if (step.call === "move" && step.to === step.path) return next;
  if (step.call === "move" && !free(step.to)) return null;
  next.delete(step.path);
  return step.call === "move" ? next.set(step.to, old) : next;
}

test("random changes do what the model says, and undo returns to the start", async (t) => {
  await fc.assert(
    fc.asyncProperty(units, fc.boolean(), async (plan, reopenBetween) => {
      const bench = await openBench(t, { "a.txt": "alt", "d/a.txt": "auch" });
      let { workspace } = bench;
      let files = new Map([
        ["a.txt", "alt"],
        ["d/a.txt", "auch"],
      ]);
      const before: unknown[] = [];
      for (const [index, steps] of plan.entries()) {
        const start = await snapshot(bench.root);
        await workspace.begin(`run_${index}`, `unit ${index}`);
        for (const step of steps) {
          const next = expected(files, step);
          const done = perform(step);
          if (next === null) await assert.rejects(done, `${JSON.stringify(step)} must be refused`);
          else await done;
          files = next ?? files;
          const now = await snapshot(bench.root);
          const texts = Object.entries(now).flatMap(([name, file]) => (file ? [[name, file.text] as const] : []));
          assert.deepEqual(new Map(texts.toSorted()), new Map([...files].toSorted()), JSON.stringify(step));
        }
        const recorded = await workspace.changes();
        await workspace.end();
        // A folded unit may come to nothing, but then it also left nothing behind.
        if (
          recorded.length > 0 ||
          (await bench.store.undo.lastUnit(bench.workspace.root, ["ended"], ["done"]))?.run === `run_${index}`
        ) {
          before.push(start);
        }
        if (reopenBetween) workspace = await bench.reopen();
      }
      for (const start of before.toReversed()) {
        await workspace.undo();
        assert.deepEqual(await snapshot(bench.root), start);
      }

      function perform(step: Operation): Promise<void> {
        if (step.call === "move") return workspace.move(step.path, step.to);
        if (step.call === "remove") return workspace.remove(step.path);
        return workspace[step.call](step.path, bytes(step.content));
      }
    }),
    { numRuns: 40 },
  );
});
