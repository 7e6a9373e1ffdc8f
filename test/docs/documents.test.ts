import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { OPERATIONS } from "../../src/agent/plan/operations.ts";
import { PLANNERS } from "../../src/agent/plan/planners/index.ts";
import { configSchema } from "../../src/core/config.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");

/** Sections of a page by the name in their heading: "### `query` (read)". */
function sections(markdown: string): Map<string, { effect: string; text: string }> {
  const parts = markdown.split(/^(?=#{2,3} )/m);
  const found = parts.flatMap((text) => {
    const [, name = "", effect = ""] = /^### `(\w+)` \((read|write)\)/.exec(text) ?? [];
    return name === "" ? [] : [[name, { effect, text }] as const];
  });
  return new Map(found);
}

/** First cells of table rows: "| `name` | …". */
function firstCells(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name);
}

describe("docs/plan-language.md", () => {
  const page = read("docs/plan-language.md");
  const described = sections(page);

  test("describes exactly the operations, with their effects", () => {
    const known = Object.values(OPERATIONS).map(({ name, effect }) => `${name} (${effect})`);
    assert.deepEqual([...described].map(([name, { effect }]) => `${name} (${effect})`).toSorted(), known.toSorted());
  });

  test("names every argument of every operation, and no other", () => {
    for (const { name, args } of Object.values(OPERATIONS)) {
      const { properties = {} } = z.toJSONSchema(args, { io: "input", unrepresentable: "any" });
      const named = firstCells(described.get(name)?.text ?? "").map((cell) => cell.split(".")[0] ?? "");
      assert.deepEqual([...new Set(named)].toSorted(), Object.keys(properties).toSorted(), name);
    }
  });

  test("lists exactly the planners", () => {
    const text = /^## Planners\n[^]*?(?=^## )/m.exec(page)?.[0] ?? "";
    assert.deepEqual(firstCells(text).toSorted(), PLANNERS.map(({ name }) => name as string).toSorted());
  });

  test("control: a missing operation and a missing argument would be seen", () => {
    const planted = sections("### `one` (read)\n\n| `a` | x |\n\n### `two` (write)\n");
    assert.deepEqual([...planted.keys()], ["one", "two"]);
    assert.deepEqual(firstCells(planted.get("one")?.text ?? ""), ["a"]);
    assert.deepEqual(firstCells(planted.get("two")?.text ?? ""), []);
  });
});

describe("docs/configuration.md", () => {
  const page = read("docs/configuration.md");

  test("lists exactly the settings", () => {
    const settings = Object.entries(configSchema.shape).flatMap(([group, schema]) => {
      const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
      return Object.keys(json.properties ?? {}).map((name) => `${group}.${name}`);
    });
    const listed = firstCells(page).filter((cell) => /^[a-z]+\.[a-z]+$/i.test(cell) && !/\.(?:db|json)$/.test(cell));
    assert.deepEqual(listed.toSorted(), settings.toSorted());
  });

  test("names every variable of Kralle that the code reads", () => {
    const files = globSync("{src,bin,bench,eval}/**/*.{ts,js}", { cwd: ROOT });
    const used = files.flatMap((file) => [...read(file).matchAll(/(?:env\.|env\[")(KRALLE_[A-Z_]+)/g)]);
    const names = [...new Set(used.map(([, name = ""]) => name))];
    assert.ok(names.length > 4, "the pattern finds them");
    assert.deepEqual(
      names.filter((name) => !page.includes(`\`${name}\``)),
      [],
    );
  });
});

describe("DEPENDENCIES.md", () => {
  test("has a line for every dependency in its version, and for no other", () => {
    const pinned = ["package.json", "web/package.json"].flatMap((path) => {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string>>;
      return Object.entries({ ...manifest["dependencies"], ...manifest["devDependencies"] });
    });
    const page = read("DEPENDENCIES.md");
    const lines = [...page.matchAll(/^\| `([^`]+)` (\d+\.\d+\.\d+) +\|/gm)].map(
      ([, name, version]) => `${name} ${version}`,
    );
    assert.deepEqual(lines.toSorted(), pinned.map(([name, version]) => `${name} ${version}`).toSorted());
  });
});

describe("AGENTS.md", () => {
  test("stays under 200 lines, and the paths that it names are there", () => {
    const page = read("AGENTS.md");
    assert.ok(page.split("\n").length < 200);
    const paths = [...page.matchAll(/`((?:src|bin|packs|scripts|bench|eval|test|docs)\/[\w./-]*\w)`/g)];
    const missing = paths
      .map(([, path = ""]) => path)
      .filter((path) => !/NAME|KIND/.test(path) && globSync(path, { cwd: ROOT }).length === 0);
    assert.deepEqual(missing, []);
    assert.ok(paths.length > 10);
  });
});
