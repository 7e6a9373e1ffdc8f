import { language, type Language } from "./index.svelte.ts";

/** Words that come with a page of their own, in the language of the moment: the first page does not carry them. */
export function pick<T extends object>(catalogues: Record<Language, T>): T {
  return new Proxy({} as T, { get: (_target, key) => catalogues[language.now][key as keyof T] });
}
