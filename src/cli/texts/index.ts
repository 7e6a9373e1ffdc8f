import type { Language } from "../language.ts";
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

export type { Texts } from "./en.ts";

export function textsOf(language: Language): Texts {
  return language === "de" ? de : en;
}
