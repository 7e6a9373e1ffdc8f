import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { faultsOfSource, faultsOfText } from "./faults.ts";
import { projectFiles, ROOT, sourceFiles } from "./project.ts";

const LARGEST = 2 * 1024 * 1024;

describe("the tree", () => {
  test("names no machine and no registry", () => {
    const faults = projectFiles().flatMap((path) => {
      const bytes = readFileSync(join(ROOT, path));
      return bytes.length > LARGEST || bytes.includes(0) ? [] : faultsOfText(path, bytes.toString("utf8"));
    });
    assert.deepEqual(faults, []);
  });

  test("src/ reads nothing outside the project, and no time or network past its context", () => {
    assert.deepEqual(
      [...sourceFiles()].flatMap(([path, source]) => faultsOfSource(path, source)),
      [],
    );
  });

  test("control: planted faults are seen", () => {
    const text = (content: string) => faultsOfText("x.md", content).length;
    assert.equal(text(["see /ro", "ot/x"].join("")), 1);
    assert.equal(text(["see /ho", "me/anna/x"].join("")), 1);
    assert.equal(text(["(/wo", "rk/main)"].join("")), 1);
    assert.equal(text(["https://registry.npm", "js.org/x"].join("")), 1);
    assert.equal(text("src/work/plan.ts and https://example.org/home/anna/"), 0);
    assert.equal(faultsOfText("a/package-lock.json", '"resolved": "https://example.org/x.tgz"').length, 1);
    const source = (code: string) => faultsOfSource("src/core/x.ts", code).length;
    assert.equal(source('read("../../../shared/x.json")'), 1);
    assert.equal(source('read("../../packs/x.json")'), 0);
    assert.equal(source("const now = Date.now();"), 1);
    assert.equal(source("await fetch(url)"), 1);
    assert.equal(source("await ctx.net.fetch(url)"), 0);
    assert.equal(source('import { connect } from "node:tls";'), 1);
    assert.equal(source('import { createServer, isIP } from "node:net";'), 0);
    assert.equal(source('const socket = new WebSocket("wss://example.org");'), 1);
    assert.equal(source("const f = globalThis.fetch;"), 1);
    assert.equal(source("(fetch: Fetch) => fetch(1)"), 0);
    assert.equal(source("interface Net { fetch(input: string): void }"), 0);
  });
});
