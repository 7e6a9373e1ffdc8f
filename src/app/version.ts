import { readFileSync } from "node:fs";

/** Of the package; its manifest lies two folders above, in a checkout (src/app) as in a package (dist/app). */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "";
}
