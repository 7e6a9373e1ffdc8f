import type { GenerateRequest, GenerateResult, Models } from "../../../src/models/index.ts";
import { createObedient } from "./obedient.ts";

export interface ScriptedCall {
  name: string;
  input: object;
}

/** A model that makes these calls of tools one after another, and then is done. It answers what plans ask of it like the obedient one. */
export function createScripted(calls: readonly ScriptedCall[]): Models {
  const obedient = createObedient();
  const left = [...calls];
  return {
    ...obedient,
    async generate<T = string>(
      request: GenerateRequest<T>,
      ctx: Parameters<Models["generate"]>[1],
    ): Promise<GenerateResult<T>> {
      const answer = await obedient.generate(request, ctx);
      if (!request.tools) return answer;
      const next = left.shift();
      const toolCalls = next ? [{ id: `s${left.length}`, ...next }] : [];
      return { ...answer, text: "Factum est.", toolCalls };
    },
  };
}
