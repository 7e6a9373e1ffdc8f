import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createSpace } from "../../src/store/space.ts";
import { isError, tempFolder } from "./_setup.ts";

const BUBBLEWRAP = "bwrap";
const MB = 1024 ** 2;

/** A file system of its own with so many bytes, for one program. */
const onDisk = (bytes: number, folder: string): string[] => {
  return ["--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", String(bytes), "--tmpfs", folder];
};
const canMount = spawnSync(BUBBLEWRAP, [...onDisk(4096, "/tmp"), "true"]).status === 0;
const skip = canMount ? false : "no bubblewrap that may mount here";

test(
  "a disk that fills up in 20 phases under 20 writers: what was acknowledged is there, and only that",
  { skip },
  async (t) => {
    const disk = await tempFolder(t);
    const script = join(import.meta.dirname, "_fullDisk.ts");
    const args = [...onDisk(8 * MB, disk), process.execPath, script, disk, String(8 * MB)];
    const { stdout } = await promisify(execFile)(BUBBLEWRAP, args);
    const { codes, fault, acknowledged, verdict, sessions } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(codes, ["E_DISK_FULL"]);
    assert.deepEqual(fault, []);
    assert.ok(Number(acknowledged) > 200, `${String(acknowledged)} were acknowledged`);
    assert.equal(verdict, "ok");
    assert.equal(sessions, 20);
  },
);

test(
  "nothing new is accepted before the disk is full, what was accepted is worked off, and it goes on by itself",
  { skip },
  async (t) => {
    const disk = await tempFolder(t);
    const script = join(import.meta.dirname, "_noRoom.ts");
    const { stdout } = await promisify(execFile)(BUBBLEWRAP, [
      ...onDisk(32 * MB, disk),
      process.execPath,
      script,
      disk,
    ]);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(seen["code"], "E_DISK_FULL", stdout);
    assert.match(String(seen["message"]), /has 16\.\d MB left, and 16\.8 MB are needed/);
    assert.ok(Number(seen["accepted"]) > 10, stdout);
    assert.equal(seen["answered"], seen["accepted"], "every message that was accepted has its answer");
  },
);

test("room is looked at each time, with figures; control: with a smaller reserve there is room", async (t) => {
  const folder = await tempFolder(t);
  const most = 2 ** 52;
  assert.throws(() => createSpace(folder, most).require(), isError("E_DISK_FULL", /Free some space/));
  assert.equal(createSpace(folder, most).look().hasRoom, false);
  createSpace(folder, 1).require();
  assert.equal(createSpace(folder, 1).look(most).hasRoom, false);
});
