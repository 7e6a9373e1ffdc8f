import type { Message } from "../src/models/index.ts";

/** Messages as one text in their order; a template renders them in this order too. */
export function toTranscript(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `[${role}]\n${content}\n`).join("");
}

/** The longest beginning that all texts share; "" for none. */
export function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && first[same] === text[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}
