import assert from "node:assert/strict";
import { once } from "node:events";
import { statSync } from "node:fs";
import { chmod, mkdir, readFile, readdir, rename, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { findSocket, placeSocket } from "../../src/app/index.ts";
import { end, listen } from "../../src/gateway/listen.ts";
import { portOwner } from "../../src/gateway/portOwner.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe("the socket of a home", () => {
  test("is its owner's alone from its first moment, in a folder that is too", async (t) => {
    const home = join(await tempFolder(t), "home");
    await mkdir(join(home, "run"), { recursive: true, mode: 0o755 });
    const path = await placeSocket(home, {});
    assert.deepEqual([path, modeOf(join(home, "run"))], [join(home, "run", "kralle.sock"), 0o700]);
    const server = createServer();
    const before = process.umask(0);
    try {
      const real = server.listen.bind(server);
      let first = 0;
      server.listen = ((...args: Parameters<typeof real>) => {
        const made = real(...args);
        first = modeOf(path); // before anything else can run
        return made;
      }) as typeof server.listen;
      await listen(server, { path });
      assert.equal(first.toString(8), "600");
      assert.equal(process.umask(), 0, "the umask is as it was");
    } finally {
      process.umask(before);
    }
    assert.equal(await findSocket(home), path);
    // What a killed process left is replaced.
    const second = createServer();
    await listen(second, { path });
    await Promise.all([end(server, 0), end(second, 0)]);
  });

  test("of a home with a path too long for one lies elsewhere, private, and is found by who knows the home", async (t) => {
    const folder = await tempFolder(t);
    const home = join(folder, "h".repeat(200));
    const runtime = join(folder, "runtime");
    await mkdir(home, { recursive: true });
    await mkdir(runtime, { mode: 0o700 });
    const path = await placeSocket(home, { XDG_RUNTIME_DIR: runtime });
    assert.ok(path.startsWith(join(runtime, "kralle")) && Buffer.byteLength(path) <= 103, path);
    assert.equal(modeOf(join(runtime, "kralle")), 0o700);
    const server = createServer();
    await listen(server, { path });
    assert.equal(modeOf(path), 0o600);
    assert.equal(await findSocket(home), path); // without the environment of who made it
    const other = join(folder, "g".repeat(200));
    await mkdir(other);
    assert.notEqual(await placeSocket(other, { XDG_RUNTIME_DIR: runtime }), path);
    await end(server, 0);
  });

  test("is not put into, nor looked for in, a folder that others may enter or that is a link", async (t) => {
    const folder = await tempFolder(t);
    const home = join(folder, "h".repeat(200));
    const runtime = join(folder, "runtime");
    await mkdir(home, { recursive: true });
    await mkdir(join(runtime, "kralle"), { recursive: true });
    await chmod(join(runtime, "kralle"), 0o755);
    const path = await placeSocket(home, { XDG_RUNTIME_DIR: runtime });
    assert.ok(!path.startsWith(runtime), path);
    await chmod(join(runtime, "kralle"), 0o700);
    const inside = await placeSocket(home, { XDG_RUNTIME_DIR: runtime });
    assert.ok(inside.startsWith(runtime), inside);
    assert.equal(await findSocket(home), inside);
    await chmod(join(runtime, "kralle"), 0o750);
    assert.equal(await findSocket(home), null);
    await rename(join(runtime, "kralle"), join(runtime, "moved"));
    await chmod(join(runtime, "moved"), 0o700);
    await symlink(join(runtime, "moved"), join(runtime, "kralle"));
    assert.equal(await findSocket(home), null);
    assert.deepEqual(await readdir(join(runtime, "moved")), []);
    assert.equal(await readFile(join(home, "run", "socket"), "utf8"), inside);
  });
});

describe("a port that is taken", () => {
  test("says by whom", { skip: process.platform !== "linux" && "only Linux tells" }, async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    assert.equal((await portOwner(port))?.pid, process.pid);
    const refused = listen(createServer(), { host: "127.0.0.1", port });
    await assert.rejects(refused, isError("E_PORT_BUSY", new RegExp(`Port ${port} .* process ${process.pid} \\(`)));
    holder.close();
    await once(holder, "close");
    assert.equal(await portOwner(port), null);
  });

  test("where the system does not tell, says only that it is", async (t) => {
    assert.equal(await portOwner(80, await tempFolder(t)), null);
  });
});
