// Brings the locked Node for machines whose own is too old.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeBinary, nodeFolder, nodeOf, nodePackage } from "./node.js";
import { findNpm, npmCi, report } from "./npm.js";
import { fail, saying } from "./say.js";
import { alone, createStage, discard } from "./stage.js";
import { isNewEnough } from "./state.js";

/**
 * Installs the Node of `packs/node` below `base` and returns its executable, or null with the reason said.
 * @param {URL} root @param {URL} base
 */
export async function installNode(root, base) {
  if (nodePackage() === null) return fail("noNodeForPlatform", `${process.platform}-${process.arch}`);
  const npm = findNpm(null);
  if (npm === null) return fail("noNpm");
  try {
    return await alone(base, async () => nodeOf(root, base) ?? (await install(root, base, npm)));
  } catch (error) {
    return report(String(error), fileURLToPath(base));
  }
}

/** @param {URL} root @param {URL} base @param {string} npm */
async function install(root, base, npm) {
  const stage = createStage(base);
  const target = nodeFolder(root, base);
  try {
    for (const name of ["package.json", "package-lock.json"]) {
      copyFileSync(new URL(`packs/node/${name}`, root), new URL(name, stage));
    }
    if (existsSync(new URL(".npmrc", root))) copyFileSync(new URL(".npmrc", root), new URL(".npmrc", stage));
    const result = await saying("getNode", () => npmCi(npm, fileURLToPath(stage), ["--include=optional"]));
    if (!result.ok) return report(result.output, fileURLToPath(base));
    const fault = faultOf(nodeBinary(stage));
    if (fault !== null) return fail("nodeDoesNotRun", fault);
    for (const part of ["include", "share"]) discard(new URL(`node_modules/${nodePackage()}/${part}/`, stage));
    discard(target); // a folder without its executable, else we were not here
    renameSync(stage, target);
    return nodeBinary(target);
  } finally {
    discard(stage);
  }
}

/** Why a Node cannot be used (for example glibc's on a musl system), or null. @param {string} binary */
function faultOf(binary) {
  if (!existsSync(binary)) return "npm did not bring the package of this platform";
  const run = spawnSync(binary, ["--version"], { encoding: "utf8" });
  if (run.error) return run.error.message;
  if (run.status !== 0) return run.stderr.trim().split("\n")[0] || `exit code ${run.status}`;
  const version = run.stdout.trim().replace(/^v/, "");
  return isNewEnough(version) ? null : `it is ${version}`;
}
