import type { Random } from "../store/_random.ts";

/** The same value with one thing changed: a byte, a number, a member, an order. Never equal to the original. */
export function mutate(value: unknown, random: Random): unknown {
  const paths = [...pathsOf(value, [])];
  const path = paths[random.below(paths.length)]!;
  return change(value, path, random);
}

type Path = readonly (string | number)[];

function* pathsOf(value: unknown, path: Path): Generator<Path> {
  yield path;
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* pathsOf(item, [...path, at]);
  else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* pathsOf(member, [...path, name]);
  }
}

function change(value: unknown, [first, ...rest]: Path, random: Random): unknown {
  if (first === undefined) return otherThan(value, random);
  if (Array.isArray(value)) return value.with(Number(first), change(value[Number(first)], rest, random));
  const members = value as Record<string, unknown>;
  return { ...members, [first]: change(members[String(first)], rest, random) };
}

function otherThan(value: unknown, random: Random): unknown {
  if (typeof value === "string") return otherText(value, random);
  if (typeof value === "number") return [value + 1, -value - 1, value * 10 + 1, String(value)][random.below(4)];
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return random.below(2) || value.length < 2 ? [...value, 0] : reversed(value);
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value);
    if (random.below(2) || names.length === 0) return { ...value, [`more${random.below(1_000)}`]: null };
    const gone = names[random.below(names.length)];
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone));
  }
  return "null";
}

function otherText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const [before, here, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
  const forms = [
    `${before}\u200b${here}${after}`,
    `${before} ${here}${after}`,
    `${before}${here === "\u0430" ? "a" : "\u0430"}${after}`, // a Cyrillic letter that looks like a Latin one
    `${before}${here}${here === "" ? "x" : here}${after}`,
    `${text}\u0000`,
  ];
  return forms[random.below(forms.length)]!;
}

function reversed(items: readonly unknown[]): unknown[] {
  const turned = items.toReversed();
  return JSON.stringify(turned) === JSON.stringify(items) ? [...items, 0] : turned;
}
