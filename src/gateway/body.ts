import { AppError } from "../core/index.ts";

/** Bytes of a body that is read, at most. */
const BODY_BYTES = 1024 * 1024;

/** The JSON of a request. E_INPUT for another type or for what is no JSON, E_TOO_LARGE without reading on. */
export async function readJson(request: Request, limit = BODY_BYTES): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(?:\s*;|$)/iu.test(type)) {
    throw new AppError("E_INPUT", "The body has to be JSON.", { hint: "Send it as content-type: application/json." });
  }
  const text = await readText(request, limit);
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError("E_INPUT", `The body is no valid JSON: ${reason.slice(0, 120)}`, { cause: thrown });
  }
}

async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw tooLarge(limit);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new AppError("E_INPUT", "The body is no valid UTF-8.", { cause: thrown });
    throw thrown;
  }
}

function tooLarge(limit: number): AppError {
  return new AppError("E_TOO_LARGE", `The body is larger than ${limit} bytes.`, { hint: "Send less at once." });
}
