/*
 * What is neither a letter nor a plain space to see: controls, format characters (bidi, zero-width, tags), lone surrogates, private
 * and unassigned ones (\p{C}); all that separates and is no space (\p{Z}); what fonts leave blank.
 */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/gu;
/** A space behind a space can push what follows out of sight, and a viewer may fold it away. */
const PADDING = /(?<= ) +/g;
/** Marks without a letter to stand on, and more than two on one, which can paint over the lines around. */
const MARKS = /(?<=^|[^\p{L}\p{N}\p{M}\p{S}])\p{M}+|(?<=[\p{L}\p{N}\p{S}]\p{M}\p{M})\p{M}+/gu;

/**
 * A text on one line in which everything can be seen: what cannot stands there as `\u{HEX}`. Nothing is left out and nothing cut; a
 * backslash of the text itself is doubled, so that different texts look different.
 */
export function toVisible(text: string): string {
  return escapeUnseen(text.replaceAll("\\", "\\\\"));
}

/**
 * A JSON value as lines to read, every character of it visible: members in order of their names, one a line; strings as JSON writes
 * them, then as `toVisible` shows them. Different values give different text.
 */
export function toVisibleJson(value: unknown): string {
  return write(value, "").join("\n");
}

function write(value: unknown, indent: string): string[] {
  if (Array.isArray(value))
    return block(
      "[",
      "]",
      value.map((item: unknown) => write(item ?? null, `${indent}  `)),
      indent,
    );
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => {
        const [first = "", ...rest] = write(member, `${indent}  `);
        return [`${toVisibleString(name)}: ${first}`, ...rest];
      });
    return block("{", "}", members, indent);
  }
  return [typeof value === "string" ? toVisibleString(value) : JSON.stringify(value ?? null)];
}

function block(open: string, close: string, items: readonly string[][], indent: string): string[] {
  if (items.length === 0) return [`${open}${close}`];
  const lines = items.flatMap(([first = "", ...rest], at) => {
    const all = [`${indent}  ${first}`, ...rest];
    const last = all.length - 1;
    return at === items.length - 1 ? all : all.with(last, `${all[last]},`);
  });
  return [open, ...lines, `${indent}${close}`];
}

// JSON doubles backslashes itself.
const toVisibleString = (text: string): string => escapeUnseen(JSON.stringify(text));

function escapeUnseen(text: string): string {
  return text.replaceAll(MARKS, toEscapes).replaceAll(PADDING, toEscapes).replaceAll(UNSEEN, toEscapes);
}

const toEscapes = (characters: string): string =>
  [...characters].map((character) => `\\u{${character.codePointAt(0)!.toString(16)}}`).join("");
