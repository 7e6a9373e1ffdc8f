import type { Planner } from "../types.ts";

const GREETING =
  /^(?:hi|hello|hey|hallo|moin|servus|guten (?:morgen|tag|abend)|good (?:morning|afternoon|evening)|grüß (?:gott|dich)|danke\p{L}*|thanks?(?: you)?|thx|bye|tschüss?|wie geht(?:'s| es)?|how are you|who are you|wer bist du|was kannst du|what can you do|help|hilfe|test)(?![\p{L}])/iu;
const MAX_LENGTH = 60;

/** Greetings, thanks, "what can you do": no work on files. */
export const talkPlanner: Planner = {
  name: "talk",
  about: "greet, thank, ask what the assistant can do",
  fits(clause) {
    return GREETING.test(clause.text.trim()) && clause.text.length <= MAX_LENGTH ? 0.95 : 0;
  },
  plan: (clause) => Promise.resolve([{ op: "talk", why: "answer in a sentence", args: { text: clause.text } }]),
};
