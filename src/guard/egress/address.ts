import { isIP } from "node:net";

/**
 * What an address is to us. `public`: anybody's on the internet. `loopback`: this machine. `local`: a network that is somebody's own.
 * `never`: no single machine is meant, or the form hides which one.
 */
export type Reach = "public" | "loopback" | "local" | "never";

type Range = readonly [cidr: string, reach: Reach];

/**
 * IANA IPv4 Special-Purpose Address Registry (RFC 6890, 2024-11), class D and E, and one address that a cloud gives a meaning of its own. The
 * first that fits counts; what is in none is public.
 */
const IPV4: readonly Range[] = [
  ["0.0.0.0/8", "never"], // "this network"; Linux dials itself
  ["10.0.0.0/8", "local"],
  ["100.64.0.0/10", "local"], // carrier-grade NAT, and where some clouds keep their metadata
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "local"], // link-local, cloud metadata
  ["172.16.0.0/12", "local"],
  ["192.0.0.0/24", "never"], // IETF protocol assignments
  ["192.0.2.0/24", "never"], // documentation
  ["192.31.196.0/24", "never"], // AS112
  ["192.52.193.0/24", "never"], // AMT
  ["192.88.99.0/24", "never"], // 6to4 relays, deprecated
  ["192.168.0.0/16", "local"],
  ["192.175.48.0/24", "never"], // AS112
  ["198.18.0.0/15", "never"], // benchmarking
  ["198.51.100.0/24", "never"], // documentation
  ["203.0.113.0/24", "never"], // documentation
  ["168.63.129.16/32", "never"], // the host's own server on Azure
  ["224.0.0.0/4", "never"], // multicast
  ["240.0.0.0/4", "never"], // reserved, and broadcast
];

/** IANA IPv6 Special-Purpose Address Registry and Address Space (2024-11). What is in none of them and not in 2000::/3 is no unicast. */
const IPV6: readonly Range[] = [
  ["::1/128", "loopback"],
  ["fc00::/7", "local"],
  ["fe80::/10", "local"],
  ["2001::/23", "never"], // IETF protocol assignments: Teredo, benchmarking, ORCHID, AMT …
  ["2001:db8::/32", "never"], // documentation
  ["2002::/16", "never"], // 6to4 hides an IPv4 address
  ["2620:4f:8000::/48", "never"], // AS112
  ["3ffe::/16", "never"], // 6bone, returned
  ["3fff::/20", "never"], // documentation
  ["2000::/3", "public"],
];

const NAT64 = toBytes("64:ff9b::")!;
const MAPPED = toBytes("::ffff:0:0")!;

const V4 = IPV4.map(toRule);
const V6 = IPV6.map(toRule);

/** What an address in text is; `never` for what is none. IPv6 forms that only carry an IPv4 address count as that one. */
export function reachOf(address: string): Reach {
  const bytes = toBytes(address);
  if (bytes === null) return "never";
  if (bytes.length === 4) return V4.find(({ fits }) => fits(bytes))?.reach ?? "public";
  if (hasPrefix(bytes, MAPPED, 96) || hasPrefix(bytes, NAT64, 96)) {
    const inner = V4.find(({ fits }) => fits(bytes.subarray(12)))?.reach ?? "public";
    return inner === "public" || hasPrefix(bytes, MAPPED, 96) ? inner : "never";
  }
  // ISATAP (RFC 5214): the lower half holds an IPv4 address behind 5efe.
  const isIsatap = (bytes[8]! & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  const found = V6.find(({ fits }) => fits(bytes))?.reach ?? "never";
  return isIsatap && found !== "loopback" ? "never" : found;
}

/** The bytes of an address (4 or 16), or null when it is none; a zone makes it none. */
function toBytes(text: string): Uint8Array | null {
  if (text.includes("%")) return null;
  const version = isIP(text);
  if (version === 4) return Uint8Array.from(text.split(".").map(Number));
  if (version !== 6) return null;
  const [head = "", tail] = text.split("::");
  const front = toGroups(head);
  const back = tail === undefined ? [] : toGroups(tail);
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: gap }, () => 0), ...back];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Parts of IPv6 as numbers of 16 bits; an IPv4 address at the end is two. */
function toGroups(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((part) => {
    if (!part.includes(".")) return [Number.parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

function toRule([cidr, reach]: Range): { reach: Reach; fits(bytes: Uint8Array): boolean } {
  const [text = "", bits = ""] = cidr.split("/");
  const prefix = toBytes(text)!;
  return { reach, fits: (bytes) => hasPrefix(bytes, prefix, Number(bits)) };
}

function hasPrefix(bytes: Uint8Array, prefix: Uint8Array, bits: number): boolean {
  for (let at = 0; at * 8 < bits; at += 1) {
    const kept = Math.min(8, bits - at * 8);
    const mask = (0xff << (8 - kept)) & 0xff;
    if ((bytes[at]! & mask) !== (prefix[at]! & mask)) return false;
  }
  return true;
}
