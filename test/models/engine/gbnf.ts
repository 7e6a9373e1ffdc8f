/**
 * Reads the part of GBNF that the grammar printer uses and walks it: an independent view of what a grammar admits.
 * https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
 */
type Part =
  | { kind: "text"; text: string }
  | { kind: "class"; has: (code: number) => boolean; codes: number[] }
  | { kind: "rule"; name: string }
  | { kind: "group"; ways: Part[][] }
  | { kind: "times"; part: Part; min: number; max: number };

export type Rules = Map<string, Part[][]>;

const UNBOUNDED = 3;

function parseGbnf(gbnf: string): Rules {
  const rules: Rules = new Map();
  for (const line of gbnf.split("\n").filter((text) => text !== "")) {
    const [, name = "", body = ""] = /^([a-zA-Z0-9-]+) ::= (.*)$/s.exec(line) ?? [];
    const reader = { text: body, at: 0 };
    rules.set(name, readWays(reader));
    if (reader.at !== body.length) throw new Error(`cannot read the grammar at ${reader.at} of ${body}`);
  }
  return rules;
}

interface Reader {
  text: string;
  at: number;
}

function readWays(reader: Reader): Part[][] {
  const ways: Part[][] = [[]];
  for (; reader.at < reader.text.length;) {
    const char = reader.text.charAt(reader.at);
    if (char === ")") return ways;
    if (char === " ") reader.at += 1;
    else if (char === "|") {
      reader.at += 1;
      ways.push([]);
    } else ways.at(-1)?.push(readTimes(reader, readPart(reader)));
  }
  return ways;
}

function readPart(reader: Reader): Part {
  const char = reader.text.charAt(reader.at);
  if (char === '"') return { kind: "text", text: readQuoted(reader) };
  if (char === "[") return readClass(reader);
  if (char === "(") {
    reader.at += 1;
    const ways = readWays(reader);
    reader.at += 1;
    return { kind: "group", ways };
  }
  const name = /^[a-zA-Z0-9-]+/.exec(reader.text.slice(reader.at))?.[0];
  if (name === undefined) throw new Error(`cannot read ${reader.text.slice(reader.at, reader.at + 20)}`);
  reader.at += name.length;
  return { kind: "rule", name };
}

function readTimes(reader: Reader, part: Part): Part {
  const found = /^(?:[?*+]|\{(\d+)(,?)(\d*)\})/.exec(reader.text.slice(reader.at));
  if (found === null) return part;
  reader.at += found[0].length;
  const [mark, low = "", comma, high] = found;
  if (mark === "?") return { kind: "times", part, min: 0, max: 1 };
  if (mark === "*") return { kind: "times", part, min: 0, max: Number.POSITIVE_INFINITY };
  if (mark === "+") return { kind: "times", part, min: 1, max: Number.POSITIVE_INFINITY };
  const min = Number(low);
  const max = comma === "" ? min : high === "" ? Number.POSITIVE_INFINITY : Number(high);
  return { kind: "times", part, min, max };
}

function readChar(reader: Reader): string {
  const [point = ""] = reader.text.slice(reader.at);
  reader.at += point.length;
  if (point !== "\\") return point;
  const escape = reader.text.charAt(reader.at);
  reader.at += 1;
  const width = { x: 2, u: 4, U: 8 }[escape];
  if (width === undefined) return escape;
  const code = Number.parseInt(reader.text.slice(reader.at, reader.at + width), 16);
  reader.at += width;
  return String.fromCodePoint(code);
}

function readQuoted(reader: Reader): string {
  let text = "";
  for (reader.at += 1; reader.text[reader.at] !== '"';) text += readChar(reader);
  reader.at += 1;
  return text;
}

