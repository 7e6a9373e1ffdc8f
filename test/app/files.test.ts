import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createLogFile } from "../../src/app/logs.ts";
import { ensureSample } from "../../src/app/sample.ts";
import { tempFolder } from "../store/_setup.ts";

const SAMPLE = fileURLToPath(new URL("../../src/app/sample/", import.meta.url));

describe("the sample firm's folder", () => {
  test("is copied whole, once, and then belongs to the person", async (t) => {
    const home = join(await tempFolder(t), "home");
    const first = await ensureSample(home);
    assert.deepEqual([first.made, first.path], [true, join(home, "workspace")]);
    assert.deepEqual(
      readdirSync(first.path, { recursive: true }).toSorted(),
      readdirSync(SAMPLE, { recursive: true }).toSorted(),
    );
    writeFileSync(join(first.path, "kunden.csv"), "mine");
    const second = await ensureSample(home);
    assert.equal(second.made, false);
    assert.equal(readFileSync(join(first.path, "kunden.csv"), "utf8"), "mine");
  });

  test("what a killed copy left is removed; a folder of the person is not", async (t) => {
    const home = await tempFolder(t);
    mkdirSync(join(home, ".workspace-0123abcd"));
    mkdirSync(join(home, ".workspace-backup"));
    await ensureSample(home);
    assert.deepEqual(readdirSync(home).toSorted(), [".workspace-backup", "workspace"]);
  });

  test("an empty folder of that name is left alone", async (t) => {
    const home = await tempFolder(t);
    mkdirSync(join(home, "workspace"));
    assert.equal((await ensureSample(home)).made, false);
    assert.deepEqual(readdirSync(join(home, "workspace")), []);
  });
});

describe("the log file", () => {
  test("is made with the first line, private, and is put aside when it is full", async (t) => {
    const home = await tempFolder(t);
    const path = join(home, "logs/kralle.log");
    const write = createLogFile(home, 20);
    assert.ok(!existsSync(path));
    for (const line of ["first line", "second line", "third"]) write(line);
    assert.equal(readFileSync(`${path}.1`, "utf8"), "first line\nsecond line\n");
    assert.equal(readFileSync(path, "utf8"), "third\n");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    createLogFile(home, 3)("fourth");
    assert.equal(readFileSync(`${path}.1`, "utf8"), "third\n");
  });

  test("that cannot be written is no error", async (t) => {
    const home = join(await tempFolder(t), "home");
    writeFileSync(home, "a file");
    const write = createLogFile(home);
    write("x");
    write("y");
    assert.equal(readFileSync(home, "utf8"), "a file");
  });
});
