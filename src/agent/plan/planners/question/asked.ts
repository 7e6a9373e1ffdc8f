import { sentences, type Span } from "../../../../files/index.ts";
import { RULES, UNITS } from "./answerTypes.ts";

/** What kind of value answers a question. */
export type AnswerType =
  | "date"
  | "time"
  | "amount"
  | "number"
  | "duration"
  | "year"
  | "person"
  | "place"
  | "phone"
  | "email"
  | "iban"
  | "url"
  | "id"
  | "boolean"
  | "phrase";

export interface Asked {
  type: AnswerType;
  /** Numbers only: the unit that is asked for ("d", "%", "h", "kg"), null = any. */
  unit: string | null;
  /** Words of the question that tell the type and nothing of the subject. */
  spans: Span[];
  /** "until", "since", "from" … of a date; "" otherwise. */
  relation: "until" | "since" | "from" | "";
  /** Ids only: what kind of number it is ("VAT", "Steuernummer"); "" when the words do not tell. */
  key: string;
}

const YES_NO =
  /^(?:(?:and|und|also|please|bitte)\s+)?(?:is|are|was (?:the|there|it|he|she|our|a|an|this|that|my)|were|has|have|had|do|does|did|can|could|may|must|should|will|ist|sind|war|waren|hat|haben|hatte|gibt es|darf|dürfen|kann|können|muss|müssen|soll|sollen|wird|werden|brauch\w*|steht|gilt|kommt|bietet)\b[^?]*\?/iu;

/** "Could you look up …?" asks for a thing, not for yes or no. */
const ORDERS =
  /^(?:(?:and|und|also|please|bitte)\s+)?(?:(?:can|could|would|will) (?:you|somebody|someone)|(?:kann|könnte)(?:st)? (?:du|mir|jemand)|(?:können|könnten|würden) sie|(?:könnt|könntet) ihr|(?:can|could|may) i (?:have|get))(?!\p{L})/iu;

/** The words of a type rule that still say something of the subject: "Kundennummer", "mobile", "due date", "vet". */
const TELLING: ReadonlySet<AnswerType> = new Set([
  "id",
  "phone",
  "iban",
  "email",
  "url",
  "duration",
  "year",
  "number",
  "place",
  "person",
]);

/** What a question asks for, by its words alone; "phrase" when they do not tell. */
export function askedFor(text: string): Asked {
  const question = questionIn(text);
  const at = text.lastIndexOf(question);
  const yesNo = YES_NO.test(question.trim()) && !ORDERS.test(question.trim());
  for (const rule of RULES) {
    const match = rule.pattern.exec(question);
    if (!match || (yesNo && rule.type !== "phone" && rule.type !== "iban")) continue;
    const start = at + match.index;
    const whole = { start, end: start + match[0].length, text: match[0] };
    return {
      type: rule.type,
      unit: rule.unit ?? (rule.type === "number" ? unitNamed(question) : null),
      relation: rule.relation ?? "",
      spans: TELLING.has(rule.type) ? genericWords(whole) : askingWords(whole),
      key: rule.type === "id" ? keyOf(question, match) : "",
    };
  }
  return { type: yesNo ? "boolean" : "phrase", unit: null, spans: [], relation: "", key: "" };
}

/** "Could you tell me when …": the question begins behind it. */
const POLITE =
  /^(?:(?:and|und|also|hello|hi|hallo)[,\s]+)?(?:(?:could|can|would) you (?:please )?(?:tell (?:me|us)|let (?:me|us) know|say)|(?:können|könnten|würden) sie (?:mir|uns) (?:bitte )?(?:sagen|mitteilen|verraten)|(?:kannst|könntest) du (?:mir|uns) (?:bitte )?(?:sagen|verraten)|do you know|weißt du|wissen sie)[,\s]+/iu;

/** "… in square metres", "in Quadratmetern" */
function unitNamed(question: string): string | null {
  for (const [unit, words] of UNITS) {
    if (new RegExp(`\\bin\\s+(?:${words})(?![\\p{L}])`, "iu").test(question)) return unit;
  }
  return null;
}

/** The sentence that asks, in a text with background around it. */
export function questionIn(text: string): string {
  const asked = sentences(text).find((sentence) => /\?["”»)]*$/u.test(sentence.text));
  return (asked?.text ?? text).replace(POLITE, "");
}

/** In "VAT number" and "number to ring" only "number" is generic; what kind of number it is belongs to the subject. */
function genericWords(whole: Span): Span[] {
  const generic =
    /\b(?:numbers?|nummern?|no|nr|ring|call|reach|anrufen|how|many|much|wie|viele?n?|long|lange|what|which|welche[rnsm]?|who|whom|whose|wer|wem|wen|wessen|where|wo|woher|wohin|is|ist|the|der|die|das|of|days?|tagen?|tage|weeks?|wochen?|months?|monaten?|monate|hours?|stunden?|percent|per cent|prozent|year|jahr|model|build|heißt|name|person|e-?mail[ -]?(?:address|adresse))\b|%/giu;
  return [...whole.text.matchAll(generic)].map((match) => ({
    start: whole.start + match.index,
    end: whole.start + match.index + match[0].length,
    text: match[0],
  }));
}

const HEAD =
  /^(?:how much|how many|wie ?vielen?|wie ?viele?|wann|when|seit wann|since when|ab wann|from when|till when|bis wann|until when|by when|(?:until|by|since|from|bis zu|ab|an|zu|am)? ?(?:what|which|welche[rnsm]?) (?:date|day|tag|datum|termin|wochentag)|was|what|which|welche[rnsm]?|how|wie)\b(?: (?:euros?|eur|€|pounds?|dollars?|hoch|teuer|geld|money)\b)?/iu;

/** Only the asking words are blanked, not what stands between them and the verb ("how much … cost", "birthday"). */
function askingWords(whole: Span): Span[] {
  const head = HEAD.exec(whole.text);
  return head ? [{ start: whole.start, end: whole.start + head[0].length, text: head[0] }] : [];
}

/** The words right before "number", or the compound itself. */
function keyOf(question: string, match: RegExpExecArray): string {
  if (!/^(?:numbers?|no\.|nummer|nr\.?|id|code)$/iu.test(match[0])) return match[0];
  const before = /((?:[\p{L}\d-]+\s+){1,3})$/u.exec(question.slice(0, match.index))?.[1] ?? "";
  const words = before.trim().split(/\s+/u);
  const from = words.findLastIndex((word) =>
    /^(?:the|our|a|an|die|der|das|unsere?|ihre?|seine?|what|is|which|welche|of|need|your|their|his|her|\p{L}+['’]s)$/iu.test(
      word,
    ),
  );
  return words.slice(from + 1).join(" ");
}
