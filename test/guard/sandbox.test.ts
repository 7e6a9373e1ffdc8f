import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import {
  createRefusingSandbox,
  createSandbox,
  type SandboxRequest,
  type SandboxResult,
} from "../../src/guard/index.ts";
import { missing } from "../../src/guard/sandbox/refusing.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";

const ctx = createContext();
const sandbox = await createSandbox(ctx);
const skip = sandbox.kind === "refuse" && "there is no working bubblewrap here";
const MB = 1024 * 1024;
/** Where the copy stands inside the sandbox. */
const INSIDE = "/work";

async function run(
  t: TestContext,
  argv: string[],
  changes: Partial<SandboxRequest> = {},
): Promise<SandboxResult & { folder: string; ms: number }> {
  const folder = changes.workspaceCopy ?? (await tempFolder(t, "kralle-sb-"));
  const begun = performance.now();
  const limits = { timeMs: 10_000, memoryBytes: 256 * MB, outputBytes: 64 * 1024 };
  const result = await sandbox.run({ argv, workspaceCopy: folder, ...limits, ...changes }, ctx);
  return { ...result, folder, ms: performance.now() - begun };
}

const sh = (script: string): string[] => ["sh", "-c", script];

test("a program runs in the copy and what it writes is there; control for all that follows", { skip }, async (t) => {
  const folder = await tempFolder(t, "kralle-sb-");
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "sub/in.txt"), "b\na\n");
  const script = "sort sub/in.txt > out.txt; pwd; env | sort; echo >&2 fehler; exit 3";
  const result = await run(t, sh(script), { workspaceCopy: folder });
  assert.equal(result.exitCode, 3);
  assert.equal(result.stderr, "fehler\n");
  assert.equal(await readFile(join(folder, "out.txt"), "utf8"), "a\nb\n");
  assert.deepEqual(
    result.stdout
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]),
    [INSIDE, "HOME", "LANG", "PATH", "PWD", "TZ"],
  );
  assert.deepEqual([result.timedOut, result.limit, result.truncated], [false, null, false]);
});

test("arguments are no shell's", { skip }, async (t) => {
  const result = await run(t, ["printf", "%s|", "$HOME", "a b", "; id", "--version"]);
  assert.equal(result.stdout, "$HOME|a b|; id|--version|");
  assert.equal((await run(t, ["no-such-program"])).exitCode, 127);
  await assert.rejects(run(t, []), isError("E_INPUT"));
  await assert.rejects(run(t, ["echo", "a\0b"]), isError("E_INPUT"));
});

