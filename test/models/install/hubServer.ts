import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Hub {
  /** For KRALLE_HUB_URL. */
  url: string;
  /** The requests for bytes, as `path range`. */
  requests: string[];
  /** Bytes of bodies that were sent. */
  sent(): number;
}

export interface HubFaults {
  /** Answers of these statuses come first, one for each request, with these headers. */
  first?: { status: number; headers?: Record<string, string> }[];
  /** Cut each body after so many bytes (the connection is broken). */
  cutAfter?: number;
  /** Like `cutAfter`, but says nothing more instead of breaking. */
  stallAfter?: number;
  /** How many bodies the two above apply to (default: all). */
  times?: number;
  /** Ranges are ignored: 200 and everything. */
  noRanges?: boolean;
  /** Sizes are announced wrongly by this much. */
  announceExtra?: number;
  /** Pause between pieces of 64 KiB. */
  pieceMs?: number;
  /** Each body stops at this byte until the promise resolves. */
  hold?: { at: number; until: Promise<unknown> };
  /** Never answers at all. */
  mute?: boolean;
}

const PIECE = 64 * 1024;

/** A loopback server that speaks the hub's download protocol: redirect from /resolve/, then bytes with Range. */
export async function startHub(t: TestContext, content: Buffer, faults: HubFaults = {}): Promise<Hub> {
  const requests: string[] = [];
  const pending = [...(faults.first ?? [])];
  let sent = 0;
  let bodies = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (faults.mute) return;
    const path = request.url ?? "";
    if (path.includes("/resolve/")) {
      const location = `/cdn${path.replace("/resolve/", "/")}`;
      response.writeHead(302, { location }).end();
      return;
    }
    requests.push(`${path} ${request.headers.range ?? "-"}`);
    const refusal = pending.shift();
    if (refusal) {
      response.writeHead(refusal.status, refusal.headers).end("later");
      return;
    }
    const [, first = "0", last = ""] =
      (faults.noRanges ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "")) ?? [];
    const start = Number(first);
    const end = last === "" ? content.length : Math.min(content.length, Number(last) + 1);
    const body = content.subarray(start, end);
    const total = content.length + (faults.announceExtra ?? 0);
    const partial = !faults.noRanges && request.headers.range !== undefined;
    response.writeHead(partial ? 206 : 200, {
      "content-length": String((end === content.length ? total : end) - start),
      ...(partial ? { "content-range": `bytes ${start}-${(end === content.length ? total : end) - 1}/${total}` } : {}),
    });
    bodies += 1;
    const faulty = bodies <= (faults.times ?? Number.POSITIVE_INFINITY);
    const limit = faulty ? Math.min(faults.cutAfter ?? body.length, faults.stallAfter ?? body.length) : body.length;
    for (let at = 0; at < limit; at += PIECE) {
      if (faults.hold && start + at >= faults.hold.at) await faults.hold.until;
      const piece = body.subarray(at, Math.min(at + PIECE, limit));
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(piece, () => resolve()));
      sent += piece.length;
      if (faults.pieceMs) await new Promise((resolve) => setTimeout(resolve, faults.pieceMs));
    }
    if (limit === body.length) response.end();
    else if (faults.cutAfter !== undefined) response.destroy();
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, sent: () => sent };
}
