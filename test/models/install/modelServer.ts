import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with one answer. */
export type Fault =
  | { kind: "status"; status: number; headers?: Record<string, string> }
  /** The connection breaks, or goes silent, after so many bytes of the body. */
  | { kind: "cut"; after: number }
  | { kind: "stall"; after: number }
  /** One byte of the body is another one. */
  | { kind: "wrongByte"; at: number }
  /** `Range` is ignored: 200 and everything. */
  | { kind: "noRange" }
  /** A range from another place than asked, and it says so; or that does not say so. */
  | { kind: "shifted"; by: number; honest: boolean }
  /** The size of the whole is announced wrongly. */
  | { kind: "wrongSize"; by: number }
  /** Ends as if it were whole. */
  | { kind: "short"; after: number }
  | { kind: "html" }
  | { kind: "mute" };

/** `api` and `manifest` say what there is, `redirect` sends on, `bytes` delivers. */
export type RequestKind = "api" | "manifest" | "redirect" | "bytes";

export interface HubRepo {
  files: Record<string, Buffer>;
  licence?: string;
  /** What the hub says of a file's digest, where it is not the truth. */
  claims?: Record<string, string>;
}

export interface OllamaTag {
  /** By media type after `application/vnd.ollama.image.`. */
  layers: [kind: string, content: Buffer][];
  config?: Record<string, unknown>;
}

export interface ServedModels {
  hub?: Record<string, HubRepo>;
  /** By `library/name:tag`. */
  ollama?: Record<string, OllamaTag>;
}

export interface ModelServer {
  url: string;
  /** `GET path range`, one line for each. */
  requests: string[];
  sent(): number;
  close(): void;
}

const PIECE = 64 * 1024;
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * A loopback server that speaks the hub's protocol (`/api/models`, `/resolve/` with a redirect) and the registry's (`/v2/`
 * manifests and blobs with a redirect). `faultOf` decides what goes wrong with each answer.
 * A real Ollama 0.32.15 pulls from it (tried on 2026-11-26). `pieceMs`: a pause after each
 * piece of a body. `truth`: what it says that there is, where that is not what it sends.
 */
export async function startModelServer(
  models: ServedModels,
  faultOf: (kind: RequestKind, path: string) => Fault | null = () => null,
  { pieceMs = 0, truth = models }: { pieceMs?: number; truth?: ServedModels } = {},
): Promise<ModelServer> {
  const requests: string[] = [];
  const state = { sent: 0 };
  const bodies = toBodies(models);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent(request.url ?? "");
    requests.push(`${request.method} ${path} ${request.headers.range ?? "-"}`);
    const kind = kindOf(path);
    const fault = faultOf(kind, path);
    if (fault?.kind === "mute") return;
    if (fault?.kind === "status") {
      response.writeHead(fault.status, fault.headers).end("no");
      return;
    }
    if (fault?.kind === "html") {
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Please sign in</body></html>");
      return;
    }
    if (kind === "redirect") {
      const known = bodies.has(path);
      // The bytes lie on another host, as they do at the hub and at the registry: Ollama's own client insists on that.
      const location = `http://localhost:${request.socket.localPort}/cdn${request.url}`;
      response.writeHead(known ? 307 : 404, known ? { location, ...toLinked(models, path) } : {}).end();
      return;
    }
    if (kind === "bytes")
      return sendBytes(bodies.get(path.slice("/cdn".length)), fault, request, response, state, pieceMs);
    const answer = kind === "api" ? toApi(truth, path) : toManifest(truth, path);
    let text = answer === null ? "" : JSON.stringify(answer);
    if (fault?.kind === "cut" || fault?.kind === "short") text = text.slice(0, Math.floor(text.length / 2));
    response.writeHead(answer === null ? 404 : 200, { "content-type": "application/json" }).end(text);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sent: () => state.sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function kindOf(path: string): RequestKind {
  if (path.startsWith("/cdn/")) return "bytes";
  if (path.startsWith("/api/")) return "api";
  return path.includes("/manifests/") ? "manifest" : "redirect";
}

/** Every file by the path under which it is asked for. */
function toBodies({ hub = {}, ollama = {} }: ServedModels): Map<string, Buffer> {
  const bodies = new Map<string, Buffer>();
  for (const [repo, { files }] of Object.entries(hub)) {
    for (const [file, bytes] of Object.entries(files)) {
      for (const revision of ["main", COMMIT]) bodies.set(`/${repo}/resolve/${revision}/${file}`, bytes);
    }
  }
  for (const [tag, model] of Object.entries(ollama)) {
    const name = tag.slice(0, tag.lastIndexOf(":"));
    for (const bytes of [configOf(model), ...model.layers.map(([, content]) => content)]) {
      bodies.set(`/v2/${name}/blobs/sha256:${sha256(bytes)}`, bytes);
    }
  }
  return bodies;
}

function toApi({ hub = {} }: ServedModels, path: string): unknown {
  const [, repo = "", rest = ""] = /^\/api\/models\/([^/]+\/[^/]+)\/(.*)$/.exec(path) ?? [];
  const known = hub[repo];
  if (!known) return path.startsWith("/api/models?") ? search(hub) : null;
  if (rest.startsWith("revision/")) {
    return {
      id: repo,
      sha: COMMIT,
      tags: ["gguf", `license:${known.licence ?? "apache-2.0"}`],
      cardData: { license: known.licence ?? "apache-2.0" },
    };
  }
  return Object.entries(known.files).map(([file, bytes]) => {
    const lfs = { oid: known.claims?.[file] ?? sha256(bytes), size: bytes.length, pointerSize: 134 };
    return { type: "file", oid: "0", size: bytes.length, path: file, ...(file.endsWith(".gguf") ? { lfs } : {}) };
  });
}

/** What the hub says of a file in the answer that redirects to it. */
function toLinked({ hub = {} }: ServedModels, path: string): Record<string, string> {
  const [, repo = "", file = ""] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.*)$/.exec(path) ?? [];
  const bytes = hub[repo]?.files[file];
  if (!bytes) return {};
  const digest = hub[repo]?.claims?.[file] ?? sha256(bytes);
  return { "x-linked-etag": `"${digest}"`, "x-linked-size": String(bytes.length), "x-repo-commit": COMMIT };
}

