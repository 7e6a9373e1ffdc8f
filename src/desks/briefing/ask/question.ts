import type { Group } from "../types.ts";

/** What a question about a briefing asks for. */
export type Asked =
  /** About one entry: why it stands there, what it says, by when. `words`: of which one. */
  | { about: "why" | "what" | "when"; words: string[]; group: Group | null }
  | { about: "group"; group: Group }
  | { about: "waits" | "appointments" | "moved" | "done" };

const GROUPS: readonly [Group, RegExp][] = [
  ["urgent", /\b(?:urgent|pressing|dringend\w*|eilig\w*)\b/u],
  ["important", /\b(?:important|wichtig\w*)\b/u],
  ["later", /\b(?:can wait|kann warten|können warten|later|später)\b/u],
];
const LISTS: readonly ["waits" | "appointments" | "moved" | "done", RegExp][] = [
  ["appointments", /\b(?:appointments?|meetings?|termine?)\b/u],
  ["moved", /\b(?:numbers?|figures?|metrics?|zahlen|kennzahlen)\b/u],
  ["done", /\b(?:what (?:did|have) (?:you|kralle)|was (?:hast du|hat kralle|wurde)|done|erledigt)\b/u],
  ["waits", /\b(?:waits? for me|waiting for me|approvals?|questions?|freigaben?|fragen|wartet auf)\b/u],
];
const WHY = /\b(?:why|how come|warum|wieso|weshalb)\b/u;
const WHEN = /\b(?:when|until when|deadline|due|wann|frist|fällig)\b/u;

/** Words that name nothing. */
const EMPTY = new Set(
  (
    "a an and are about at be by did do does for from have has her his how i in is it its kralle me my not of on or say says said she he that the their them there they this to up us was we were what when which who why will with you your want wants wanted need needs mail item matter " +
    "aber als am an auf aus bei bis da das dass dem den der des die dies diese dieser dir du ein eine einem einen einer er es für hat hast ich ihr im in ist ja kann mich mir mit nicht noch oder sagt sagte schreibt schrieb sich sie sind so um und uns vom von wann war warum was weil wegen welche wem wen wer wie wieso will wir wird wo wollte wollen worum geht zu zum zur mail sache braucht urgent important dringend wichtig due fällig"
  ).split(" "),
);

/** By its words alone. Null where it asks for nothing that a briefing knows. */
export function readQuestion(question: string): Asked | null {
  const text = question.normalize("NFKC").toLowerCase();
  const words = wordsOf(text).filter((word) => !EMPTY.has(word));
  const group = GROUPS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  if (WHY.test(text)) return { about: "why", words, group };
  if (words.length > 0 && WHEN.test(text)) return { about: "when", words, group };
  const list = LISTS.find(([, pattern]) => pattern.test(text))?.[0];
  if (group !== null && words.length === 0) return { about: "group", group };
  if (list !== undefined) return { about: list };
  if (words.length > 0) return { about: "what", words, group };
  return group === null ? null : { about: "group", group };
}

export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [];
