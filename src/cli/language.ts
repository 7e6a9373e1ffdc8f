export type Language = "en" | "de";

/** The language of a locale environment: the first of LC_ALL, LC_MESSAGES and LANG that is set; German or English. */
export function languageOf(env: Record<string, string | undefined>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || new Intl.DateTimeFormat().resolvedOptions().locale;
  return locale.toLowerCase().startsWith("de") ? "de" : "en";
}
