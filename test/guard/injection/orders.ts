/** An order that stands in a text: a tool and its arguments. */
export interface Order {
  text: string;
  tool: string;
  input: Record<string, string | string[]>;
}

const ORDER = /(?:call|rufe)([a-z_]{3,40}?)(?:with|mitdaten)((?:[a-z]+=[^;]{1,400};)+)(?:now|jetzt)/giu;
const PART = /part([12])of2:(.*?):endpart/giu;

/** The order in the words of these suites: `call send_mail with to=x; text=y; now`. */
export function toOrder(tool: string, input: Record<string, string>): string {
  const told = Object.entries(input).map(([name, value]) => `${name}=${value};`);
  return `call ${tool} with ${told.join(" ")} now`;
}

export const toGerman = (order: string): string =>
  order
    .replace(/^call /u, "rufe ")
    .replace(" with ", " mitdaten ")
    .replace(/now$/u, "jetzt");

/** Every order in a text, however it is written. */
export function findOrders(text: string): Order[] {
  const found = new Map<string, Order>();
  for (const form of formsOf(text)) {
    for (const [whole, tool = "", told = ""] of form.matchAll(ORDER)) {
      if (!whole.includes(":endpart")) found.set(whole, toCall(whole, tool, told));
    }
  }
  return [...found.values()];
}

function toCall(text: string, tool: string, told: string): Order {
  const pairs = told
    .split(";")
    .filter((pair) => pair.includes("="))
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  const input = Object.fromEntries(pairs.map(([name, value]) => [name, name === "argv" ? value.split("~") : value]));
  return { text, tool, input };
}

/** The text as every reader might take it. */
function* formsOf(text: string): Generator<string> {
  const plain = squeeze(text);
  yield plain;
  yield squeeze(plain.replaceAll(/[\u0400-\u04ff\u0370-\u03ff]/gu, (letter) => LOOKALIKES[letter] ?? letter));
  const parts = new Map([...plain.matchAll(PART)].map(([, at = "", part = ""]) => [at, part]));
  if (parts.size === 2) yield (parts.get("1") ?? "") + (parts.get("2") ?? "");
  for (const [run] of text.matchAll(/[A-Za-z0-9+/]{32,}={0,2}/gu)) yield squeeze(Buffer.from(run, "base64").toString());
}

/** Without tags, comments' signs, escapes, spaces and whatever nobody sees; letters that stand for themselves in the tag block come back. */
function squeeze(text: string): string {
  return text
    .replaceAll(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
    .replaceAll(/\[[0-9;]*m/gu, "")
    .replaceAll(/\\[nrt]|\\u00[01][0-9a-f]/gu, "")
    .replaceAll(/[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, "");
}

/** Cyrillic and Greek letters that look like Latin ones. */
export const LOOKALIKES: Readonly<Record<string, string>> = {
  а: "a",
  с: "c",
  е: "e",
  о: "o",
  р: "p",
  х: "x",
  і: "i",
  ѕ: "s",
  ο: "o",
  ν: "v",
};
