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
  const bytes = await readBytes(request, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    throw new AppError("E_INPUT", "The body is no valid UTF-8.", { cause: thrown });
  }
}

/** The body as it is; E_TOO_LARGE as soon as it is known to be larger. */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): AppError {
  return new AppError("E_TOO_LARGE", `The body is larger than ${limit} bytes.`, { hint: "Send less at once." });
}
