// Brings the locked dependencies of a checkout into node_modules.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findNpm, npmCi, report } from "./npm.js";
import { fail, saying } from "./say.js";
import { alone, createStage, discard } from "./stage.js";
import { dependenciesAreCurrent, readLock, STAMP, stampOf } from "./state.js";

/**
 * Makes node_modules what package-lock.json says; true when it is. A kill at any moment leaves either the old folder,
 * the new one, or none, and the next start heals the last.
 * @param {URL} root @param {boolean} dev with the tools that tests need
 * @param {string | null} launcher the Node that launched this process
 */
export async function installDependencies(root, dev, launcher) {
  const base = new URL(".runtime/", root);
  try {
    return await alone(base, async () => {
      const lock = readLock(root);
      if (dependenciesAreCurrent(root, dev, lock) || adopt(root, dev, lock)) return true;
      const npm = findNpm(launcher);
      if (npm === null) fail("noNpm");
      return npm !== null && (await install(root, base, dev, lock, npm));
    });
  } catch (error) {
    report(String(error), fileURLToPath(root));
    return false;
  }
}

/** @param {URL} root @param {URL} base @param {boolean} dev @param {string} lock @param {string} npm */
async function install(root, base, dev, lock, npm) {
  const stage = createStage(base);
  try {
    copyManifests(root, stage);
    const isUpdate = existsSync(new URL("node_modules/", root));
    const flags = dev ? ["--include=dev"] : ["--omit=dev"];
    const work = () => npmCi(npm, fileURLToPath(stage), flags);
    const result = await saying(isUpdate ? "updateDependencies" : "getDependencies", work);
    if (!result.ok) {
      report(result.output, fileURLToPath(root));
      return false;
    }
    mkdirSync(new URL("node_modules/", stage), { recursive: true });
    writeFileSync(new URL(STAMP, stage), stampOf(dev ? "dev" : "prod", lock));
    swap(root, stage);
    return true;
  } finally {
    discard(stage);
  }
}

/** @param {URL} root @param {URL} stage */
function copyManifests(root, stage) {
  const names = ["package.json", "package-lock.json", ".npmrc"];
  for (const path of workspacesOf(root)) names.push(`${path}/package.json`);
  for (const name of names) {
    if (!existsSync(new URL(name, root))) continue;
    mkdirSync(new URL(".", new URL(name, stage)), { recursive: true });
    copyFileSync(new URL(name, root), new URL(name, stage));
  }
}

/** Old out, new in; the old one goes with the stage. @param {URL} root @param {URL} stage */
function swap(root, stage) {
  const place = fileURLToPath(new URL("node_modules", root));
  if (existsSync(place)) renameSync(place, fileURLToPath(new URL("old_modules", stage)));
  renameSync(fileURLToPath(new URL("node_modules", stage)), place);
  for (const workspace of workspacesOf(root)) {
    // What it needs in another version than we do lies in a folder of its own.
    const own = new URL(`${workspace}/node_modules`, root);
    const fresh = new URL(`${workspace}/node_modules`, stage);
    if (existsSync(own)) renameSync(own, new URL(`old_modules_${workspace.replaceAll("/", "_")}`, stage));
    if (existsSync(fresh)) renameSync(fresh, own);
  }
}

/** @param {URL} root */
function workspacesOf(root) {
  const paths = Object.keys(lockedPackages(new URL("package-lock.json", root)));
  return paths.filter((path) => path !== "" && !path.includes("node_modules"));
}

/**
 * A node_modules that a person's own `npm ci` or `npm install` made from this very lock file is stamped and kept. npm
 * writes its record of what is there last, after the packages.
 * @param {URL} root @param {boolean} dev @param {string} lock
 */
function adopt(root, dev, lock) {
  const record = new URL("node_modules/.package-lock.json", root);
  if (!existsSync(record)) return false;
  const there = lockedPackages(record);
  let hasDev = true;
  for (const [path, locked] of Object.entries(lockedPackages(new URL("package-lock.json", root)))) {
    if (!path.includes("node_modules") || locked.link) continue;
    const found = there[path];
    const isThere = found?.integrity === locked.integrity && existsSync(new URL(`${path}/package.json`, root));
    if (isThere || (found === undefined && locked.optional)) continue;
    if (dev || !(locked.dev || locked.devOptional)) return false;
    hasDev = false;
  }
  writeFileSync(new URL(STAMP, root), stampOf(hasDev ? "dev" : "prod", lock));
  return true;
}

/** @param {URL} file @returns {Record<string, { integrity?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, link?: boolean }>} */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}
