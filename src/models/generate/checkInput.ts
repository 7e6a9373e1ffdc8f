import { z } from "zod";
import type { JsonSchema } from "../engine/types.ts";

/** Says in words why a value does not fit a JSON Schema; null when it fits. */
export function findFault(value: unknown, schema: JsonSchema): string | null {
  const checked = z.fromJSONSchema(schema).safeParse(value);
  return checked.success ? null : describeIssues(checked.error);
}

/** The first faults, each with its place, short enough for a prompt. */
export function describeIssues(error: z.ZodError): string {
  const lines = error.issues.slice(0, 5).map(({ path, message }) => {
    const place = path.map(String).join(".");
    return place === "" ? message : `"${place}": ${message}`;
  });
  return lines.join("; ");
}
