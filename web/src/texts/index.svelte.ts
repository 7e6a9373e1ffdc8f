import { keep, kept } from "../lib/prefs.svelte.ts";
import type { Texts } from "./en.ts";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** Each comes when it is chosen. */
const CATALOGUES: Record<Language, () => Promise<Texts>> = {
  en: () => import("./en.ts").then(({ en }) => en),
  de: () => import("./de.ts").then(({ de }) => de),
};
const isLanguage = (value: string | null): value is Language => value !== null && Object.hasOwn(LANGUAGES, value);

function fromBrowser(): Language {
  const stored = kept("language");
  if (isLanguage(stored)) return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return wanted ?? "en";
}

class Chosen {
  now = $state<Language>("en");
  texts = $state.raw<Texts | null>(null);

  /** Before anything is shown. */
  begin(): Promise<void> {
    return this.#use(fromBrowser());
  }

  async choose(next: Language): Promise<void> {
    await this.#use(next);
    keep("language", next);
  }

  async #use(next: Language): Promise<void> {
    this.texts = await CATALOGUES[next]();
    this.now = next;
    document.documentElement.lang = next;
  }
}

export const language = new Chosen();

/** The words in the language of the moment: `t.chat.send`. */
export const t: Texts = new Proxy({} as Texts, {
  get: (_target, key: keyof Texts) => language.texts?.[key],
});
