import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { serviceManager } from "../../../src/cli/service/managers.ts";
import { toLaunchdPlist, toSystemdUnit, toTaskXml } from "../../../src/cli/service/units.ts";
import { tempFolder } from "../../store/_setup.ts";

const PLAIN = { node: "/opt/node/bin/node", bin: "/opt/kralle/bin/kralle.js", home: "/data/kralle" };
/** Blank, quotes of both kinds, percent, dollar, backslash, umlaut, ampersand. */
const NASTY = { node: "/o p/no'de", bin: '/o "p"/100%n/$HOME/\\x/kralle.js', home: "/däta/50% <&> $A" };
/** Continuous integration installs it: there its lack is a failure. */
const NO_VERIFY =
  spawnSync("systemd-analyze", ["--version"]).status === 0 || process.env["KRALLE_CI"] !== undefined
    ? false
    : "systemd-analyze is not here";

const lineOf = (text: string, start: string): string => text.split("\n").find((line) => line.startsWith(start)) ?? "";

describe("the unit of systemd", () => {
  test("of plain paths", () => {
    const unit = toSystemdUnit(PLAIN);
    assert.equal(lineOf(unit, "ExecStart"), 'ExecStart="/opt/node/bin/node" "/opt/kralle/bin/kralle.js" "up"');
    assert.equal(lineOf(unit, "Environment"), 'Environment="KRALLE_HOME=/data/kralle"');
    assert.match(unit, /^Restart=on-failure$/m);
    assert.match(unit, /^WantedBy=default\.target$/m);
  });

  test("of paths with all that has a meaning there", () => {
    const unit = toSystemdUnit(NASTY);
    assert.equal(
      lineOf(unit, "ExecStart"),
      String.raw`ExecStart="/usr/bin/env" "/o p/no'de" "/o \"p\"/100%%n/$$HOME/\\x/kralle.js" "up"`,
    );
    assert.equal(lineOf(unit, "Environment"), 'Environment="KRALLE_HOME=/däta/50%% <&> $A"');
    assert.equal(toSystemdUnit({ ...PLAIN, home: "/a\nExecStartPre=/bin/x" }).match(/^ExecStartPre/m), null);
  });

  test("is taken by systemd", { skip: NO_VERIFY }, async (t) => {
    const folder = await tempFolder(t);
    const node = join(folder, "no de'100%");
    await mkdir(join(folder, "units"));
    writeFileSync(node, "#!/bin/sh\n");
    chmodSync(node, 0o755);
    const plain = join(folder, "no de$100%");
    writeFileSync(plain, "#!/bin/sh\n");
    chmodSync(plain, 0o755);
    const path = join(folder, "units", "kralle.service");
    const verify = (text: string): string => {
      writeFileSync(path, text);
      const { stdout, stderr } = spawnSync("systemd-analyze", ["--user", "verify", path], {
        encoding: "utf8",
        env: { ...process.env, XDG_RUNTIME_DIR: folder },
      });
      return `${stdout}${stderr}`
        .split("\n")
        .filter((line) => line.includes("kralle.service"))
        .join("\n");
    };
    const unit = toSystemdUnit({ ...NASTY, node });
    assert.equal(verify(unit), "");
    assert.equal(verify(toSystemdUnit({ ...NASTY, node: plain })), "");
    assert.notEqual(verify(unit.replace("Restart=on-failure", "Restart=nonsense")), "", "control: a fault is seen");
  });
});

describe("the files of other systems", () => {
  test("hold the paths as XML text", () => {
    const plist = toLaunchdPlist(NASTY);
    assert.match(
      plist,
      /<string>\/o &quot;p&quot;\/100%n\/\$HOME\/\\x\/kralle\.js<\/string>\n {4}<string>up<\/string>/,
    );
    assert.match(plist, /<key>KRALLE_HOME<\/key>\n {4}<string>\/däta\/50% &lt;&amp;&gt; \$A<\/string>/);
    const windows = { node: "C:\\Program Files\\node.exe", bin: "C:\\k\\kralle.js", home: "C:\\Users\\Jörg & Co" };
    const task = toTaskXml(windows, "PC\\Jörg");
    assert.match(task, /<UserId>PC\\Jörg<\/UserId>/);
    assert.match(
      task,
      /set &quot;KRALLE_HOME=C:\\Users\\Jörg &amp; Co&quot;&amp;&amp; &quot;C:\\Program Files\\node\.exe&quot;/,
    );
  });

  test("lie where each system looks for them", () => {
    const env = { XDG_CONFIG_HOME: "/settings" };
    assert.equal(serviceManager(PLAIN, env, "linux").path, "/settings/systemd/user/kralle.service");
    assert.match(serviceManager(PLAIN, env, "darwin").path, /\/Library\/LaunchAgents\/kralle\.gateway\.plist$/);
    const { text } = serviceManager(PLAIN, env, "win32");
    assert.deepEqual([...(text as Buffer).subarray(0, 4)], [0xff, 0xfe, 0x3c, 0]); // a mark of UTF-16, then "<"
  });
});
