import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { AskResult } from "../../src/app/index.ts";
import { environment, homeWithModels } from "../cli/_setup.ts";
import { run } from "./program.ts";
import { exportProject, ROOT } from "./project.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** Engine and weights of KRALLE_TEST_HOME; the smallest model there. */
const MODEL = "smollm2-135m";

/** The npm of this machine, run by this Node. */
const NPM = ["npm", "--no-audit", "--no-fund", "--loglevel=error"] as const;

describe("the published package", () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-pack-"));
  const checkout = join(folder, "checkout");
  const user = join(folder, "user");
  const installed = join(user, "node_modules/kralle");
  const env = { KRALLE_HOME: join(folder, "home"), PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  const npm = (args: string[], cwd: string) => run(NPM[0], [...NPM.slice(1), ...args], cwd, env);
  const tarball = join(folder, `kralle-${version}.tgz`);

  before(async () => {
    exportProject(checkout);
    symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
    // Built already, and stamped with what it was built of: a copy that does not fit is built again.
    if (existsSync(join(ROOT, "web/dist")))
      cpSync(join(ROOT, "web/dist"), join(checkout, "web/dist"), { recursive: true });
    const packed = await npm(["pack", "--pack-destination", folder], checkout);
    assert.equal(packed.code, 0, packed.stdout + packed.stderr);
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), '{ "private": true }\n');
    const added = await npm(["install", "--ignore-scripts", "--prefer-offline", tarball], user);
    assert.equal(added.code, 0, added.stdout + added.stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  test("answers in an empty folder", async () => {
    const kralle = join(user, "node_modules/.bin/kralle");
    const shown = await run(kralle, ["--version"], user, env);
    assert.deepEqual([shown.code, shown.stdout.trim(), shown.stderr], [0, version, ""]);
    const help = await run(kralle, ["--help"], user, env);
    assert.equal(help.code, 0, help.stderr);
    assert.match(help.stdout, /^Usage: kralle/);
  });

  test("does work there with a real model, without the network", async (t) => {
    const home = homeWithModels(t);
    const files = join(user, "files");
    mkdirSync(files);
    writeFileSync(join(files, "shop.md"), "# Shop\n\nThe key is kept by Mara Lindner.\nThe alarm is with Eva Kern.\n");
    const kralle = join(user, "node_modules/.bin/kralle");
    const ask = async (text: string): Promise<AskResult> => {
      const args = ["ask", text, "--json", "--workspace", "files", "--model", MODEL];
      const ended = await run(kralle, args, user, environment({ KRALLE_HOME: home, npm_config_offline: "true" }));
      assert.equal(ended.code, 0, ended.stdout + ended.stderr);
      return JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as AskResult;
    };
    const found = await ask("Who keeps the key of the shop?");
    assert.deepEqual([found.ok, found.value], [true, "Mara Lindner"]);
    assert.deepEqual(
      found.evidence.map(({ path }) => path),
      ["shop.md"],
    );
    const chat = await ask("Hello, who are you?");
    assert.ok(chat.ok && chat.answer !== "", JSON.stringify(chat));
    assert.ok(chat.usage.completionTokens > 0, "the model wrote it");
  });

  test("holds code, data and packs, and no TypeScript", () => {
    const files = globSync("**/*", { cwd: installed });
    assert.deepEqual(
      files.filter((file) => file.endsWith(".ts")),
      [],
    );
    const data = globSync("src/**/*.*", { cwd: ROOT })
      .filter((file) => !file.endsWith(".ts"))
      .map((file) => file.replace(/^src/, "dist"));
    for (const file of ["LICENSE", "packs/node/package-lock.json", "dist/cli/main.js", ...data]) {
      assert.ok(files.includes(file), `${file} lacks`);
    }
  });

  test("every file that its code points at by URL is there", () => {
    for (const file of globSync("dist/**/*.js", { cwd: installed })) {
      const path = join(installed, file);
      const code = readFileSync(path, "utf8");
      for (const [, target = ""] of code.matchAll(/new URL\(\s*["']([^"']+)["'],\s*import\.meta\.url/g)) {
        assert.ok(existsSync(join(dirname(path), target)), `${file} points at ${target}`);
      }
    }
  });

  test("is in order by publint", async () => {
    const publint = join(ROOT, "node_modules/publint/src/cli.js");
    const ended = await run(process.execPath, [publint, "run", tarball, "--strict"], folder, env);
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  });
});
