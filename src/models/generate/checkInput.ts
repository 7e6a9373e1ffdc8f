import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { JsonSchema, Message, ModelInfo } from "../engine/types.ts";

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

/** Pictures go only to a model that sees: said by its engine, and not measured to fail. Throws E_INPUT. */
export function checkSight(messages: readonly Message[], { name, features }: ModelInfo): void {
  const hasImages = messages.some((message) => message.role === "user" && (message.images?.length ?? 0) > 0);
  if (!hasImages || features === null || features.includes("vision")) return; // an engine that does not say refuses itself
  throw new AppError("E_INPUT", `The model ${name} cannot see images.`, {
    hint: "Use another model for pictures; `kralle models show NAME` says what was measured of one.",
  });
}
