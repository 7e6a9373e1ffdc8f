import assert from "node:assert/strict";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { importsOf } from "./imports.ts";
import { ROOT, sourceFiles } from "./project.ts";
import { ROOMS } from "./rooms.ts";
import { findViolations } from "./violations.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const dependencies = Object.keys(manifest.dependencies);

describe("imports point downwards", () => {
  test("of every file in src/", () => {
    assert.deepEqual(findViolations({ files: sourceFiles(), dependencies }), []);
  });

  test("src/ holds rooms and nothing else", () => {
    const strangers = readdirSync(join(ROOT, "src")).filter((name) => ROOMS[name] === undefined);
    assert.deepEqual(strangers, []);
  });

  test("the imports are seen at all", () => {
    const count = [...sourceFiles().values()].flatMap(importsOf).length;
    const lines = [...sourceFiles().values()].join("\n").match(/^(import\b|export .* from )/gm)?.length ?? 0;
    assert.ok(lines > 10 && count >= lines, `${count} imports read, ${lines} lines look like one`);
  });
});

/** What `web/` takes from the program: only types, only of the wire. */
function webFaults(path: string, source: string): string[] {
  const outside = [...source.matchAll(/^\s*(import|export)\s+(type\s)?[^;]*?["']((?:\.\.\/)+src\/[^"']+)["']/gmu)];
  return outside
    .filter(([, , type, from = ""]) => type === undefined || !/(?:\.\.\/)+src\/api\/index\.ts$/u.test(from))
    .map(([text]) => `${path}: ${text.trim()}`);
}

describe("the web UI", () => {
  test("knows only the types of the wire", () => {
    const files = globSync("web/src/**/*.{ts,svelte}", { cwd: ROOT });
    assert.ok(files.length > 20);
    assert.deepEqual(
      files.flatMap((path) => webFaults(path, readFileSync(join(ROOT, path), "utf8"))),
      [],
    );
  });

  test("control: a value, or another room, is found", () => {
    assert.equal(webFaults("x.ts", 'import { failure } from "../../../src/api/index.ts";').length, 1);
    assert.equal(webFaults("x.ts", 'import type { App } from "../../../src/app/index.ts";').length, 1);
    assert.equal(webFaults("x.ts", 'import type { Failure } from "../../../src/api/index.ts";').length, 0);
  });
});

describe("control: a planted wrong import is found", () => {
  const planted: [what: string, path: string, source: string][] = [
    ["upwards", "src/core/planted.ts", 'import { x } from "../store/index.ts";'],
    ["upwards, only a type", "src/store/planted.ts", 'import type { X } from "../agent/index.ts";'],
    ["upwards, over several lines", "src/files/planted.ts", 'import {\n  x,\n  y,\n} from "../models/index.ts";'],
    ["upwards, re-exported", "src/files/planted.ts", 'export { x } from "../models/index.ts";'],
    ["upwards, for its effect", "src/files/planted.ts", 'import "../models/index.ts";'],
    ["upwards, lazily", "src/models/planted.ts", 'const { x } = await import("../agent/index.ts");'],
    ["past the index", "src/agent/planted.ts", 'import { x } from "../models/types.ts";'],
    ["desk to desk", "src/desks/inbox/planted.ts", 'import { x } from "../trading/index.ts";'],
    ["channel to models", "src/channels/mail/planted.ts", 'import { x } from "../../models/index.ts";'],
    ["gateway past app", "src/gateway/planted.ts", 'import { x } from "../agent/index.ts";'],
    ["world by another than demo", "src/app/planted.ts", 'const { x } = await import("../world/index.ts");'],
    ["world at once", "src/app/demo.ts", 'import { x } from "../world/index.ts";'],
    ["gateway by another command", "src/cli/commands/ask.ts", 'await import("../../gateway/index.ts");'],
    ["app at once", "src/cli/main.ts", 'import { x } from "../app/index.ts";'],
    ["out of src", "src/app/planted.ts", 'import { x } from "../../test/x.ts";'],
    ["I/O in core", "src/core/planted.ts", 'import { readFileSync } from "node:fs";'],
    ["no dependency", "src/app/planted.ts", 'import x from "left-pad";'],
    ["computed", "src/app/planted.ts", "await import(name);"],
    ["no room", "src/utils/planted.ts", 'import { x } from "../core/index.ts";'],
  ];
  for (const [what, path, source] of planted) {
    test(what, () => {
      const found = findViolations({ files: new Map([[path, source]]), dependencies });
      assert.equal(found.length, 1, found.join("\n"));
    });
  }

  test("and a right one is not", () => {
    const right: [string, string][] = [
      ["src/agent/a.ts", 'import { x } from "../models/index.ts";\nimport { y } from "./b.ts";'],
      ["src/app/demo.ts", 'import type { W } from "../world/index.ts";\nawait import("../world/index.ts");'],
      ["src/cli/commands/up.ts", 'import { z } from "zod";\nawait import("../../gateway/index.ts");'],
      ["src/desks/inbox/a.ts", 'import { x } from "../../agent/index.ts";\nimport { y } from "./b/c.ts";'],
      ["src/cli/main.ts", '// import { x } from "../app/index.ts";\nawait import("../app/index.ts");'],
    ];
    assert.deepEqual(findViolations({ files: new Map(right), dependencies }), []);
  });
});
