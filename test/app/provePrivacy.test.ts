import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { createContext, openApp } from "../../src/app/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const isRoot = process.getuid?.() === 0;
const own = isRoot ? [] : ["--user", "--map-current-user", "--keep-caps"];
const wire = "ip link add k0 type veth peer name k1 && ip -6 addr add fd00::1/64 dev k0 nodad";
const can =
  process.platform === "linux" && spawnSync("unshare", [...own, "--net", "--mount", "sh", "-c", wire]).status === 0;

test(
  "with the privacy lock no packet leaves by any way; without it each of them is seen",
  { skip: !can },
  async (t) => {
    const home = await tempFolder(t);
    const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
    const app = await openApp({ home, env: {}, interactive: false }, ctx);
    t.after(() => app.close());
    const { ok, locked, control, tries } = await app.run("provePrivacy", {}, {}, ctx);
    t.diagnostic(`${tries.length} ways; ${locked.packets} packets with the lock, ${control.packets} without`);
    assert.deepEqual(locked, { packets: 0, bytes: 0 });
    assert.deepEqual(
      tries.filter(({ controlPackets }) => controlPackets === 0).map(({ name }) => name),
      [],
    );
    assert.ok(ok && tries.length >= 25, `${tries.length}`);
  },
);

test("where it cannot be proved that is said", { skip: process.platform !== "linux" }, async (t) => {
  const home = await tempFolder(t);
  const ctx = createContext({ home, env: {}, signal: new AbortController().signal });
  const app = await openApp({ home, env: {}, interactive: false }, ctx);
  t.after(() => app.close());
  const path = process.env["PATH"];
  process.env["PATH"] = home;
  t.after(() => (process.env["PATH"] = path));
  await assert.rejects(app.run("provePrivacy", {}, {}, ctx), isError("E_SANDBOX_MISSING", /cannot be proved/));
});
