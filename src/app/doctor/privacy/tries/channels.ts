import { PORTS, type InsideOrder } from "../types.ts";

/** What any program can try to get out by, as it is called for a person. */
export const CHANNELS = [
  "TCP by IPv4",
  "TCP by IPv6",
  "TCP to the port of TLS",
  "UDP by IPv4",
  "UDP by IPv6",
  "a question to a name server, by UDP",
  "a question to a name server, by TCP",
  "a question to a name server over IPv6",
  "the look-up of a name",
  "a request for a page",
  "a datagram to all (mDNS)",
  "a datagram to all (broadcast)",
  "a datagram to all (IPv6)",
  "a proxy on this machine",
  "a proxy behind an abstract socket",
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Name of the abstract Unix socket of the forwarding server; every network namespace has names of its own. */
export const FORWARDING = "kralle-forwarding";

/**
 * A program that gets the names of channels, one a line, and answers each with "ok" or what the system said. It knows nothing of Kralle:
 * the same text runs with walls around it and, as the control, without.
 */
export function toChannelProgram({ ipv4, ipv6 }: InsideOrder): string[] {
  const places = JSON.stringify({ ipv4, ipv6, ...PORTS, abstract: `\0${FORWARDING}` });
  return [process.execPath, "-e", `const at = ${places};\n${SCRIPT}`];
}

const SCRIPT = `
const net = require("node:net"), dgram = require("node:dgram"), dns = require("node:dns"), http = require("node:http");
const WAIT = 400;
const tcp = (to) => new Promise((ok, no) => {
  const socket = net.connect(to, () => socket.write("GET / HTTP/1.0\\r\\n\\r\\n"));
  socket.setTimeout(WAIT, () => socket.destroy(new Error("ETIMEDOUT")));
  socket.on("error", no).on("data", () => { socket.destroy(); ok(); }).on("end", no);
});
const udp = (kind, port, host, open = () => {}) => new Promise((ok, no) => {
  const socket = dgram.createSocket(kind).on("error", no);
  socket.bind(0, () => {
    try { open(socket); } catch (thrown) { return no(thrown); }
    socket.send("words", port, host, (error) => { socket.close(); error ? no(error) : ok(); });
  });
});
const ask = (server) => {
  const resolver = new dns.promises.Resolver({ timeout: WAIT, tries: 1 });
  resolver.setServers([server]);
  return resolver.resolve4("child.example");
};
const channels = {
  "TCP by IPv4": () => tcp({ host: at.ipv4, port: at.web }),
  "TCP by IPv6": () => tcp({ host: at.ipv6, port: at.web }),
  "TCP to the port of TLS": () => tcp({ host: at.ipv4, port: at.tls }),
  "UDP by IPv4": () => udp("udp4", 9999, at.ipv4),
  "UDP by IPv6": () => udp("udp6", 9999, at.ipv6),
  "a question to a name server, by UDP": () => ask(at.ipv4),
  "a question to a name server, by TCP": () => tcp({ host: at.ipv4, port: at.names }),
  "a question to a name server over IPv6": () => ask("[" + at.ipv6 + "]"),
  "the look-up of a name": () => dns.promises.lookup("looked-up.example"),
  "a request for a page": () => new Promise((ok, no) => http.get("http://" + at.ipv4 + "/", { timeout: WAIT }, (answer) => answer.resume().on("end", ok)).on("error", no)),
  "a datagram to all (mDNS)": () => udp("udp4", 5353, "224.0.0.251"),
  "a datagram to all (broadcast)": () => udp("udp4", 9999, "255.255.255.255", (socket) => socket.setBroadcast(true)),
  "a datagram to all (IPv6)": () => udp("udp6", 5353, "ff02::fb", (socket) => socket.setMulticastInterface("::%k0")),
  "a proxy on this machine": () => tcp({ host: "127.0.0.1", port: at.forwarding }),
  "a proxy behind an abstract socket": () => tcp({ path: at.abstract }),
};
require("node:readline").createInterface({ input: process.stdin }).on("line", (name) => {
  Promise.resolve().then(channels[name]).then(() => "ok", (thrown) => String(thrown?.code ?? thrown?.message ?? "failed"))
    .then((answer) => process.stdout.write(answer.split("\\n")[0] + "\\n"));
});
`;
