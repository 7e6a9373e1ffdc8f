/** What a hub said to a request for bytes from an offset. */
export type Answer = { kind: "bytes"; response: Response; skip: number; stop: AbortController };
export type NoAnswer =
  | { kind: "later"; response: Response; reason: string; pauseMs: number | null }
  | { kind: "refused"; response: Response; reason: string };

/**
 * Sorts a response: bytes from the right place of a file of the right size, "later" (408, 429, 5xx), or refused for good.
 * A server without ranges sends everything again: then `skip` bytes are to be thrown away.
 */
export function checkResponse(
  response: Response,
  offset: number,
  total: number,
  now: number,
  stop: AbortController,
): Answer | NoAnswer {
  const { status } = response;
  if (status === 408 || status === 429 || status >= 500) {
    const pauseMs = readRetryAfter(response.headers.get("retry-after"), now);
    const asked = pauseMs === null ? "" : `, asks to wait ${Math.ceil(pauseMs / 1000)} s`;
    return { kind: "later", response, reason: `answered ${status}${asked}`, pauseMs };
  }
  if (status === 206) {
    const range = parseContentRange(response.headers.get("content-range"));
    if (!range) return { kind: "refused", response, reason: "answered with an unreadable Content-Range" };
    if (range.total !== null && range.total !== total) return wrongSize(response, range.total, total);
    if (range.start !== offset) return { kind: "refused", response, reason: `answered from byte ${range.start}` };
    return { kind: "bytes", response, skip: 0, stop };
  }
  if (status === 200) {
    const length = response.headers.get("content-length");
    if (length !== null && Number(length) !== total) return wrongSize(response, Number(length), total);
    return { kind: "bytes", response, skip: offset, stop };
  }
  return { kind: "refused", response, reason: `answered ${status}` };
}

function wrongSize(response: Response, has: number, wanted: number): NoAnswer {
  return { kind: "refused", response, reason: `has ${has} bytes where the model has ${wanted}` };
}

/** `bytes 10-99/100` -> start 10, total 100; `*` as total is unknown (RFC 9110, 14.4). */
export function parseContentRange(header: string | null): { start: number; total: number | null } | null {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(header?.trim() ?? "");
  if (!match) return null;
  return { start: Number(match[1]), total: match[3] === "*" ? null : Number(match[3]) };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), as milliseconds from now; null when absent or unreadable. */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
