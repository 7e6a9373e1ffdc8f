import { AppError, type Purpose } from "../../core/index.ts";
import { toWish } from "./decide.ts";
import { toAbort } from "./dial.ts";
import type { Gate } from "./gate.ts";
import { portOf, toWebAddress } from "./host.ts";
import { isRedirect, MOST_REDIRECTS, nextHop, type Hop } from "./redirect.ts";
import { sendHop } from "./send.ts";
import type { Grant } from "./types.ts";

/** A request with all its redirects, each of which is decided like a request of its own. */
export async function fetchThrough(
  gate: Gate,
  purpose: Purpose | null,
  input: string | URL,
  init: RequestInit = {},
): Promise<Response> {
  const signal = init.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  let hop = await toHop(toWebAddress(input), init);
  let isFollowed = false;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const { grant, response } = await takeStep(gate, purpose, hop, isFollowed, signal);
    const location = response.headers.get("location");
    if (init.redirect === "manual" || location === null || !isRedirect(response.status, response.headers)) {
      if (redirects > 0) Object.defineProperty(response, "redirected", { value: true });
      return response;
    }
    response.body?.cancel().catch(() => undefined); // it may have ended already
    if (init.redirect === "error") throw new AppError("E_NETWORK", `${hop.url.host} redirects, which is not followed.`);
    hop = nextHop(hop, response.status, location);
    isFollowed = grant.follows === "public";
  }
  throw new AppError("E_NETWORK", `${hop.url.host} redirects without end.`);
}

/** One step, from the decision to the headers of the answer. */
async function takeStep(
  gate: Gate,
  purpose: Purpose | null,
  hop: Hop,
  isFollowed: boolean,
  signal: AbortSignal,
): Promise<{ grant: Grant; response: Response }> {
  const wish = toWish(purpose, { host: hop.url.hostname, port: portOf(hop.url) }, hop.method, isFollowed);
  const { grant, checked } = await gate.allow(wish);
  signal.throwIfAborted();
  const note = gate.begin(wish);
  try {
    const agent = gate.agentOf(grant.purpose, hop.url.protocol === "https:");
    const { response, ended } = await sendHop(hop, { agent, checked, signal, onLine: (stream) => note.on(stream) });
    const { status } = response;
    void ended.then((error) => note.end("done", error === null ? `${status}` : `${status}, cut off`));
    return { grant, response };
  } catch (thrown) {
    note.end("failed", toCode(thrown));
    throw signal.aborted ? toAbort(signal) : toUnreached(hop.url.host, thrown);
  }
}

/** The beginning of a request in the platform's own reading of `init`; the body as bytes, so that it can be sent again. */
async function toHop(url: URL, init: RequestInit): Promise<Hop> {
  const { signal: _signal, redirect: _redirect, ...rest } = init;
  const read = new Request(url, { ...rest, ...(init.body ? { duplex: "half" } : {}) } as RequestInit);
  const headers = new Headers(read.headers);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  if (!headers.has("user-agent")) headers.set("user-agent", "kralle");
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", headers.has("range") ? "identity" : "gzip, br");
  const body = read.body === null ? null : new Uint8Array(await read.arrayBuffer());
  return { url, method: read.method, headers, body };
}

export const toCode = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "E_NETWORK";

export function toUnreached(host: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError("E_NETWORK", `${host} could not be reached: ${reason}.`, {
    hint: "Check the connection and try again.",
    cause: thrown,
  });
}
