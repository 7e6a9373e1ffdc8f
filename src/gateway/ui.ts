import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Answers what is no part of the API: the control UI, from its built files. */
export interface Ui {
  /** null: not for the UI; the API says what it is. */
  answer(request: Request): Promise<Response | null>;
}

type Coding = "br" | "gzip";

interface Asset {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  /** Made at build time, smaller than `bytes`. */
  coded: Partial<Record<Coding, Uint8Array<ArrayBuffer>>>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

const SUFFIXES: Readonly<Record<Coding, string>> = { br: ".br", gzip: ".gz" };

/** No script and no style but our files, nothing from elsewhere, no frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const NOT_BUILT_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Kralle</title><h1>The web UI is not built</h1>' +
  "<p>Kralle itself runs: use it in a terminal with <code>kralle chat</code>. In a checkout, <code>npm start</code> builds the UI.</p></html>";

const NOT_BUILT: Asset = {
  bytes: new TextEncoder().encode(NOT_BUILT_PAGE),
  type: "text/html; charset=utf-8",
  coded: {},
};

/** Paths that are the page itself, which reads them; a test compares them with those that it knows. */
export const UI_PAGES = [
  "today",
  "inbox",
  "chat",
  "approvals",
  "runs",
  "security",
  "models",
  "usage",
  "accounts",
  "memory",
  "devices",
  "settings",
] as const;
const PAGE = new RegExp(`^/(?:(?:${UI_PAGES.join("|")})(?:/[\\w-]{1,80})?/?)?$`, "u");
/** What programs ask: there nothing is a page, whoever asks. */
const FOR_PROGRAMS = /^\/(?:api|assets)(?:\/|$)/u;

/** Where the build leaves the UI: beside the compiled program in a package, in `web/` of a checkout. */
const FOLDERS = ["../web/", "../../web/dist/"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * The UI as it lies there at the first request; it is some hundred kilobytes and stays in memory. Only names that were found
 * in the folder are ever served, so no path can lead out of it.
 */
export function createUi(folders: readonly string[] = FOLDERS): Ui {
  let assets: Promise<ReadonlyMap<string, Asset>> | null = null;
  return {
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (request.method !== "GET" && request.method !== "HEAD") return null;
      assets ??= readFirst(folders);
      const found = await assets;
      const isPage = PAGE.test(pathname);
      if (found.size === 0) {
        assets = null; // it may be built while we run
        return isPage ? respond(NOT_BUILT, request, 503, false) : null;
      }
      const asset = found.get(pathname);
      if (asset && pathname !== "/index.html") return respond(asset, request, 200, pathname.startsWith("/assets/"));
      // A person who mistyped an address gets the page, which says so and leads back; a program gets the error.
      const isLost = !isPage && !FOR_PROGRAMS.test(pathname) && wantsPage(request);
      const page = isPage || isLost ? found.get("/index.html") : undefined;
      return page ? respond(page, request, isLost ? 404 : 200, false) : null;
    },
  };
}

/** As browsers ask for what they show as a page; programs that take anything say so with a star. */
function wantsPage(request: Request): boolean {
  return (request.headers.get("accept") ?? "").split(",").some((type) => type.trim().startsWith("text/html"));
}

async function readFirst(folders: readonly string[]): Promise<ReadonlyMap<string, Asset>> {
  for (const folder of folders) {
    const assets = await readAssets(folder);
    if (assets.has("/index.html")) return assets;
  }
  return new Map();
}

async function readAssets(folder: string): Promise<Map<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const there = new Set(paths);
  const assets = new Map<string, Asset>();
  for (const path of paths) {
    const type = TYPES[/\.(\w+)$/u.exec(path)?.[1] ?? ""];
    if (type === undefined) continue;
    const asset: Asset = { bytes: await readFile(path), type, coded: {} };
    for (const coding of ["br", "gzip"] as const) {
      const coded = `${path}${SUFFIXES[coding]}`;
      if (there.has(coded)) asset.coded[coding] = await readFile(coded);
    }
    assets.set(`/${path.slice(folder.length).replaceAll(sep, "/").replace(/^\//u, "")}`, asset);
  }
  return assets;
}

function respond(asset: Asset, request: Request, status: number, isForever: boolean): Response {
  const accepted = (request.headers.get("accept-encoding") ?? "").split(",").map((part) => part.trim());
  const coding = (["br", "gzip"] as const).find((name) => asset.coded[name] !== undefined && accepted.includes(name));
  const bytes = (coding && asset.coded[coding]) ?? asset.bytes;
  return new Response(request.method === "HEAD" ? null : bytes, {
    status,
    headers: {
      "content-type": asset.type,
      "content-length": String(bytes.byteLength),
      "cache-control": isForever ? "public, max-age=31536000, immutable" : "no-store",
      "content-security-policy": POLICY,
      vary: "accept-encoding",
      ...(coding ? { "content-encoding": coding } : {}),
    },
  });
}
