// What is in place already. Everything here is cheap: it runs at every start.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The first Node whose type stripping, node:sqlite and test runner do what Kralle needs. */
const MINIMUM = [24, 12];
export const STAMP = "node_modules/.kralle-stamp";

/** @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** The folder of Kralle's data as a URL that ends in "/". */
export function kralleHome() {
  return pathToFileURL(`${resolve(process.env.KRALLE_HOME || `${homedir()}/.kralle`)}/`);
}

/**
 * Whether node_modules was made from this very lock file. The stamp is written into the staged folder before that is
 * renamed into place, so what is stamped is whole. It is the lock file itself and not its hash: comparing is cheaper.
 * @param {URL} root @param {boolean} dev @param {string} lock
 */
export function dependenciesAreCurrent(root, dev, lock) {
  const stamp = new URL(STAMP, root);
  if (!existsSync(stamp)) return false;
  const stamped = readFileSync(stamp, "utf8");
  return stamped === stampOf("dev", lock) || (!dev && stamped === stampOf("prod", lock));
}

/** @param {"dev" | "prod"} mode @param {string} lock */
export function stampOf(mode, lock) {
  return `${mode}\n${lock}`;
}

/** @param {URL} root */
export function readLock(root) {
  return readFileSync(new URL("package-lock.json", root), "utf8");
}