test("no network: neither ours nor any other", { skip }, async (t) => {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.end("hello");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(hits, 1, "control: the server can be reached from here");
  const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo open`;
  const result = await run(t, ["bash", "-c", script]);
  assert.doesNotMatch(result.stdout, /open/);
  assert.match(result.stderr, /refused|unreachable|No such file/i);
  assert.equal(hits, 1);
  const devices = await run(t, ["cat", "/proc/net/dev"]);
  assert.deepEqual(
    devices.stdout.match(/^\s*\w+(?=:)/gm)?.map((name) => name.trim()),
    ["lo"],
  );
});

test("nothing of the machine but programs can be read", { skip }, async (t) => {
  const secret = join(await tempFolder(t, "kralle-secret-"), "s.txt");
  await writeFile(secret, "geheim");
  const tries = [
    "/etc/shadow",
    "/etc/passwd",
    secret,
    `/proc/self/root${secret}`,
    `/proc/1/root${secret}`,
    `${INSIDE}/..${secret}`,
  ];
  const result = await run(t, sh(tries.map((path) => `cat ${path}`).join("; ")));
  assert.equal(result.stdout, "");
  const seen = await run(
    t,
    sh(`ls -A ${homedir()} /root /home /var /run /opt /srv /mnt 2>/dev/null; ls /tmp; ls -d /proc/[0-9]* | wc -l`),
  );
  assert.match(seen.stdout, /^\d+\n$/);
  assert.ok(Number(seen.stdout) <= 6, "only its own processes");
});

test("nothing outside the copy can be written, and no kernel setting", { skip }, async (t) => {
  const settings = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/hostname",
    "/proc/sysrq-trigger",
    "/proc/self/oom_score_adj",
  ];
  const before = await readFile(settings[0]!, "utf8");
  const targets = ["/usr/x", "/usr/bin/true", "/x", "/etc/x", `${INSIDE}/../x`, ...settings.slice(0, 3)];
  const script = targets.map((path) => `(echo ${path.length} > ${path}) 2>/dev/null && echo wrote ${path}`).join("\n");
  const result = await run(t, sh(script));
  // "/" itself is a file system of the sandbox's own that is gone with it.
  assert.deepEqual(
    result.stdout.split("\n").filter((line) => line && !/^wrote (\/x|\/etc\/x|.*\.\.\/x)$/.test(line)),
    [],
  );
  assert.equal(await readFile(settings[0]!, "utf8"), before);
  await assert.rejects(stat("/etc/x"), { code: "ENOENT" });
});

test("no capability, no new namespace, no other user", { skip }, async (t) => {
  const result = await run(
    t,
    sh(
      "grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status; id -u; unshare -U true && echo nested; mount -t tmpfs x /tmp && echo mounted",
    ),
  );
  assert.match(result.stdout, /CapEff:\s+0+\nCapBnd:\s+0+\nNoNewPrivs:\s+1\n1000\n$/);
  if (process.getuid?.() !== 0) return;
  const { folder } = await run(t, sh("echo x > made"));
  assert.notEqual((await stat(join(folder, "made"))).uid, 0, "root's sandbox is not root outside");
});

test("time: the program and what it left behind end", { skip }, async (t) => {
  const result = await run(t, sh("(sleep 30; touch late) & sleep 30"), { timeMs: 300 });
  assert.deepEqual([result.timedOut, result.limit], [true, "time"]);
  assert.ok(result.ms < 5_000, `${result.ms} ms`);
  const left = await run(t, sh("(sleep 0.3; touch late) & exit 0"));
  await new Promise((resolve) => setTimeout(resolve, 600));
  await assert.rejects(stat(join(left.folder, "late")), { code: "ENOENT" });
});

test("memory: of one process by its limit, of many together by the watch", { skip }, async (t) => {
  const one = await run(t, sh("head -c 600000000 /dev/zero | tail -c 500000000 | wc -c"));
  assert.notEqual(one.stdout, "500000000\n");
  const many = await run(
    t,
    sh("for i in 1 2 3 4; do head -c 90000000 /dev/zero | tail -c 90000000 | (sleep 8; wc -c) & done; wait"),
  );
  assert.equal(many.limit, "memory");
  assert.ok(many.ms < 7_000, `${many.ms} ms`);
});

test("output is cut, and a flood is ended", { skip }, async (t) => {
  const cut = await run(t, sh("head -c 50000 /dev/zero | tr '\\0' x; echo ende"), { outputBytes: 1_000 });
  assert.deepEqual([cut.stdout.length, cut.truncated, cut.exitCode, cut.limit], [1_000, true, 0, null]);
  const flood = await run(t, ["yes"], { outputBytes: 1_000 });
  assert.equal(flood.limit, "output");
});

test("a fork bomb meets its limit", { skip }, async (t) => {
  const bomb = await run(t, ["bash", "-c", "f() { f | f & }; f; sleep 20"], { timeMs: 2_000 });
  assert.notEqual(bomb.exitCode, 0);
  assert.ok(bomb.ms < 15_000, `${bomb.ms} ms`);
  const count = await run(t, sh("for i in $(seq 300); do sleep 2 & done; wait; echo all"), { timeMs: 8_000 });
  assert.ok(count.limit !== null || /fork|Resource/i.test(count.stderr), JSON.stringify(count));
});

test("cancelling ends the program", { skip }, async (t) => {
  const stop = new AbortController();
  const workspaceCopy = await tempFolder(t, "kralle-sb-");
  setTimeout(() => stop.abort(), 200);
  const begun = performance.now();
  const request = { argv: ["sleep", "30"], workspaceCopy, timeMs: 60_000, memoryBytes: 64 * MB, outputBytes: 100 };
  await assert.rejects(sandbox.run(request, createContext({ signal: stop.signal })), { name: "AbortError" });
  assert.ok(performance.now() - begun < 5_000);
});

test("where there is no bubblewrap every run is refused with a hint", async (t) => {
  const none = await createSandbox(ctx, await tempFolder(t));
  assert.equal(none.kind, "refuse");
  const request = { argv: ["true"], workspaceCopy: "/", timeMs: 1, memoryBytes: 1, outputBytes: 1 };
  await assert.rejects(none.run(request, ctx), isError("E_SANDBOX_MISSING", /apt install bubblewrap|WSL|Linux/));
  await assert.rejects(createRefusingSandbox().run(request, ctx), isError("E_SANDBOX_MISSING"));
  assert.match(missing("win32").hint ?? "", /WSL/);
  assert.match(missing("darwin").hint ?? "", /Linux/);
});

test("a bubblewrap that cannot start is told with its own words", { skip: process.platform !== "linux" }, async (t) => {
  const folder = await tempFolder(t);
  await writeFile(
    join(folder, "bwrap"),
    "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n",
    { mode: 0o755 },
  );
  await chmod(folder, 0o755);
  const broken = await createSandbox(ctx, folder);
  assert.equal(broken.kind, "refuse");
  const request = { argv: ["true"], workspaceCopy: folder, timeMs: 1, memoryBytes: 1, outputBytes: 1 };
  await assert.rejects(
    broken.run(request, ctx),
    isError("E_SANDBOX_FAILED", /setting up uid map: Permission denied.*user namespaces/),
  );
});
