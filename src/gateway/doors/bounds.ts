import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { ImagePart, JsonSchema } from "../../app/index.ts";

/** Sizes of what is read of a request; beyond them nothing sensible was meant. */
export const MOST = { messages: 2_000, tools: 128, stops: 16, schemaDepth: 48, schemaNodes: 5_000, texts: 2_048 };

const TYPES: readonly [ImagePart["mediaType"], readonly number[]][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", [0x52, 0x49, 0x46, 0x46]],
];

/** A picture out of base64; what it is is told by its bytes. Throws E_INPUT. */
export function toImage(base64: string): ImagePart {
  const text = base64.replaceAll(/\s/gu, "");
  if (text === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/u.test(text)) throw new AppError("E_INPUT", "A picture is no base64.");
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  const found = TYPES.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (!found) throw new AppError("E_INPUT", "A picture is neither PNG nor JPEG, GIF or WebP.");
  return { mediaType: found[0], bytes };
}

/** A JSON Schema that strangers sent: an object, not too deep, not too large; without `pattern`, which can take for ever to match. */
export const foreignSchema = z.record(z.string(), z.unknown()).transform((value, ctx): JsonSchema => {
  let nodes = 0;
  const copy = (at: unknown, depth: number): unknown => {
    nodes += 1;
    if (depth > MOST.schemaDepth || nodes > MOST.schemaNodes) return (nodes = Number.POSITIVE_INFINITY);
    if (Array.isArray(at)) return at.map((item) => copy(item, depth + 1));
    if (typeof at !== "object" || at === null) return at;
    const entries = Object.entries(at).filter(([key, inner]) => key !== "pattern" || typeof inner !== "string");
    return Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner, depth + 1)]));
  };
  const copied = copy(value, 0);
  if (nodes !== Number.POSITIVE_INFINITY) return copied as JsonSchema;
  ctx.addIssue({ code: "custom", message: "the schema is too deep or too large" });
  return z.NEVER;
});

/** Some clients send null for what they leave out. */
export const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);
