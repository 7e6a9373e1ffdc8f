import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/store/index.ts";
import { createContext, tempFolder } from "./_setup.ts";

const CHILD = join(import.meta.dirname, "_child.ts");
const STRACE = "strace";
const canInject = spawnSync(STRACE, ["-f", "-e", "trace=none", "true"]).status === 0;

/** System calls of 48 events by 6 writers that the kernel refuses, by their number; from the 11th fsync on they are commits. */
const FAULTS = [
  "fsync:error=EIO:when=3",
  "fsync:error=EIO:when=11",
  "fsync:error=EIO:when=13",
  "fsync:error=EIO:when=15+",
  "pwrite64:error=ENOSPC:when=40",
  "pwrite64:error=ENOSPC:when=110",
  "pwrite64:error=EIO:when=125",
  "pwrite64:error=ENOSPC:when=130+",
];

test(
  "whatever write or fsync fails, what was acknowledged is there and the next start is clean",
  { skip: canInject ? false : "no strace that may trace here" },
  async (t) => {
    const folder = await tempFolder(t);
    let refusals = 0;
    let kept = 0;
    for (const [index, fault] of FAULTS.entries()) {
      const home = join(folder, String(index));
      const args = ["-f", "-o", "/dev/null", "-e", "trace=fsync,pwrite64", "-e", `inject=${fault}`];
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