const search = (hub: Record<string, HubRepo>): unknown =>
  Object.keys(hub).map((id) => ({ id, downloads: 5, likes: 1, tags: ["gguf", "license:mit"], gated: false }));

const configOf = ({ config }: OllamaTag): Buffer =>
  Buffer.from(JSON.stringify({ model_format: "gguf", model_family: "llama", file_type: "Q4_K_M", ...config }));

export function toManifest({ ollama = {} }: ServedModels, path: string): unknown {
  const [, name = "", tag = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? [];
  const model = ollama[`${name}:${tag}`];
  if (!model) return null;
  const config = configOf(model);
  return {
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: {
      mediaType: "application/vnd.docker.container.image.v1+json",
      digest: `sha256:${sha256(config)}`,
      size: config.length,
    },
    layers: model.layers.map(([kind, content]) => {
      return {
        mediaType: `application/vnd.ollama.image.${kind}`,
        digest: `sha256:${sha256(content)}`,
        size: content.length,
      };
    }),
  };
}

async function sendBytes(
  content: Buffer | undefined,
  fault: Fault | null,
  request: IncomingMessage,
  response: ServerResponse,
  state: { sent: number },
  pieceMs: number,
): Promise<void> {
  if (!content) {
    response.writeHead(404).end();
    return;
  }
  const range = fault?.kind === "noRange" ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const shift = fault?.kind === "shifted" ? fault.by : 0;
  const asked = Number(range?.[1] ?? 0);
  const start = Math.min(content.length, asked + shift);
  const end = range?.[2] ? Math.min(content.length, Number(range[2]) + 1 + shift) : content.length;
  let body = content.subarray(start, end);
  if (fault?.kind === "wrongByte" && body.length > 0) {
    body = Buffer.from(body);
    const at = fault.at % body.length;
    body[at] = (body[at] ?? 0) ^ 0x55;
  }
  const total = content.length + (fault?.kind === "wrongSize" ? fault.by : 0);
  const said = fault?.kind === "shifted" && !fault.honest ? asked : start;
  const limit =
    fault?.kind === "cut" || fault?.kind === "stall" || fault?.kind === "short"
      ? Math.min(fault.after, body.length)
      : body.length;
  response.writeHead(range ? 206 : 200, {
    ...(fault?.kind === "short" ? {} : { "content-length": String(range ? body.length : total) }),
    ...(range ? { "content-range": `bytes ${said}-${said + body.length - 1}/${total}` } : {}),
  });
  for (let at = 0; at < limit; at += PIECE) {
    if (response.destroyed) return;
    const piece = body.subarray(at, Math.min(at + PIECE, limit));
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    state.sent += piece.length;
    if (pieceMs > 0) await new Promise((resolve) => setTimeout(resolve, pieceMs));
  }
  if (fault?.kind === "stall" && limit < body.length) return;
  if (fault?.kind === "cut" && limit < body.length) response.destroy();
  else response.end();
}
