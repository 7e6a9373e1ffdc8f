import type { Context, Purpose } from "../../../../core/index.ts";
import { withTimeout } from "../../timeout.ts";
import { SourceFault, type PullLimits } from "../../types.ts";
import { readRetryAfter } from "./answer.ts";
import { ANSWER_MS, cancelBody, MAX_PAUSE_MS } from "./download.ts";

export interface TextRequest {
  address: URL;
  headers: Readonly<Record<string, string>>;
  maxBytes: number;
  limits: PullLimits;
  /** Default: the models. */
  purpose?: Purpose | undefined;
}

/** A whole short answer, and the page after it when the server names one (RFC 8288) on the same host. */
export interface TextAnswer {
  bytes: Buffer;
  next: URL | null;
}

/**
 * One short document of a server, bounded in size and time. "Later" answers are asked again a few times. Throws a
 * SourceFault of one line, or what `fetch` throws when nobody answers within `probeMs`.
 */
export async function fetchText(request: TextRequest, ctx: Context): Promise<TextAnswer> {
  const { address, limits } = request;
  for (let attempt = 1; ; attempt += 1) {
    const response = await ask(request, attempt === 1 ? limits.probeMs : ANSWER_MS, ctx);
    const { status } = response;
    if (status === 200) {
      const bytes = await readBounded(response, request.maxBytes, limits.stallMs, ctx);
      return { bytes, next: nextPage(response, address) };
    }
    await cancelBody(response);
    if (status !== 408 && status !== 429 && status < 500) throw new SourceFault(toRefusal(status));
    const pause = readRetryAfter(response.headers.get("retry-after"), ctx.clock.now());
    const waitMs = pause ?? limits.retryMs * 2 ** (attempt - 1);
    if (attempt >= limits.tries || waitMs > MAX_PAUSE_MS) throw new SourceFault(`answered ${status}`);
    await ctx.clock.sleep(waitMs, ctx.signal);
  }
}

/** The headers of the first answer: what the hub says of a file stands in the one that redirects. Throws a SourceFault. */
export async function fetchHead(
  { address, headers, limits, purpose = "models" }: TextRequest,
  ctx: Context,
): Promise<Headers> {
  const work = (inner: Context): Promise<Response> =>
    ctx.net.for(purpose).fetch(address, {
      method: "HEAD",
      headers: { ...headers },
      redirect: "manual",
      signal: inner.signal,
    });
  const response = await withTimeout(limits.probeMs, work, ctx);
  await cancelBody(response);
  if (response.status >= 400) throw new SourceFault(toRefusal(response.status));
  return response.headers;
}

/** A redirect from https to http is refused, as what comes is believed. */
async function ask(
  { address, headers, purpose = "models" }: TextRequest,
  waitMs: number,
  ctx: Context,
): Promise<Response> {
  const work = (inner: Context): Promise<Response> =>
    ctx.net.for(purpose).fetch(address, { headers: { accept: "application/json", ...headers }, signal: inner.signal });
  const response = await withTimeout(waitMs, work, ctx);
  if (address.protocol === "https:" && response.url.startsWith("http:")) {
    await cancelBody(response);
    throw new SourceFault("redirects to an address without encryption");
  }
  return response;
}

function toRefusal(status: number): string {
  if (status === 401 || status === 403)
    return `answered ${status}: it wants an account that may read this (HF_TOKEN at the hub)`;
  return status === 404 ? "does not have it (404)" : `answered ${status}`;
}

async function readBounded(response: Response, maxBytes: number, stallMs: number, ctx: Context): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (!reader) throw new SourceFault("answered without a body");
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await withTimeout(stallMs, () => reader.read(), ctx);
      if (done) return Buffer.concat(chunks);
      length += value.length;
      if (length > maxBytes) throw new SourceFault(`sends more than ${maxBytes} bytes where a short answer belongs`);
      chunks.push(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function nextPage(response: Response, address: URL): URL | null {
  const link = /<([^>]{1,2000})>;\s*rel="?next"?/.exec(response.headers.get("link") ?? "")?.[1];
  const next = link === undefined ? null : URL.parse(link, address.href);
  return next?.host === address.host && next.protocol === address.protocol ? next : null;
}
