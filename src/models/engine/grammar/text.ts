import { chars, choice, literal, repeat, sequence, type Node } from "./node.ts";

/**
 * One character inside a JSON string (RFC 8259 section 7). Escapes never make lone surrogates; with `basic` characters
 * beyond U+FFFF are left out, so that each counts as one UTF-16 unit, which is how JavaScript counts `maxLength`.
 */
export function toCharacter(basic: boolean): Node {
  return choice([
    chars(`^"\\\\\\x00-\\x1F\\x7F${basic ? "\\U00010000-\\U0010FFFF" : ""}`),
    sequence(
      literal("\\"),
      choice([
        chars('"\\\\/bfnrt'),
        sequence(literal("u"), chars("0-9a-cefA-CEF"), repeat(chars("0-9a-fA-F"), 3, 3)),
        sequence(literal("u"), chars("dD"), chars("0-7"), repeat(chars("0-9a-fA-F"), 2, 2)),
      ]),
    ),
  ]);
}

/** Beyond this a bound costs more rules than it saves; validation after the answer still holds it. */
export const LONGEST_COUNTED = 1000;