function readClass(reader: Reader): Part {
  reader.at += 1;
  const isNegated = reader.text[reader.at] === "^";
  if (isNegated) reader.at += 1;
  const ranges: [number, number][] = [];
  while (reader.text[reader.at] !== "]") {
    const from = readChar(reader).codePointAt(0) ?? 0;
    const isRange = reader.text[reader.at] === "-" && reader.text[reader.at + 1] !== "]";
    if (isRange) reader.at += 1;
    ranges.push([from, isRange ? (readChar(reader).codePointAt(0) ?? 0) : from]);
  }
  reader.at += 1;
  const inside = (code: number): boolean => ranges.some(([from, to]) => from <= code && code <= to);
  const has = (code: number): boolean => inside(code) !== isNegated;
  const candidates = isNegated ? NEGATED_PICKS : ranges.flatMap(([from, to]) => pick(from, to));
  return { kind: "class", has, codes: candidates.filter(has) };
}

/** Everything a short class has; the ends and the middle of a long one. */
function pick(from: number, to: number): number[] {
  if (to - from < 30) return Array.from({ length: to - from + 1 }, (_item, index) => from + index);
  return [from, Math.floor((from + to) / 2), to];
}

const NEGATED_PICKS = [...'aZ 09äß€🦀漢<>/:,;"\\\n\u0000{}[]\u007F'].map((char) => char.codePointAt(0) ?? 0);

/** One text that the grammar admits. Depth is bounded by preferring short ways once it is deep. */
export function sample(gbnf: string, random: () => number): string {
  const rules = parseGbnf(gbnf);
  const walk = (ways: Part[][], depth: number): string => {
    const fit = depth > 12 ? [ways.reduce((short, way) => (way.length < short.length ? way : short))] : ways;
    const way = fit[Math.floor(random() * fit.length)] ?? [];
    return way.map((part) => step(part, depth)).join("");
  };
  const step = (part: Part, depth: number): string => {
    if (part.kind === "text") return part.text;
    if (part.kind === "rule") return walk(rules.get(part.name) ?? missing(part.name), depth + 1);
    if (part.kind === "group") return walk(part.ways, depth + 1);
    if (part.kind === "class") return String.fromCodePoint(part.codes[Math.floor(random() * part.codes.length)] ?? 0);
    const most = depth > 12 ? part.min : Math.min(part.max, part.min + UNBOUNDED);
    const times = part.min + Math.floor(random() * (most - part.min + 1));
    return Array.from({ length: times }, () => step(part.part, depth + 1)).join("");
  };
  return walk(rules.get("root") ?? missing("root"), 0);
}

function missing(name: string): never {
  throw new Error(`the grammar has no rule ${name}`);
}

/** Whether the grammar admits the whole text: all ways are followed at once. */
export function admits(gbnf: string, text: string): boolean {
  const rules = parseGbnf(gbnf);
  const ends = (part: Part, at: number): Set<number> => {
    if (part.kind === "text") return new Set(text.startsWith(part.text, at) ? [at + part.text.length] : []);
    if (part.kind === "rule") return anyWay(rules.get(part.name) ?? missing(part.name), at);
    if (part.kind === "group") return anyWay(part.ways, at);
    if (part.kind === "times") return repeated(part.part, part.min, part.max, at);
    const code = text.codePointAt(at);
    return new Set(code !== undefined && part.has(code) ? [at + String.fromCodePoint(code).length] : []);
  };
  const anyWay = (ways: Part[][], at: number): Set<number> => {
    const reached = new Set<number>();
    for (const way of ways) {
      let places = new Set([at]);
      for (const part of way) places = new Set([...places].flatMap((place) => [...ends(part, place)]));
      for (const place of places) reached.add(place);
    }
    return reached;
  };
  const repeated = (part: Part, min: number, max: number, at: number): Set<number> => {
    const reached = new Set<number>(min === 0 ? [at] : []);
    let places = new Set([at]);
    for (let times = 1; times <= max && places.size > 0; times += 1) {
      places = new Set([...places].flatMap((place) => [...ends(part, place)]));
      if (times >= min) for (const place of places) reached.add(place);
      if (times > text.length) break;
    }
    return reached;
  };
  return anyWay(rules.get("root") ?? missing("root"), 0).has(text.length);
}
