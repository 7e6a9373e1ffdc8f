import { LOOKALIKES, toGerman } from "./orders.ts";

/** Ways to write an order so that a person or a filter passes over it. Each gives one or two texts; two belong into two places. */
export const ENCODINGS: Readonly<Record<string, (order: string) => readonly [string, string?]>> = {
  plain: (order) => [order],
  base64: (order) => [Buffer.from(order).toString("base64")],
  "zero-width": (order) => [order.replaceAll(/(?<=\w)(?=\w)/gu, (_, at: number) => (at % 3 === 0 ? "\u200b" : ""))],
  homoglyph: (order) => [order.replaceAll(/[aceopxis]/gu, (letter) => TWINS.get(letter) ?? letter)],
  german: (order) => [toGerman(order)],
  split: (order) => {
    const middle = Math.floor(order.length / 2);
    return [`part1of2:${order.slice(0, middle)}:endpart`, `part2of2:${order.slice(middle)}:endpart`];
  },
  ansi: (order) => [`\u001b[8m${order.slice(0, 9)}\u001b[0m${order.slice(9)}\u001b[2K`],
  comment: (order) => [`<!-- ${order} -->`],
};

const TWINS = new Map(Object.entries(LOOKALIKES).map(([twin, letter]) => [letter, twin]));
