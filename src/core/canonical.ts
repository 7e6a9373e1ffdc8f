import { AppError } from "./errors.ts";

/**
 * JSON with sorted keys and no spaces (RFC 8785): equal values give equal text, so a hash of it stands for the value.
 * Members that are undefined are left out, as JSON does. What JSON cannot say (NaN, functions, cycles) is E_INPUT.
 */
export function toCanonicalJson(value: unknown): string {
  return write(value, 0);
}

const MAX_DEPTH = 64;

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new AppError("E_INPUT", "An argument is nested too deeply.");
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => write(item ?? null, depth + 1)).join(",")}]`;
  if (typeof value === "object" && isPlain(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${write(member, depth + 1)}`);
    return `{${members.join(",")}}`;
  }
  throw new AppError("E_INPUT", `An argument holds a value that JSON cannot express (${typeof value}).`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
