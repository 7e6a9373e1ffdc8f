import type { Lang } from "../../files/index.ts";
import { PROFILE_FIELDS, showHours, type Profile, type ProfileField } from "../../store/index.ts";

const MOST_CHARS = 200;

/** A text in the quotation marks of a language, cut where it is long. */
export function quoted(text: string, lang: Lang): string {
  const shown = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)} …` : text;
  return lang === "de" ? `„${shown}“` : `“${shown}”`;
}

const LABELS: Record<ProfileField, [de: string, en: string]> = {
  name: ["Name", "Name"],
  address: ["Anrede", "Form of address"],
  tone: ["Ton", "Tone"],
  language: ["Sprache", "Language"],
  timeZone: ["Zeitzone", "Time zone"],
  workingHours: ["Arbeitszeiten", "Working hours"],
};
const VALUES: Record<string, [de: string, en: string]> = {
  du: ["du", "German “du”"],
  sie: ["Sie", "German “Sie”"],
  firstName: ["Vorname", "first name"],
  friendly: ["freundlich", "friendly"],
  formal: ["förmlich", "formal"],
  brief: ["kurz", "brief"],
  de: ["Deutsch", "German"],
  en: ["Englisch", "English"],
};

/** The fields of a profile that are told, each as "Name: Anna". */
export function profileLines(profile: Profile, fields: readonly ProfileField[], lang: Lang): string[] {
  const at = lang === "de" ? 0 : 1;
  return PROFILE_FIELDS.filter((field) => fields.includes(field)).flatMap((field) => {
    const value = profile[field];
    if (value === null) return [];
    const shown = typeof value === "string" ? (VALUES[value]?.[at] ?? value) : showHours(value, lang);
    return [`${LABELS[field][at]}: ${shown}`];
  });
}
