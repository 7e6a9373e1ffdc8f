import { showFact } from "../../knowledge/toFacts.ts";
import type { Ask } from "../asks.ts";
import type { Settled } from "../settle.ts";
import type { Letter } from "../types.ts";

/** What the owner is asked, in their language. `ask` null: the mail asks nothing that was recognised. */
export function toOwner(ask: Ask | null, settled: Settled, { from, subject }: Letter, language: "de" | "en"): string {
  const who = from === null ? (language === "de" ? "Jemand" : "Someone") : from.name || from.address;
  if (ask === null)
    return language === "de"
      ? `${who} schreibt: „${subject}“. Was soll ich antworten?`
      : `${who} writes: “${subject}”. What shall I answer?`;
  if (settled.type === "conflict") {
    const said = settled.candidates.map(({ fact, path }) => `${showFact(fact)} (${path})`).join(" / ");
    return language === "de"
      ? `${who} fragt: „${ask.text}“. In den Unterlagen steht Verschiedenes: ${said}. Was gilt?`
      : `${who} asks: “${ask.text}”. The documents differ: ${said}. Which one holds?`;
  }
  return language === "de"
    ? `${who} fragt: „${ask.text}“. In den Unterlagen steht dazu nichts. Was soll ich antworten?`
    : `${who} asks: “${ask.text}”. The documents say nothing about it. What shall I answer?`;
}
