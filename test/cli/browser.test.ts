import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findOpener, openInBrowser } from "../../src/cli/terminal/browser.ts";
import { tempFolder } from "../store/_setup.ts";

const LINK = "http://127.0.0.1:7477/#code=abc_DEF-123";

test("the program that opens the browser is never told the link itself", async (t) => {
  const folder = await tempFolder(t);
  const told = join(folder, "told");
  const program = join(folder, "xdg-open");
  writeFileSync(program, `#!/bin/sh\nprintf '%s' "$*" > "${told}.new"\nmv "${told}.new" "${told}"\n`);
  chmodSync(program, 0o755);
  const remove = await openInBrowser(LINK, folder, { DISPLAY: ":0", PATH: `${folder}:/usr/bin:/bin` }, "linux");
  assert.ok(remove);
  const until = Date.now() + 5_000;
  while (!existsSync(told) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
  const argument = readFileSync(told, "utf8");
  assert.doesNotMatch(argument, /code/);
  const page = fileURLToPath(argument);
  assert.equal(statSync(page).mode & 0o777, 0o600);
  assert.match(readFileSync(page, "utf8"), /url=http:\/\/127\.0\.0\.1:7477\/#code=abc_DEF-123"/);
  await remove();
  assert.equal(existsSync(page), false);
});

test("without a desktop, over SSH, and where it is not wanted, no browser is opened", async (t) => {
  assert.equal(findOpener({}, "linux"), null);
  assert.equal(findOpener({ DISPLAY: ":0", SSH_CONNECTION: "1 2 3 4" }, "linux"), null);
  assert.equal(findOpener({ DISPLAY: ":0", BROWSER: "none" }, "linux"), null);
  assert.deepEqual(findOpener({ WAYLAND_DISPLAY: "wayland-0" }, "linux"), ["xdg-open"]);
  const folder = await tempFolder(t);
  assert.equal(await openInBrowser(LINK, folder, { DISPLAY: ":0", PATH: folder }, "linux"), null);
  assert.equal(existsSync(join(folder, "sign-in.html")), false, "nobody opened it, so nothing is left");
});
