import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sha256, startModelServer } from "./modelServer.ts";
import { MB, tempFolder } from "./support.ts";
import { createTinyModel } from "./tinyModels.ts";

/** What the sandbox uses, too. */
const BUBBLEWRAP = "bwrap";

/** A file system of its own with so many bytes, for one program. */
const onDisk = (bytes: number, folder: string): string[] => {
  return ["--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", String(bytes), "--tmpfs", folder];
};
const canMount = spawnSync(BUBBLEWRAP, [...onDisk(4096, "/tmp"), "true"]).status === 0;

test(
  "a disk that fills up in mid-pull is told so; what came is kept, and the next pull goes on from there",
  {
    skip: canMount ? false : "no bubblewrap that may mount here",
  },
  async (t) => {
    const weights = createTinyModel(12 * MB);
    const server = await startModelServer(
      { hub: { "firm/Big-GGUF": { files: { "Big-Q4_K_M.gguf": weights } } } },
      undefined,
      {
        pieceMs: 5,
      },
    );
    t.after(() => server.close());
    const disk = tempFolder(t);
    const script = fileURLToPath(new URL("fullDisk.ts", import.meta.url));
    const args = [...onDisk(84 * MB, disk), process.execPath, script, disk, server.url];
    const { stdout } = await promisify(execFile)(BUBBLEWRAP, args);
    const [full, whole, resumed] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(full?.["error"], "E_DISK_FULL", stdout);
    assert.match(String(full["hint"]), /Free some space/);
    assert.equal(whole?.["done"], sha256(weights), stdout);
    assert.ok(Number(resumed?.["resumedAt"]) >= MB, `resumed at ${String(resumed?.["resumedAt"])}`);
  },
);
