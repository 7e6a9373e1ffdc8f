// The web UI of a checkout: built when it is missing or its sources changed. A package carries it built.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { saying } from "./say.js";
import { alone, createStage, discard } from "./stage.js";

const STAMP = "web/dist/.stamp";
const VITE = "node_modules/vite/bin/vite.js";

/** What the UI is made of, relative to the checkout. */
const SOURCES = ["web/src/", "web/build/", "web/public/"];
const FILES = ["web/index.html", "web/package.json", "web/svelte.config.js", "web/vite.config.ts"];

/**
 * Makes web/dist what the sources say; true when it is. Without the tools (an installation that left them out), and when
 * the build fails, Kralle starts all the same: the gateway says on its page that the UI is not built.
 * @param {URL} root
 */
export async function ensureWeb(root) {
  const wanted = hashOf(root);
  if (stampOf(root) === wanted) return true;
  if (!existsSync(new URL(VITE, root))) return false;
  const base = new URL(".runtime/", root);
  return await alone(base, async () => stampOf(root) === wanted || (await build(root, base, wanted)));
}

/** @param {URL} root @param {URL} base @param {string} wanted */
async function build(root, base, wanted) {
  const stage = createStage(base);
  try {
    const { code, output } = await saying("buildWeb", () => runVite(root, new URL("dist/", stage)));
    if (code !== 0) {
      process.stderr.write(`${output}\n`);
      return false;
    }
    writeFileSync(new URL("dist/.stamp", stage), wanted);
    const place = new URL("web/dist", root);
    if (existsSync(place)) renameSync(place, new URL("old", stage));
    renameSync(new URL("dist", stage), place);
    return true;
  } finally {
    discard(stage);
  }
}

/** @param {URL} root @param {URL} out @returns {Promise<{ code: number | null, output: string }>} */
function runVite(root, out) {
  mkdirSync(out, { recursive: true });
  const env = { ...process.env, KRALLE_WEB_OUT: fileURLToPath(out), NODE_ENV: "production" };
  delete env.NODE_V8_COVERAGE; // of a test run: the coverage of Vite is nobody's concern
  const args = [fileURLToPath(new URL(VITE, root)), "build", "--logLevel", "warn"];
  const child = spawn(process.execPath, args, { cwd: new URL("web/", root), env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-20_000)));
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, output: String(error) }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** @param {URL} root */
function stampOf(root) {
  const stamp = new URL(STAMP, root);
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
}

/** Of names and bytes, so that a copy of the checkout is as good as the checkout. @param {URL} root */
function hashOf(root) {
  const hash = createHash("sha256");
  for (const path of [...SOURCES.flatMap((folder) => filesIn(root, folder)), ...FILES]) {
    hash.update(`${path}\0`).update(readFileSync(new URL(path, root)));
  }
  return hash.digest("hex");
}

/** @param {URL} root @param {string} folder */
function filesIn(root, folder) {
  const entries = readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true });
  const start = fileURLToPath(root).length;
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(start).replaceAll("\\", "/").replaceAll("//", "/"))
    .toSorted();
}
