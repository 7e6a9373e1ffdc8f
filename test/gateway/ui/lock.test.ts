import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { createContext } from "../../../src/app/index.ts";
import { runInNamespace } from "../../../src/app/doctor/privacy/namespace.ts";
import { tempFolder } from "../../store/_setup.ts";
import { NO_BROWSER, buildUi } from "./_setup.ts";
import type { LockedUi } from "./_locked.ts";

const own = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user", "--keep-caps"];
const wire = "ip link add k0 type veth peer name k1";
const cannot = (): string | false =>
  process.platform === "linux" && spawnSync("unshare", [...own, "--net", "--mount", "sh", "-c", wire]).status === 0
    ? false
    : "this system lets us make no network";

test(
  "with the privacy lock no packet leaves by the pages in a browser, nor by the doors; a page without our rules is seen to send",
  { skip: NO_BROWSER || cannot() },
  async (t) => {
    await buildUi();
    const ctx = createContext({ home: await tempFolder(t), env: {}, signal: AbortSignal.timeout(120_000) });
    const program = join(import.meta.dirname, "_locked.ts");
    const said = await runInNamespace(program, { isLocked: true, settings: {} }, ctx);
    const { pages, doors, hostile, packets, control } = JSON.parse(said) as LockedUi;
    t.diagnostic(`${pages.length} pages; ${packets} packets with the lock, ${control} of a page without our rules`);
    assert.ok(pages.length >= 12, `${pages.length} pages`);
    assert.ok(hostile.shown > 0, "what would load from elsewhere was shown to the person");
    assert.equal(hostile.loads, 0);
    assert.deepEqual(
      doors.map(({ status, isLocked }) => [status >= 400, isLocked]),
      doors.map(() => [true, true]),
    );
    assert.equal(packets, 0);
    assert.ok(control > 0, "the counter counts");
  },
);
