import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, type Context } from "../../core/index.ts";
import { isSame } from "./signIn.ts";

/** Waits on this machine for a browser that comes back from signing in. */
export interface Callback {
  /** What the other side is to send the browser to. */
  redirect: string;
  /**
   * The query that it came with: of the first who knows `state`, so that no other page of the browser ends the sign-in. E_CANCELLED where
   * nobody came in time, or `ctx.signal` fired.
   */
  answer(state: string, ctx: Context): Promise<URLSearchParams>;
  close(): void;
}

const PATH = "/signed-in";
const WAIT_MS = 10 * 60_000;

/** Listens on a free port of the loopback address (RFC 8252, 7.3). `said` is shown to the person afterwards, as text. */
export async function openCallback(said: string): Promise<Callback> {
  const came = Promise.withResolvers<URLSearchParams>();
  let awaited: string | null = null;
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? "", "http://127.0.0.1");
    const isIt = request.method === "GET" && url?.pathname === PATH && isSame(url.searchParams.get("state"), awaited);
    response.writeHead(isIt ? 200 : 404, {
      "content-type": "text/plain; charset=utf-8",
      "content-security-policy": "default-src 'none'",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      connection: "close",
    });
    response.end(isIt ? said : "");
    if (isIt && url) came.resolve(url.searchParams);
  });
  server.headersTimeout = 5_000;
  server.maxConnections = 20;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen({ host: "127.0.0.1", port: 0 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return {
    redirect: `http://127.0.0.1:${port}${PATH}`,
    async answer(state, ctx) {
      awaited = state;
      const late = new AbortController();
      const left = ctx.clock.sleep(WAIT_MS, AbortSignal.any([late.signal, ctx.signal])).then(
        () => Promise.reject(noOne()),
        () => Promise.reject(noOne()),
      );
      try {
        return await Promise.race([came.promise, left]);
      } finally {
        late.abort();
      }
    },
    close,
  };
}

function noOne(): AppError {
  return new AppError("E_CANCELLED", "Nobody signed in.", { hint: "Begin it again." });
}
