import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { createSandbox } from "../../../src/guard/index.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";

const PROBES = join(import.meta.dirname, "probes.py");
const MB = 1024 * 1024;
const ctx = createContext();
const sandbox = await createSandbox(ctx);
const hasPython = spawnSync("/usr/bin/python3", ["-c", "import ctypes"]).status === 0;
const skip = (sandbox.kind === "refuse" && "there is no working bubblewrap here") || (!hasPython && "needs Python");

/** What a sandboxed program could want: a secret, a folder, listeners of every kind, a process. All of it open to every user. */
async function plant(t: TestContext) {
  const folder = await tempFolder(t, "kralle-escape-");
  await chmod(folder, 0o777);
  const outside = join(folder, "outside");
  await mkdir(outside);
  await chmod(outside, 0o777);
  const secret = join(folder, "secret.txt");
  await writeFile(secret, "canary");
  await chmod(secret, 0o666);
  let hits = 0;
  const listen = async (where: object): Promise<AddressInfo | string | null> => {
    const server = createServer((socket) => {
      hits += 1;
      socket.on("error", () => undefined).destroy();
    });
    server.listen(where);
    await once(server, "listening");
    t.after(() => server.close());
    return server.address();
  };
  const { port } = (await listen({ port: 0, host: "::" })) as AddressInfo;
  const path = join(folder, "docker.sock");
  await listen({ path });
  await chmod(path, 0o777);
  const abstract = `kralle-probe-${process.pid}-${port}`;
  await listen({ path: `\0${abstract}` });
  const victim = spawn("sleep", ["60"], { env: { KRALLE_PROBE_SECRET: "canary" } });
  t.after(() => victim.kill("SIGKILL"));
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const address = all.find(({ internal, family }) => !internal && family === "IPv4")?.address ?? "127.0.0.1";
  const args = [secret, outside, String(port), path, abstract, String(victim.pid), address];
  const untouched = async (): Promise<void> => {
    assert.equal(hits, 0, "connections that arrived");
    assert.equal(await readFile(secret, "utf8"), "canary");
    assert.deepEqual(await readdir(outside), []);
  };
  return { args, untouched, hits: () => hits };
}

interface Verdict {
  tried: number;
  escaped: string[];
}

test("a command in the sandbox finds no way out", { skip }, async (t) => {
  const { args, untouched } = await plant(t);
  const work = await tempFolder(t, "kralle-escape-work-");
  await writeFile(join(work, "probes.py"), await readFile(PROBES));
  process.env["KRALLE_PROBE_SECRET"] = "canary";
  t.after(() => delete process.env["KRALLE_PROBE_SECRET"]);
  const limits = { timeMs: 60_000, memoryBytes: 512 * MB, outputBytes: 64 * 1024 };
  const argv = ["/usr/bin/python3", "probes.py", ...args];
  const result = await sandbox.run({ argv, workspaceCopy: work, ...limits }, ctx);
  assert.equal(result.exitCode, 0, result.stderr);
  const { tried, escaped } = JSON.parse(result.stdout) as Verdict;
  t.diagnostic(`${tried} ways tried, ${escaped.length} found`);
  assert.ok(tried >= 60, `${tried}`);
  assert.deepEqual(escaped, []);
  await untouched();
});

test("nor does a program that stays, with a folder of its own", { skip }, async (t) => {
  const { args, untouched } = await plant(t);
  const own = await tempFolder(t, "kralle-escape-own-");
  await writeFile(join(own, "probes.py"), await readFile(PROBES));
  await chmod(own, 0o777);
  const program = sandbox.start(
    {
      argv: ["/usr/bin/python3", join(own, "probes.py"), ...args],
      folders: [{ path: own, canWrite: true }],
      hidden: [],
      env: {},
      memoryBytes: 512 * MB,
    },
    ctx,
  );
  const { escaped } = JSON.parse(await text(program.stdout)) as Verdict;
  assert.equal(await program.ended, "code 0");
  assert.deepEqual(escaped, []);
  await untouched();
});

test("what is hidden is empty, and what a folder may not write stays", { skip }, async (t) => {
  const folder = await tempFolder(t, "kralle-escape-hidden-");
  await mkdir(join(folder, "home"));
  await writeFile(join(folder, "home", "key"), "canary");
  await writeFile(join(folder, "read.txt"), "here");
  for (const one of [folder, join(folder, "home")]) await chmod(one, 0o777);
  const script = `cat ${folder}/read.txt; ls -A ${folder}/home; echo x > ${folder}/read.txt; echo x > ${folder}/new`;
  const order = { argv: ["/bin/sh", "-c", script], hidden: [join(folder, "home")], env: {}, memoryBytes: 64 * MB };
  const program = sandbox.start({ ...order, folders: [{ path: folder, canWrite: false }] }, ctx);
  assert.equal(await text(program.stdout), "here");
  await program.ended;
  assert.deepEqual((await readdir(folder)).toSorted(), ["home", "read.txt"]);
  for (const path of ["/", "/etc", "/proc/1", "/dev", "relative", "/run/user"]) {
    assert.throws(() => sandbox.start({ ...order, folders: [{ path, canWrite: false }] }, ctx), path);
  }
});

test("control: without a sandbox the same ways are open", { skip }, async (t) => {
  const { args, hits } = await plant(t);
  const work = await tempFolder(t, "kralle-escape-open-");
  const env = { ...process.env, KRALLE_PROBE_SECRET: "canary" };
  const child = spawn("/usr/bin/python3", [PROBES, ...args], { cwd: work, env, stdio: ["ignore", "pipe", "inherit"] });
  const { tried, escaped } = JSON.parse(await text(child.stdout)) as Verdict;
  const least = process.getuid?.() === 0 ? 45 : 25;
  t.diagnostic(`${escaped.length} of ${tried} ways are open outside`);
  assert.ok(escaped.length >= least, `${escaped.length} of ${tried}: ${escaped.join(", ")}`);
  assert.ok(hits() > 0);
});

test("how long the sandbox takes to start", { skip }, async (t) => {
  const work = await tempFolder(t, "kralle-escape-cost-");
  const limits = { timeMs: 10_000, memoryBytes: 256 * MB, outputBytes: 1_024 };
  const times = { bare: [] as number[], sandboxed: [] as number[] };
  for (let round = 0; round < 21; round += 1) {
    const begun = performance.now();
    await once(spawn("/bin/true"), "close");
    const between = performance.now();
    await sandbox.run({ argv: ["/bin/true"], workspaceCopy: work, ...limits }, ctx);
    times.bare.push(between - begun);
    times.sandboxed.push(performance.now() - between);
  }
  const [bare, sandboxed] = [times.bare, times.sandboxed].map((list) => list.toSorted((a, b) => a - b)[10] ?? 0);
  t.diagnostic(`median of 21: ${bare?.toFixed(1)} ms bare, ${sandboxed?.toFixed(1)} ms in the sandbox`);
  assert.ok(times.sandboxed.length === 21);
});
