import type { Failure } from "../api/index.ts";

/** A text of an error in the language with this primary tag ("de"); null where it has no words for it. */
export type Translate = (text: string, language: string) => Promise<string | null>;

/** A failure in the words of whoever asked. Its code never changes. */
export type Speak = (error: Failure["error"]) => Promise<Failure["error"]>;

/** Errors are thrown in it. */
const OURS = "en";
const MOST_LANGUAGES = 5;

/** `accepted` as in RFC 9110, 12.5.4 (Accept-Language): the first language that there are words for, English without any. */
export function createSpeak(accepted: string | undefined, translate: Translate | undefined): Speak {
  const languages = translate ? languagesOf(accepted ?? "") : [];
  return async (error) => {
    for (const language of languages) {
      if (language === OURS) break;
      const message = await translate?.(error.message, language);
      if (message === null || message === undefined) continue;
      const hint = error.hint === undefined ? undefined : ((await translate?.(error.hint, language)) ?? error.hint);
      return { ...error, message, ...(hint === undefined ? {} : { hint }) };
    }
    return error;
  };
}

/** Primary tags, the most wanted first. */
function languagesOf(accepted: string): string[] {
  const wanted = accepted.split(",", MOST_LANGUAGES).map((part) => {
    const [tag = "", weight = ""] = part.trim().split(";", 2);
    return { language: tag.slice(0, 2).toLowerCase(), weight: Number(/q=([\d.]+)/u.exec(weight)?.[1] ?? 1) };
  });
  return wanted.toSorted((left, right) => right.weight - left.weight).map(({ language }) => language);
}

/** The same answer, its failure spoken; what is no failure passes as it is. */
export async function inWordsOf(speak: Speak, response: Response): Promise<Response> {
  if (response.status < 400 || response.headers.get("content-type")?.startsWith("application/json") !== true)
    return response;
  const { error } = (await response.json()) as Failure;
  return new Response(JSON.stringify({ error: await speak(error) }), {
    status: response.status,
    headers: response.headers,
  });
}
