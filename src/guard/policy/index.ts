export { decide } from "./decide.ts";
export { createRefusal } from "./refusal.ts";
export { parseAmount, parsePolicyLine, toKeptLine } from "./rules.ts";
export { toReasonWords, toWords, type Words } from "./words.ts";
export type { Action, Amount, Decision, Effect, KeptLine, Policy, PolicyLine, Reason, Verdict } from "./types.ts";
