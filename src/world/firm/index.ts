export { FIRM, KNOWLEDGE, writeLetters, type Letter } from "./letters.ts";
