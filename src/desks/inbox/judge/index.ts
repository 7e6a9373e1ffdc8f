export { createJudge, toMeaningText, type Judge } from "./judge.ts";
export * from "./types.ts";
