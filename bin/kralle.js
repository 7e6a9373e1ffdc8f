#!/usr/bin/env node
// The door of Kralle. Plain JavaScript for Node >= 18: it makes sure that a Node that runs TypeScript and the locked
// dependencies are there, and then runs the program in this very process. When all is in place this costs a few ms.
import { existsSync } from "node:fs";
import { enableCompileCache } from "./lib/cache.js";
import { dependenciesAreCurrent, isNewEnough, kralleHome, readLock } from "./lib/state.js";

const DEV_ENTRIES = {
  test: "scripts/test.ts",
  bench: "scripts/bench.ts",
  eval: "eval/run.ts",
  build: "scripts/build.ts",
  torture: "scripts/torture.ts",
};

/** Commands that put the web UI on a port. */
const SERVES = new Set(["start", "up", "demo"]);

const root = new URL("../", import.meta.url);
const isCheckout = existsSync(new URL("src/cli/main.ts", root));

await start(process.argv.slice(2));

/** @param {string[]} args */
async function start(args) {
  const dev = args[0] === "--dev" ? (args[1] ?? "") : null;
  const entry = entryOf(dev);
  if (entry === null) {
    const { fail } = await import("./lib/say.js");
    fail("devUnknown", Object.keys(DEV_ENTRIES).join(", "));
    return;
  }
  if (!isNewEnough(process.versions.node)) return runOnOwnNode(args);
  const launcher = endWithLauncher();
  if (isCheckout && !dependenciesAreCurrent(root, dev !== null, readLock(root))) {
    const { installDependencies } = await import("./lib/dependencies.js");
    if (!(await installDependencies(root, dev !== null, launcher))) return;
  }
  process.argv = [process.argv[0] ?? "", process.argv[1] ?? "", ...(dev === null ? args : args.slice(2))];
  if (isCheckout && SERVES.has(args[0] ?? "") && !args.some((arg) => arg === "--help" || arg === "-h")) {
    const { ensureWeb } = await import("./lib/web.js");
    await ensureWeb(root);
  }
  if (dev === null) enableCompileCache(isCheckout ? new URL(".runtime/", root) : kralleHome());
  await import(new URL(entry, root).href);
}

/** @param {string | null} dev */
function entryOf(dev) {
  if (dev === null) return isCheckout ? "src/cli/main.ts" : "dist/cli/main.js";
  return isCheckout && Object.hasOwn(DEV_ENTRIES, dev) ? DEV_ENTRIES[dev] : null;
}

/** @param {string[]} args */
async function runOnOwnNode(args) {
  const base = isCheckout ? new URL(".runtime/", root) : new URL("runtime/", kralleHome());
  const { nodeOf } = await import("./lib/node.js");
  let node = nodeOf(root, base);
  if (node === null) {
    const { installNode } = await import("./lib/runtime.js");
    node = await installNode(root, base);
  }
  if (node === null) return;
  const { launch } = await import("./lib/launch.js");
  await launch(node, args);
}

/**
 * When an older Node launched this process, that one is what the person sees and ends: this process ends with it.
 * Returns the launching executable, beside which npm may lie.
 */
function endWithLauncher() {
  const launcher = process.env.KRALLE_LAUNCHER ?? null;
  delete process.env.KRALLE_LAUNCHER;
  if (launcher === null || !process.channel) return launcher;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
  return launcher;
}
