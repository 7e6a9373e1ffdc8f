/**
 * A string that fits a regular expression, chosen by `random` (0 <= x < 1): groups, alternatives, classes, quantifiers and escaped
 * characters. Where nothing bounds a repetition, at most 3 are drawn. Throws for what it does not know (look-around, back references).
 */
export function drawPattern(source: string, random: () => number): string {
  const reader = { source: source.replace(/^\^/u, "").replace(/\$$/u, ""), at: 0 };
  const text = readChoice(reader)(random);
  if (reader.at < reader.source.length)
    throw new Error(`The pattern is not understood from ${reader.at} on: ${source}`);
  return text;
}

type Draw = (random: () => number) => string;

interface Reader {
  source: string;
  at: number;
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;

function readChoice(reader: Reader): Draw {
  const alternatives: Draw[] = [];
  do alternatives.push(readSequence(reader));
  while (take(reader, "|"));
  return (random) => pick(alternatives, random)(random);
}

function readSequence(reader: Reader): Draw {
  const parts: Draw[] = [];
  while (reader.at < reader.source.length && !/[|)]/u.test(reader.source.charAt(reader.at))) {
    parts.push(readRepeat(reader, readAtom(reader)));
  }
  return (random) => parts.map((part) => part(random)).join("");
}

function readAtom(reader: Reader): Draw {
  if (take(reader, "(?:") || take(reader, "(")) {
    const inside = readChoice(reader);
    if (!take(reader, ")")) throw new Error(`A group is not closed: ${reader.source}`);
    return inside;
  }
  if (take(reader, "[")) {
    const end = reader.source.indexOf("]", reader.at);
    const members = reader.source.slice(reader.at, end).replaceAll(/(.)-(.)/gu, (_all, from: string, to: string) => {
      const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
      return String.fromCharCode(...Array.from({ length: last - first + 1 }, (_one, at) => first + at));
    });
    reader.at = end + 1;
    return (random) => pick([...members], random);
  }
  take(reader, "\\");
  const [char = ""] = reader.source.slice(reader.at);
  reader.at += char.length;
  return () => char;
}

function readRepeat(reader: Reader, atom: Draw): Draw {
  const found = /^(?:[?*+]|\{(\d+)(?:,(\d*))?\})/u.exec(reader.source.slice(reader.at));
  if (found === null) return atom;
  reader.at += found[0].length;
  const [sign, low, high] = found;
  const min = low === undefined ? (sign === "+" ? 1 : 0) : Number(low);
  const max = sign === "?" ? 1 : low === undefined || high === "" ? min + 3 : Number(high ?? low);
  return (random) => Array.from({ length: min + Math.floor(random() * (max - min + 1)) }, () => atom(random)).join("");
}

function take(reader: Reader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}
