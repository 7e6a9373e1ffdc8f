import type { Language } from "../language.ts";
import type { Texts } from "./en.ts";

export type { Texts } from "./en.ts";

/** Command lines to begin with, of each command. */
export type Examples = Readonly<Record<keyof Texts["help"]["commands"], readonly string[]>>;

const brought = new Map<Language, Texts>();

/** Reads the words of a language. The program speaks one, so it does not read those of the other. */
export async function bringTexts(language: Language): Promise<Texts> {
  const known = brought.get(language);
  if (known) return known;
  const texts = language === "de" ? (await import("./de.ts")).de : (await import("./en.ts")).en;
  brought.set(language, texts);
  return texts;
}

/** Only help shows them, so only a start that asks for help reads them. */
export async function bringExamples(language: Language): Promise<Examples> {
  return language === "de" ? (await import("./de/examples.ts")).examples : (await import("./en/examples.ts")).examples;
}

/** The words of a language that was brought before: `main.ts` does that with the person's. */
export function textsOf(language: Language): Texts {
  const texts = brought.get(language);
  if (!texts) throw new Error(`The words of "${language}" were not brought.`);
  return texts;
}
