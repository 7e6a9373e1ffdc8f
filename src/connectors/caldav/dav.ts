import { AppError, type Context, type Purpose } from "../../core/index.ts";
import { scanXml } from "../../files/index.ts";

/** What a server is asked with. */
export interface DavAccess {
  url: string;
  user: string;
  password: string;
  purpose: Purpose;
}

interface DavRequest {
  method: "PROPFIND" | "REPORT" | "PUT";
  /** Absolute, on the server of the account. */
  url: string;
  body: string;
  depth?: "0" | "1";
  headers?: Readonly<Record<string, string>>;
}

/** One resource of an answer (RFC 4918, 14.24). */
export interface DavResource {
  /** Absolute. */
  url: string;
  /** Its own, as "HTTP/1.1 404 Not Found"; null: it is there. */
  status: number | null;
  /** Properties that were found: their text, and the names of what lies in them. */
  props: ReadonlyMap<string, { text: string; inside: readonly string[]; names: readonly string[] }>;
}

export interface DavAnswer {
  status: number;
  resources: DavResource[];
  /** RFC 6578: where the next question goes on. */
  syncToken: string | null;
  /** The text of a failure names its condition as an element. */
  body: string;
}

const MOST_BYTES = 50 * 1024 * 1024;
const REDIRECTS = 3;

/**
 * One request over WebDAV (RFC 4918). A redirect is followed on the same server only: the password goes nowhere else. Throws E_ACCOUNT where it does
 * not let us in, E_NETWORK where it cannot be reached, is ill or sends us elsewhere.
 */
export async function askDav(
  access: DavAccess,
  { method, url, body, depth, headers }: DavRequest,
  ctx: Context,
): Promise<DavAnswer> {
  let target = url;
  for (let hops = 0; ; hops += 1) {
    const response = await ctx.net.for(access.purpose).fetch(target, {
      method,
      redirect: "manual",
      headers: {
        "content-type": "application/xml; charset=utf-8",
        ...headers,
        authorization: `Basic ${Buffer.from(`${access.user}:${access.password}`).toString("base64")}`,
        ...(depth === undefined ? {} : { depth }),
      },
      body,
      signal: ctx.signal,
    });
    const { status } = response;
    const location = response.headers.get("location");
    if (status >= 300 && status < 400 && location !== null && hops < REDIRECTS) {
      await response.body?.cancel();
      target = onSameServer(location, target);
      continue;
    }
    if (status === 401 || status === 403) {
      await response.body?.cancel();
      if (status === 401 || method === "PROPFIND") throw notLetIn();
      return { status, resources: [], syncToken: null, body: "" };
    }
    const text = await readText(response);
    if (status === 429 || status >= 500) throw new AppError("E_NETWORK", `The calendar's server answered ${status}.`);
    return { status, ...(status === 207 ? toAnswer(text, target) : { resources: [], syncToken: null }), body: text };
  }
}

function notLetIn(): AppError {
  return new AppError("E_ACCOUNT", "The calendar's server does not let Kralle in.", {
    hint: "Check the user and the password; many providers want a password made for programs.",
  });
}

/** Absolute. Throws E_NETWORK for another server. */
export function onSameServer(location: string, from: string): string {
  const url = new URL(location, from);
  if (url.origin === new URL(from).origin) return url.href;
  throw new AppError("E_NETWORK", `The calendar's server sends us to ${url.host}.`, {
    hint: "If you trust it, connect the account with that address.",
  });
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new AppError("E_NETWORK", "The calendar's server answered more than 50 MB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Resources of a `multistatus`; properties of a status other than 200 are not there. */
function toAnswer(xml: string, base: string): Pick<DavAnswer, "resources" | "syncToken"> {
  const resources: DavResource[] = [];
  const path: string[] = [];
  let syncToken: string | null = null;
  let current = emptyResource();
  let group = emptyGroup();
  for (const token of scanXml(xml)) {
    if (token.type === "open") {
      if (token.name === "response") current = emptyResource();
      if (token.name === "propstat") group = emptyGroup();
      const at = path.indexOf("prop");
      if (at >= 0) {
        const prop = path[at + 1] ?? token.name;
        const told = (group.props[prop] ??= { text: "", inside: [], names: [] });
        if (prop !== token.name || path.length > at + 1) told.inside.push(token.name);
        const name = /\bname\s*=\s*["']([^"']*)/.exec(token.attributes)?.[1];
        if (name !== undefined) told.names.push(name);
      }
      if (!token.empty) path.push(token.name);
      continue;
    }
    if (token.type === "close") {
      path.pop();
      if (token.name === "propstat" && (group.status === null || group.status === 200))
        Object.assign(current.props, group.props);
      if (token.name === "response" && current.href !== "") {
        try {
          resources.push({
            url: onSameServer(current.href, base),
            status: current.status,
            props: new Map(Object.entries(current.props)),
          });
        } catch (thrown) {
          if (!(thrown instanceof AppError) && !(thrown instanceof TypeError)) throw thrown;
          // What is said to lie on another server, or nowhere, is not asked for.
        }
      }
      continue;
    }
    const [here = "", parent = ""] = [path.at(-1), path.at(-2)];
    const at = path.indexOf("prop");
    const prop = at < 0 ? undefined : path[at + 1];
    if (prop !== undefined) (group.props[prop] ??= { text: "", inside: [], names: [] }).text += token.text;
    else if (here === "href" && parent === "response") current.href += token.text.trim();
    else if (here === "status" && parent === "response") current.status = toStatus(token.text);
    else if (here === "status" && parent === "propstat") group.status = toStatus(token.text);
    else if (here === "sync-token" && parent === "multistatus") syncToken = (syncToken ?? "") + token.text.trim();
  }
  return { resources, syncToken };
}

type Props = Record<string, { text: string; inside: string[]; names: string[] }>;
const emptyResource = () => ({ href: "", status: null as number | null, props: Object.create(null) as Props });
const emptyGroup = () => ({ status: null as number | null, props: Object.create(null) as Props });
const toStatus = (text: string): number | null => Number(/\s(\d{3})\b/.exec(text)?.[1] ?? Number.NaN) || null;
