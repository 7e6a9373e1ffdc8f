/** Signs that show nothing, that look like a plain space, or that turn, overwrite or cover what stands around them. */
const SIGNS: readonly string[] = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(0x7f + code)),
  ..."\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007",
  ..."\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2061",
  ..."\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206f\u2800\u3000\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb",
  ...Array.from({ length: 0x60 }, (_, code) => String.fromCodePoint(0xe0020 + code)),
  ..."\u{1d173}\u{1d17a}\u{e0001}\u{e0100}\u{e01ef}\u{f0000}\u{10ffff}\u{fffff}",
  "\ud800",
  "\udc00",
  "\udbff\ud800",
  "\ue000",
  "\u0378", // unassigned
];

const SEQUENCES: readonly string[] = [
  "\u001b[2J\u001b[1;1H",
  "\u001b[1A\u001b[2K",
  "\u001b[8m",
  "\u001b[31;1m",
  "\u001b]0;title\u0007",
  "\u001b]8;;http://x.test\u001b\\link\u001b]8;;\u001b\\",
  "\u001bP+q544e\u001b\\",
  "\u001bc",
  "\u009b2K",
  "\u009d0;x\u009c",
  "\r",
  "\r\n",
  "\b\b\b\b",
  "\u202egpj.exe\u202c",
  "\u2067\u2066abc\u2069\u2069",
  " ".repeat(400),
  "\t".repeat(40),
  "\n".repeat(60),
  "\u0301".repeat(50),
  `a${"\u0336".repeat(20)}`,
  "\u{e0063}\u{e0061}\u{e006e}\u{e0063}\u{e0065}\u{e006c}",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "%1b%5b2J\\u001b[2J\\x1b[2J&#27;[2J",
  "Gr\u00c3\u00bc\u00c3\u009fe \ufffd\ufffd", // UTF-8 read as Latin-1
  "\u0000\u0000",
];

/** At least 500 texts, each with something in it that must not pass unseen. */
export const HOSTILE: readonly string[] = [...new Set([...SIGNS, ...SEQUENCES])].flatMap((sign) => [
  sign,
  `pay 10${sign}0 EUR to ${sign}Kühn`,
]);

/** None of these may be in what somebody decides by; line feeds are the display's own. */
export const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- what must not be there
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff]|\p{Cf}|\p{Co}|\p{Cn}|\p{Default_Ignorable_Code_Point}|(?! )\p{Z}|\u2800/u;
