/** Addresses that no request of the outside may ever lead to: each block of the registries, at its edges and in the middle. */
export const NOT_PUBLIC_4 = [
  "0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.0.0.1 10.20.30.40 10.255.255.255 100.64.0.0 100.64.0.1 100.100.100.200 100.127.255.255",
  "127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.255 169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255",
  "172.16.0.0 172.16.0.1 172.20.1.1 172.31.255.255 192.0.0.0 192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.0.255",
  "192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.1.1 192.168.255.255 192.175.48.1",
  "198.18.0.0 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 168.63.129.16 224.0.0.1 224.0.0.251 239.255.255.250",
  "240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255",
].flatMap((line) => line.split(" "));

export const NOT_PUBLIC_6 = [
  ":: ::1 ::2 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:0:0",
  "0:0:0:0:0:ffff:7f00:1 0000:0000:0000:0000:0000:0000:0000:0001 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::7f00:1",
  "64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::c0a8:101 64:ff9b:1::1 64:ff9b:1::7f00:1 100::1 100:0:0:1::1",
  "2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1::1 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:db8::1",
  "2002::1 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101::1 2002:a9fe:a9fe::1 2620:4f:8000::1 3ffe::1 3fff::1 3fff:fff::1 4000::1 5f00::1",
  "fc00::1 fd00::1 fd00:ec2::254 fdff:ffff::1 fe80::1 fe80::5efe:127.0.0.1 febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff02::fb ff05::1",
  "2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:127.0.0.1 2606:4700::5efe:8.8.8.8 8000::1 e000::1 0:1::1 1::1 1fff::1",
].flatMap((line) => line.split(" "));

/** Public ones, near the edges of what is not. */
export const ARE_PUBLIC = [
  "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 169.253.255.255",
  "169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0",
  "223.255.255.255 2001:200::1 2001:4860:4860::8888 2003::1 2600:: 2606:4700::1111 2a00:1450:4001:80b::200e 3ffd::1 3fff:1000::1",
  "64:ff9b::808:808 ::ffff:8.8.8.8",
].flatMap((line) => line.split(" "));

/** IPv4 addresses as resolvers of old take them: hexadecimal, octal, short, one number, full-width and circled digits. */
export function waysToWrite(address: string): string[] {
  const parts = address.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number): string => `0x${value.toString(16)}`;
  const octal = (value: number): string => `0${value.toString(8)}`;
  const wide = (text: string): string =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return [
    String(whole),
    hex(whole),
    octal(whole),
    parts.map(hex).join("."),
    parts.map(octal).join("."),
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    wide(address),
    address.replaceAll(".", "。"),
    address.replaceAll(".", "．"),
    `${address}.`,
    parts.map((part) => String(part).padStart(4, "0")).join("."),
    `[::ffff:${address}]`,
    `[0:0:0:0:0:ffff:${hex(a * 256 + b).slice(2)}:${hex(c * 256 + d).slice(2)}]`,
    `[64:ff9b::${address}]`,
    `[::${address}]`,
    `[2002:${hex(a * 256 + b).slice(2)}:${hex(c * 256 + d).slice(2)}::1]`,
    `[fe80::5efe:${address}]`,
  ];
}
