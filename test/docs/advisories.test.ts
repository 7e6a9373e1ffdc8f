import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readDoc } from "../../src/files/index.ts";
import { ROOT } from "../checks/project.ts";

const CLASSES = [
  "authentication",
  "pairing",
  "approval bypass",
  "injection",
  "path",
  "SSRF",
  "sandbox",
  "skills",
  "channels",
];

async function rowsOf(csv: string): Promise<string[][]> {
  const doc = await readDoc("advisories.csv", Buffer.from(csv));
  assert.equal(doc.kind, "table");
  const [table] = doc.tables;
  assert.ok(table);
  return table.rows.map((row) => row.map(({ raw }) => raw));
}

/** What is wrong with a row: a test that is not there, or none and no reason. */
function faultOf([, attack = "", , against = "", file = "", name = ""]: string[]): string | null {
  if (file === "") return against.startsWith("Not applicable") ? null : `${attack}: no test and no reason`;
  const path = join(ROOT, file);
  if (!existsSync(path)) return `${attack}: there is no ${file}`;
  return name !== "" && readFileSync(path, "utf8").includes(name) ? null : `${attack}: ${file} has no "${name}"`;
}

describe("docs/advisories.csv", () => {
  const csv = readFileSync(join(ROOT, "docs/advisories.csv"), "utf8");

  it("every class of attacks that others had is mapped to a test that is there", async () => {
    const rows = await rowsOf(csv);
    assert.deepEqual([...new Set(rows.map(([kind]) => kind))].toSorted(), CLASSES.toSorted());
    assert.deepEqual(
      rows.map(faultOf).filter((fault) => fault !== null),
      [],
    );
  });

  it("control: a renamed test and a row without one are found", () => {
    const row = ["path", "x", "", "y", "test/docs/advisories.test.ts"];
    assert.equal(faultOf([...row, "control: a renamed test"]), null);
    assert.notEqual(faultOf([...row, `no such ${"test"}`]), null);
    assert.notEqual(faultOf(["path", "x", "", "y", "", ""]), null);
  });
});
