import type { Language } from "../types.ts";
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

export type { Texts } from "./en.ts";

export const textsOf = (language: Language): Texts => (language === "de" ? de : en);
