import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { packTar, type TarEntry } from "modern-tar";
import { silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import { ensureLlamaServer, findRelease, OFFICIAL, type Releases } from "../../../src/models/llama-server/release.ts";
import { unpackArchive } from "../../../src/models/llama-server/unpack.ts";
import { openNet } from "../../../scripts/testing/broker.ts";

/** Says what a llama-server says; the archives of the real one are too large for a test. */
const PROGRAM = `#!/bin/sh
if [ "$1" = --version ]; then echo "version: 10621 (abcdef01)"; else echo "--ctx-size N  size"; fi
`;
const file = (name: string, body: string): TarEntry => ({ header: { name, size: body.length, type: "file" }, body });
const link = (name: string, linkname: string): TarEntry => ({ header: { name, size: 0, type: "symlink", linkname } });
const toArchive = async (entries: TarEntry[]): Promise<Buffer> => gzipSync(await packTar(entries));

const ctx: Context = {
  signal: new AbortController().signal,
  clock: systemClock,
  net: openNet(),
  log: silentLogger,
};
const hardware = { platform: "linux", arch: "x64", libc: "glibc" as const };

describe(
  "the official llama-server",
  { skip: process.platform === "win32" && "a shell script plays the program" },
  () => {
    let server: Server;
    let body: Buffer = Buffer.alloc(0);
    let requests = 0;
    let home = "";
    before(async () => {
      server = createServer((_request, answer) => {
        requests += 1;
        answer.writeHead(200, { "content-length": body.length, "content-type": "application/gzip" }).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      body = await toArchive([
        file("llama-b10621/llama-server", PROGRAM),
        file("llama-b10621/libllama.so.0.1", "library"),
        link("llama-b10621/libllama.so.0", "libllama.so.0.1"),
        link("llama-b10621/libevil.so", "../../../../etc/passwd"),
        file("../../outside.so", "x"),
        file("llama-b10621/llama-cli", "not needed"),
      ]);
    });
    after(() => server.close());
    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "kralle-release-"));
      requests = 0;
    });

    const install = (sha256 = createHash("sha256").update(body).digest("hex")) => {
      const { port } = server.address() as AddressInfo;
      const release = {
        platform: "linux",
        arch: "x64",
        gpu: "vulkan" as const,
        file: "x.tar.gz",
        bytes: body.length,
        sha256,
      };
      const releases: Releases = { build: "b10621", address: `http://127.0.0.1:${port}/`, releases: [release] };
      return ensureLlamaServer({ home, env: {}, hardware, releases }, ctx);
    };

    it("is fetched once, unpacked flat with its libraries, and runs", async () => {
      const found = await install();
      assert.equal(found?.version, "b10621 (abcdef01)");
      assert.equal(found.origin, "b10621");
      const folder = join(found.path, "..");
      assert.deepEqual(readdirSync(folder).toSorted(), ["libevil.so", "libllama.so.0", "libllama.so.0.1", "llama-server", "outside.so"]); // prettier-ignore
      assert.equal(readFileSync(join(folder, "libllama.so.0"), "utf8"), "library");
      assert.equal(
        readlinkSync(join(folder, "libevil.so")),
        "passwd",
        "a link leads to a name beside it, nowhere else",
      );
      assert.deepEqual(readdirSync(join(home, "engines")).filter((name) => /part|tar\.gz|json/.test(name)), [], "no leftovers"); // prettier-ignore
      assert.equal((await install())?.path, found.path);
      assert.equal(requests, 1);
      rmSync(home, { recursive: true });
    });

    it("is not installed when its bytes are others", async () => {
      await assert.rejects(install("0".repeat(64)), { code: "E_DIGEST_MISMATCH" });
      assert.ok(
        !readdirSync(join(home, "engines")).some((name) => existsSync(join(home, "engines", name, "llama-server"))),
      );
      rmSync(home, { recursive: true });
    });

    it("that is cut off, empty or a bomb is refused, and a zip is read too", async () => {
      const path = join(home, "a.tar.gz");
      const unpack = (bytes: Uint8Array, at = path) => {
        writeFileSync(at, bytes);
        return unpackArchive(at, join(home, "out"), () => true, ctx);
      };
      await assert.rejects(unpack(body.subarray(0, body.length - 40)), { code: "E_PACK" });
      rmSync(join(home, "out"), { recursive: true, force: true });
      await assert.rejects(unpack(Buffer.from("nonsense")), { code: "E_PACK" });
      const huge = await packTar([file("a", "x")]);
      Buffer.from(huge.buffer).write("77777777777\0", 124, "latin1"); // the size of the first file: 8 GB
      await assert.rejects(unpack(gzipSync(huge)), { code: "E_PACK" });
      rmSync(join(home, "out"), { recursive: true, force: true });
      await unpack(zipSync({ "x/llama-server.exe": Buffer.from("program") }), join(home, "a.zip"));
      assert.equal(readFileSync(join(home, "out", "llama-server.exe"), "utf8"), "program");
      rmSync(home, { recursive: true });
    });

    it("exists for the machines that people have, and is none where it could not run", () => {
      assert.equal(findRelease({ hardware })?.gpu, "vulkan");
      assert.equal(findRelease({ hardware: { platform: "darwin", arch: "arm64", libc: null } })?.gpu, "metal");
      assert.equal(findRelease({ hardware: { ...hardware, libc: "musl" } }), null);
      assert.equal(findRelease({ hardware: { platform: "freebsd", arch: "x64", libc: null } }), null);
      assert.equal(new Set(OFFICIAL.releases.map(({ sha256 }) => sha256)).size, OFFICIAL.releases.length);
      assert.ok(OFFICIAL.releases.every(({ file: name }) => name.includes(OFFICIAL.build)));
    });
  },
);
