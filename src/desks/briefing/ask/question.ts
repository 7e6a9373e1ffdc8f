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

/** Words for things of every kind: they name none where another word does. */
const KINDS = new Set(
  (
    "invoice invoices bill order orders question complaint reminder appointment offer letter message mails customer supplier " +
    "rechnung mahnung bestellung auftrag anfrage frage beschwerde reklamation termin angebot brief nachricht mails kunde kundin lieferant"
  ).split(" "),
);

/** Those that name something; words for a kind only where there is no other. */
export function namesOf(words: readonly string[]): readonly string[] {
  const names = words.filter((word) => !KINDS.has(word));
  return names.length > 0 ? names : words;
}

/** Ways of asking that can mean nothing but what lies in the mailbox, as the briefing tells it. */
const SURELY: readonly RegExp[] = [
  /\b(?:briefing|tagesübersicht)\b/u,
  /^(?:and |so |und |also )?(?:what|which|what's|was|welche\w*)\b.{0,30}\b(?:urgent|important|dringend\w*|wichtig\w*|eilig\w*)\b[^.]{0,30}$/u,
  /\b(?:why|how come|warum|wieso|weshalb)\b.{0,60}\b(?:urgent|important|dringend|wichtig|eilig)\b/u,
  /^(?:and |und )?(?:what about|what of|what is with|what's with|was ist mit|was ist denn mit|wie steht es mit|wie steht's mit)\b.{0,40}\b(?:mail|invoice|bill|order|complaint|reminder|offer|question|rechnung|mahnung|bestellung|auftrag|beschwerde|reklamation|angebot|anfrage|frage)\b/u,
  /^(?:what did|what does|what do)\b.{1,40}\b(?:want|write|ask)\b[^.]{0,20}$/u,
  /^was (?:wollte|wollten|will|schreibt|schrieb)\b/u,
];

/** Whether a sentence to Kralle is a question about the briefing and nothing else: of the rest none is taken from who else answers. */
export function isAboutBriefing(question: string): boolean {
  const text = question.normalize("NFKC").trim().toLowerCase();
  return SURELY.some((pattern) => pattern.test(text));
}

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
