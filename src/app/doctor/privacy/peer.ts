import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { PEER, PORTS } from "./types.ts";

/* The other end of the wire, in a namespace of its own: it answers whoever comes, so that a way that is open is seen to work. */

const [readyFile = ""] = process.argv.slice(2);
const ip = (...args: string[]): void => void execFileSync("ip", args, { stdio: "ignore" });

for (let tries = 0; ; tries += 1) {
  try {
    ip("link", "show", "k1");
    break;
  } catch (thrown) {
    if (tries > 200) throw thrown;
    await sleep(25);
  }
}
ip("link", "set", "k1", "addrgenmode", "none");
ip("addr", "add", `${PEER.ipv4}/24`, "dev", "k1");
ip("-6", "addr", "add", `${PEER.ipv6}/64`, "dev", "k1", "nodad");
ip("link", "set", "k1", "up");

const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
const tcp = [PORTS.web, PORTS.tls, PORTS.other, PORTS.names].map((port) => {
  const server = createServer(
    (socket) => void socket.on("error", () => undefined).on("data", () => socket.end(ANSWER)),
  );
  return new Promise<void>((resolve) => server.listen(port, "::", resolve));
});
const names = createSocket({ type: "udp6" });
names.on("message", (question, from) => names.send(answerOf(question), from.port, from.address));
await Promise.all([...tcp, new Promise<void>((resolve) => names.bind(PORTS.names, "::", resolve))]);
writeFileSync(readyFile, "");

/** Every name has the peer's address (RFC 1035): the question again, and one A record for a question about A. */
function answerOf(question: Buffer): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isA = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  [1, isA ? 1 : 0, 0, 0].forEach((count, at) => head.writeUInt16BE(count, 4 + 2 * at));
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...PEER.ipv4.split(".").map(Number)]);
  return Buffer.concat([head, question.subarray(12, end), ...(isA ? [record] : [])]);
}
