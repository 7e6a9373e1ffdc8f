export { toDay, toMoment } from "./dates.ts";
export { FIRM, KNOWLEDGE, writeLetters, type Firm, type Letter } from "./letters.ts";
