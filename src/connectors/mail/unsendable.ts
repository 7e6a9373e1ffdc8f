import type { EffectAdapter } from "../../durable/index.ts";

/** Of an account that is only read. */
export function createUnsendable(): EffectAdapter {
  return {
    effectClass: "queryable",
    act() {
      const message = "This account is only read: nothing can be sent from it.";
      return Promise.resolve({ outcome: "refused", fault: { code: "E_REFUSED", message } });
    },
    query: () => Promise.resolve(null),
  };
}
