import type { Refusal } from "./protocol.ts";

/** A prompt that does not fit is refused with the figures; it is never cut. */
export function toLengthRefusal(promptTokens: number, maxTokens: number, contextTokens: number): Refusal {
  return {
    code: "E_PROMPT_TOO_LONG",
    message: `The prompt has ${promptTokens} tokens; with ${maxTokens} for the answer that is more than the context of ${contextTokens}.`,
    hint: "Shorten the prompt, ask for a shorter answer, or use a larger context.",
    data: { promptTokens, maxTokens, contextTokens },
  };
}
