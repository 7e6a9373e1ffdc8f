import { posix } from "node:path";

// Written in pieces, so that this file does not hold what it forbids.
const MACHINE_PATHS = new RegExp(
  String.raw`(?<![\w.:/-])/(?:ro${"ot"}|ho${"me"}/[a-z][\w-]*|wo${"rk"}|op${"t"}/dev|Us${"ers"}/[\w-]+)/|[A-Z]:\\Us${"ers"}\\`,
);
const REGISTRIES = [
  ["registry", "npmjs", "org"],
  ["registry", "yarnpkg", "com"],
  ["pypi", "org"],
  ["files", "pythonhosted", "org"],
  ["crates", "io"],
  ["proxy", "golang", "org"],
  ["repo1", "maven", "org"],
  ["deb", "debian", "org"],
].map((parts) => parts.join("."));

/** What no file of the project may hold: a path of somebody's machine, the host of a package registry. */
export function faultsOfText(path: string, text: string): string[] {
  const faults: string[] = [];
  const machine = MACHINE_PATHS.exec(text);
  if (machine !== null) faults.push(`${path}: a path of one machine: ${machine[0]}`);
  for (const host of REGISTRIES) {
    if (text.includes(host)) faults.push(`${path}: the host of a registry: ${host}`);
  }
  if (path.endsWith("package-lock.json") && text.includes('"resolved": "http')) {
    faults.push(`${path}: names where packages were fetched from (set omit-lockfile-registry-resolved)`);
  }
  return faults;
}

/** What no file of src/ may do: point outside the project, take the time or the network past its context. */
export function faultsOfSource(path: string, source: string): string[] {
  const faults: string[] = [];
  for (const [, relative = ""] of source.matchAll(/["'`](\.\.?\/[^"'`\s]*)["'`]/g)) {
    if (posix.join(posix.dirname(path), relative).startsWith(".."))
      faults.push(`${path}: ${relative} leaves the project`);
  }
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  if (path !== "src/core/clock.ts" && /\bDate\.now\(\)|\bnew Date\(\)/.test(code)) {
    faults.push(`${path}: takes the time past ctx.clock`);
  }
  if (!MAY_DIAL.test(path) && DIALS.test(code)) faults.push(`${path}: opens connections past ctx.net`);
  if (usesGlobalFetch(code)) faults.push(`${path}: uses the network past ctx.net`);
  return faults;
}

/** The broker; the other end of the wire by which the privacy lock is proved, and other programs of that machine; the pipe to a program that Kralle itself started; the socket of this home's gateway. */
const MAY_DIAL =
  /^src\/(?:guard\/egress\/|app\/doctor\/privacy\/(?:peer|neighbours)\.ts|models\/llama-server\/client\.ts|cli\/client\/wire\.ts)/;
const DIALS =
  /import\s*\{[^}]*\b(?:connect|createConnection|request|get|lookup|resolve[46]?|Resolver|createSocket|Socket as \w+)\b[^}]*\}\s*from "node:(?:net|tls|https?|http2|dns|dns\/promises|dgram)"|import \w+ from "node:(?:net|tls|https?|http2|dns|dgram)"|\bnew (?:WebSocket|EventSource)\(/;

/** A call of `fetch` that is neither a method's declaration nor of a parameter or variable of that name. */
function usesGlobalFetch(code: string): boolean {
  if (/\bglobalThis\.fetch\b/.test(code)) return true;
  const isOwn = /[(,{]\s*fetch\s*[:,})]|\bconst fetch\b/.test(code);
  return !isOwn && /(?<![\w.$"'`])fetch\((?!\s*\w+\s*:)/.test(code);
}
