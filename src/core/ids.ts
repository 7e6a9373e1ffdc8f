import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32, lower case
let lastTime = 0;
let sequence = 0;

/**
 * A sortable id: `<prefix>_` + 9 characters of time (ms) + 3 of a counter within the millisecond + 9 random ones.
 * Ids of one process sort in the order of their making, also when the clock steps back.
 */
export function createId(prefix: string, now: number): string {
  if (now > lastTime) {
    lastTime = now;
    sequence = 0;
  } else sequence += 1;
  const random = [...randomBytes(9)].map((byte) => ALPHABET[byte & 31]).join("");
  return `${prefix}_${toBase32(lastTime, 9)}${toBase32(sequence, 3)}${random}`;
}

/** When an id of `createId` was made, ms UTC. */
export function timeOf(id: string): number {
  const time = id.slice(id.indexOf("_") + 1).slice(0, 9);
  return [...time].reduce((value, letter) => value * 32 + Math.max(ALPHABET.indexOf(letter), 0), 0);
}

/** Sorts before every id of this prefix that is made at this moment (ms UTC) or later, and behind all earlier ones. */
export const idFloor = (prefix: string, now: number): string => `${prefix}_${toBase32(now, 9)}`;

function toBase32(value: number, width: number): string {
  let text = "";
  for (let rest = value; text.length < width; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}
