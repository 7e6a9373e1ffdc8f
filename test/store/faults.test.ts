import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/store/index.ts";
import { createContext, tempFolder } from "./_setup.ts";

const CHILD = join(import.meta.dirname, "_child.ts");
const STRACE = "strace";
const canInject = spawnSync(STRACE, ["-f", "-e", "trace=none", "true"]).status === 0;

/** System calls of 48 events by 6 writers that the kernel refuses, by their number in the thread; what follows a commit is an fdatasync.
 * A negative number counts from the last one of a run without faults. */
const FAULTS = [
  "fsync:error=EIO:when=3",
  "fdatasync:error=EIO:when=1",
  "fdatasync:error=EIO:when=2",
  "fdatasync:error=EIO:when=2+",
  "pwrite64:error=ENOSPC:when=40",
  "pwrite64:error=ENOSPC:when=-40",
  "pwrite64:error=EIO:when=-20",
  "pwrite64:error=ENOSPC:when=-10+",
];

test(
  "whatever write or fsync fails, what was acknowledged is there and the next start is clean",
  { skip: canInject ? false : "no strace that may trace here" },
  async (t) => {
    const folder = await tempFolder(t);
    const writes = countWrites(folder);
    let refusals = 0;
    let kept = 0;
    for (const [index, asked] of FAULTS.entries()) {
      const fault = asked.replace(/when=-(\d+)/, (_, back: string) => `when=${writes - Number(back)}`);
      const home = join(folder, String(index));
      const args = ["-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync,pwrite64", "-e", `inject=${fault}`];
      const { stdout } = spawnSync(STRACE, [...args, process.execPath, CHILD, "burst", home], { encoding: "utf8" });
      if (existsSync(home)) {
        const store = await openStore(home, createContext());
        assert.equal((await store.db.get("PRAGMA integrity_check"))?.["integrity_check"], "ok", fault);
        const said =
          stdout === "" ? null : (JSON.parse(stdout) as { session: string; kept: number[]; refused: number[] });
        const events = said ? await store.sessions.events(said.session) : [];
        const stored = new Set(events.map(({ payload }) => (payload as { id: number }).id));
        assert.deepEqual(
          said?.kept.filter((id) => !stored.has(id)) ?? [],
          [],
          `${fault}: an acknowledged event is gone`,
        );
        refusals += said?.refused.length ?? 1;
        kept += said?.kept.length ?? 0;
        await store.close();
      }
    }
    assert.ok(refusals >= FAULTS.length - 1, `control: the faults were felt (${refusals})`);
    assert.ok(kept > 48, `${kept} were acknowledged`);
  },
);

/** Of a run without faults: how many times it writes to a database. */
function countWrites(folder: string): number {
  const log = join(folder, "writes");
  const args = ["-f", "-o", log, "-e", "trace=pwrite64", process.execPath, CHILD, "burst", join(folder, "fair")];
  assert.equal(spawnSync(STRACE, args).status, 0);
  return readFileSync(log, "utf8").split("pwrite64(").length - 1;
}
