import type { z } from "zod";
import type { Context } from "../../../../core/index.ts";
import { SourceFault } from "../../types.ts";
import { fetchText, type TextRequest } from "./text.ts";

/** `fetchText`, with what came read as JSON and checked by a schema. */
export async function fetchJson<T>(
  request: TextRequest,
  schema: z.ZodType<T>,
  what: string,
  ctx: Context,
): Promise<{ value: T; next: URL | null }> {
  const { bytes, next } = await fetchText(request, ctx);
  return { value: toChecked(bytes, schema, what), next };
}

/** JSON of this shape; throws a SourceFault that says what it was to be. */
export function toChecked<T>(bytes: Buffer, schema: z.ZodType<T>, what: string): T {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (thrown) {
    throw new SourceFault(`answered with no JSON where ${what} belongs`, { cause: thrown });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new SourceFault(`answered with another shape than ${what} has (${path})`, { cause: parsed.error });
}
