import { questionIn } from "./asked.ts";

const ASKS =
  "(?:(?:um|at|by|bis|bis zu|ab|from|until)\\s+)?(?:wie\\s?viel uhr|wie\\s?viele?|wie hoch|wie lange|wann|wo|wer|wem|when|where|who|whom|how much|how many|how long|(?:what|which|welche[rnsm]?) (?:time|date|day|tag|uhrzeit|datum))";
const BESIDE = new RegExp(`(${ASKS})\\s+(?:und|and)\\s+(${ASKS})(?!\\p{L})\\s+([^]+)$`, "iu");
const BEHIND = new RegExp(
  `^([^]*?)(?<!\\p{L})(${ASKS})(?!\\p{L})([^]{8,}?),?\\s+(?:und|and)\\s+(${ASKS})(?!\\p{L})([^]+)$`,
  "iu",
);

/** "Where and at what time is …", "How much is … and by when must …": one question for each thing that is asked. */
export function questionParts(text: string): string[] {
  const question = questionIn(text).trim();
  const rest = text.replace(question, " ");
  const beside = BESIDE.exec(question);
  if (beside) return [beside[1], beside[2]].map((asks) => `${rest}${asks} ${beside[3]}`.trim());
  const behind = BEHIND.exec(question);
  if (!behind) return [text];
  const [, lead = "", first = "", about = "", second = "", more = ""] = behind;
  return [`${rest}${lead}${first}${about}?`.trim(), `${second}${more.replace(/[?\s]+$/u, "")},${about}?`];
}
