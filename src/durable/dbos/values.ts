import { AppError } from "../../core/index.ts";

/** How values stand in the engine's tables: JSON in an envelope, so that "nothing" has a text too. */
export interface Envelope {
  value?: unknown;
}

export const toEnvelope = (value: unknown): Envelope => ({ value });

export function fromEnvelope(recorded: unknown): unknown {
  return typeof recorded === "object" && recorded !== null && "value" in recorded ? recorded.value : undefined;
}

/** The engine's serializer. Errors of the engine itself and their like are plain objects here. */
export const JSON_SERIALIZER = {
  name: () => "kralle_json",
  stringify: (value: unknown): string => {
    try {
      return JSON.stringify(value) ?? "null";
    } catch (thrown) {
      throw new AppError("E_BUG", "A value of durable work cannot be written as JSON.", { cause: thrown });
    }
  },
  parse: (text: string | null | undefined): unknown => (text === null || text === undefined ? null : JSON.parse(text)),
};
