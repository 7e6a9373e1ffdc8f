import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

const LEAVE_MS = 1_000;

/**
 * Answers in HTTP on a raw connection and ends it. What still comes in is thrown away, so that it does not push the answer
 * out; who does not leave is cut off, since a half-closed connection would stay for as long as he likes.
 */
export function leave(socket: Duplex, status: number, lines: readonly string[] = []): void {
  if (!socket.writable) return void socket.destroy();
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...lines,
    "connection: close",
    "content-length: 0",
    "",
    "",
  ];
  socket.end(head.join("\r\n"));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LEAVE_MS);
  socket.once("close", () => clearTimeout(timer));
}
