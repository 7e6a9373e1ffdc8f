import { AppError } from "../../core/index.ts";

/** What a server said with a status that is no success; `words` are its own, short. */
export interface Refused {
  server: string;
  host: string;
  status: number;
  words: string;
  retryAfterMs: number | null;
}

const TOO_LONG = /context (?:length|size|window)|exceeds? the available context|too many tokens|maximum context/i;
const NO_MEMORY = /(?:more|insufficient|not enough|out of) (?:system |gpu |available )*memory|out of memory|\boom\b/i;
const NO_EYES = /\b(?:images?|vision|multimodal|mmproj)\b/i;
const NO_MODEL = /model.*not found|unknown model|no such model|does not exist/i;

/** Turns a refusal into the error that a person can act on. */
export function toRefusal(refused: Refused): AppError {
  const { server, host, status } = refused;
  const words = refused.words === "" ? "it gave no reason" : refused.words;
  const data = { status, ...(refused.retryAfterMs === null ? {} : { retryAfterMs: refused.retryAfterMs }) };
  if (status === 401 || status === 403) {
    return new AppError("E_ENGINE_REMOTE", `${host} refuses the key of the engine ${server} (${status}).`, {
      hint: "Put a valid key into an environment variable and name it: `kralle engine add … --key-env VAR`.",
      data,
    });
  }
  if (NO_MEMORY.test(words)) {
    const hint = "Choose a smaller model or context there, or end other programs on that machine.";
    return new AppError("E_MODEL_TOO_LARGE", `${host} has too little memory: ${words}.`, { hint, data });
  }
  if (status < 500 && TOO_LONG.test(words)) {
    const hint = "Shorten the prompt, ask for a shorter answer, or use a larger context.";
    return new AppError("E_PROMPT_TOO_LONG", `${host} says that the prompt does not fit its context: ${words}.`, {
      hint,
      data,
    });
  }
  if (NO_EYES.test(words)) {
    const hint = "Use a model that can see: `kralle engine check` says which do.";
    return new AppError("E_INPUT", `${host} refuses the images: ${words}.`, { hint, data });
  }
  if (status === 404 && NO_MODEL.test(words)) {
    const hint = "`kralle engine check` lists the models of each engine.";
    return new AppError("E_MODEL_UNKNOWN", `${host} does not have this model: ${words}.`, { hint, data });
  }
  if (status === 429 || status === 503) return toBusy(refused, words, data);
  if (status >= 500) {
    const hint = "Ask again; when it happens again, look at the server's own log.";
    return new AppError("E_ENGINE_DIED", `${host} failed (${status}): ${words}.`, { hint, data });
  }
  if (status === 400 || status === 422) {
    const hint = "Update the server, or use another model.";
    return new AppError("E_INPUT", `${host} refused the request: ${words}.`, { hint, data });
  }
  const hint = "Check the address and the type: `kralle engine add NAME --type ollama|openai --url URL`.";
  return new AppError(
    "E_ENGINE_REMOTE",
    `${host} answered with ${status}, so it is no server of this type: ${words}.`,
    {
      hint,
      data,
    },
  );
}

function toBusy({ host, status, retryAfterMs }: Refused, why: string, data: Record<string, unknown>): AppError {
  const hint =
    retryAfterMs === null
      ? "Wait a moment and ask again."
      : `Wait ${Math.ceil(retryAfterMs / 1000)} seconds and ask again.`;
  return new AppError("E_ENGINE_REMOTE", `${host} is too busy (${status}): ${why}.`, { hint, data });
}

/** The words of an error body: `{ error: "…" }` (Ollama), `{ error: { message } }` (OpenAI), `{ detail }`, or text. */
export function toWords(body: string): string {
  const text = readMessage(body) ?? (/^\s*</.test(body) ? "" : body);
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return (line.length > 200 ? `${line.slice(0, 200)}…` : line).replace(/\.$/, "");
}

function readMessage(body: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null; // no JSON: shown as it is
  }
  for (const key of ["error", "message", "detail"]) {
    const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
    // Ollama hands on the JSON of the program that it runs, as a text.
    if (typeof found === "string") return readMessage(found) ?? found;
    if (typeof found === "object" && found !== null && "message" in found) return String(found.message);
  }
  return "";
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); null when there is none that can be read. */
export function toRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,6}$/.test(value.trim())) return Number(value) * 1000;
  const at = /[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}
