/**
 * `npm pack` runs this first: compiles src/ to dist/ (Node refuses TypeScript below node_modules), copies what is not
 * code, and the built web UI.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

interface BuildsWeb {
  ensureWeb(root: URL): Promise<boolean>;
}

await build();

async function build(): Promise<void> {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: [0, 2, 2] });
  if (run.status !== 0) throw new Error(`tsc ended with ${run.status ?? run.signal}`);
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const from = join(file.parentPath, file.name);
    const to = join(root, "dist", from.slice(join(root, "src/").length));
    if (file.name.endsWith(".ts")) rewriteUrls(to.replace(/\.ts$/, ".js"));
    else {
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to);
    }
  }
  const { ensureWeb } = (await import(new URL("../bin/lib/web.js", import.meta.url).href)) as BuildsWeb;
  if (!(await ensureWeb(pathToFileURL(root)))) throw new Error("the web UI could not be built");
  cpSync(join(root, "web/dist"), join(root, "dist/web"), { recursive: true });
}

/** tsc rewrites imports, but not `new URL("./child.ts", import.meta.url)`, with which child processes are found. */
function rewriteUrls(path: string): void {
  const code = readFileSync(path, "utf8");
  const rewritten = code.replaceAll(/(new URL\(\s*["'][^"']+)\.ts(["'],\s*import\.meta\.url)/g, "$1.js$2");
  if (rewritten !== code) writeFileSync(path, rewritten);
}
