import { AppError, type Net } from "../core/index.ts";
import { createPatientAgent } from "./patience.ts";

/**
 * The network of this process, straight through to the platform: the one place that may call the global `fetch`. The
 * egress broker will take its place.
 */
export function createNet(): Net {
  let dispatcher: object | null | undefined;
  return {
    async fetch(input, init) {
      dispatcher ??= createPatientAgent();
      try {
        return await fetch(input, (dispatcher === null ? init : { ...init, dispatcher }) as RequestInit);
      } catch (thrown) {
        if (init?.signal?.aborted || (thrown instanceof Error && thrown.name === "AbortError")) throw thrown;
        const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new AppError("E_NETWORK", `${hostOf(input)} could not be reached: ${reason}.`, {
          hint: "Check the connection and try again.",
          cause: thrown,
        });
      }
    },
  };
}

function hostOf(input: string | URL): string {
  return URL.canParse(String(input)) ? new URL(String(input)).host : "The address";
}
