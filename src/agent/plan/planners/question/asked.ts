import type { Span } from "../../../../files/index.ts";

/** What kind of value answers a question. */
export type AnswerType =
  | "date"
  | "time"
  | "amount"
  | "number"
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
}

interface Rule {
  type: AnswerType;
  pattern: RegExp;
  unit?: string;
  relation?: Asked["relation"];
}

const UNITS: readonly (readonly [string, string])[] = [
  ["d", "days?|tagen?|tage|werktagen?|working days?"],
  ["wk", "weeks?|wochen?"],
  ["mo", "months?|monaten?|monate"],
  ["a", "years?|jahren?|jahre"],
  ["h", "hours?|stunden?|std\\.?"],
  ["min", "minutes?|minuten?"],
  ["%", "per ?cent|percent|prozent|%"],
  ["kg", "kg|kilos?|kilogramm"],
  ["g", "gramm|grams?"],
  ["km", "kilometer|kilometres?|km"],
  ["m", "meter|metres?"],
  ["cm", "zentimeter|cm|centimet(?:re|er)s?"],
  ["l", "liter|litres?|liters?"],
  ["m2", "quadratmeter|square met(?:re|er)s?|qm"],
];

/** The first rule that fits decides; narrower ones stand above wider ones. */
const RULES: readonly Rule[] = [
  ...UNITS.map(([unit, words]): Rule => ({
    type: "number",
    unit,
    pattern: new RegExp(
      `\\b(?:how many|wie ?viele?|how much|(?:what|welche[rn]?) (?:is the )?number of)\\s+(?:${words})(?![\\p{L}])`,
      "iu",
    ),
  })),
  {
    type: "number",
    unit: "%",
    pattern: /\b(?:what percentage|which percentage|welche[rn]? (?:prozentsatz|anteil)|at what percentage)\b/iu,
  },
  {
    type: "amount",
    pattern: /\b(?:wie ?viel|how much|how many) (?:euros?|eur|€|pounds?|dollars?|geld|money|franken)\b/iu,
  },
  {
    type: "iban",
    pattern:
      /\biban\b|\bbank (?:account|details)\b|\bkontonummer\b|\bbankverbindung\b|\baccount number\b|\bkontodaten\b/iu,
  },
  {
    type: "email",
    pattern:
      /\be-?mail[ -]?(?:address|adresse)\w*|\bmail-?adresse\w*|\b(?:which|what|welche\w*|wie \w+ die) e-?mail\b/iu,
  },
  {
    type: "phone",
    pattern:
      /\b(?:(?:tele)?phone|mobile|cell(?:phone)?|fax|contact|landline)(?: phone)?(?: numbers?)?\b(?= (?:number|of|for|is|has|do|does|to|can)|[?.!,]|$)|\b(?:telefon|handy|mobil|ruf|fax|durchwahl|festnetz|mobilfunk)-?(?:nummer|nr\.?)?\b|\b(?:ring|call|phone|reach|anrufen|erreiche)\b.{0,60}\b(?:number|nummer)\b|\bnumber (?:to|can i) (?:ring|call|reach)\b/iu,
  },
  { type: "url", pattern: /\b(?:web ?sites?|web ?seite|homepage|url|web address|internetadresse|internetseite)\b/iu },
  {
    type: "time",
    pattern:
      /\b(?:um wie ?viel uhr|wie ?viel uhr|what time|which time|at what hour|(?:welche )?uhrzeit|von wann bis wann)\b/iu,
  },
  {
    type: "amount",
    pattern:
      /\b(?:how much|wie ?viel)\b.{0,70}\b(?:cost|costs|pay|paid|charge|charged|owe|price|kostet|kosten|zahl\w+|bezahl\w+|verlang\w+|berechn\w+|fee|rent|miete|worth|budget)\b|\bwas (?:kostet|kosten|zahl\w+|verlang\w+|berechn\w+)\b|\bwie teuer\b|\bwhat does .{0,60}\bcost\b|\bhow expensive\b|\b(?:what|which|how high|wie hoch|welche[rns]?|was) (?:is|are|was|ist|sind|war|waren)? ?(?:the|der|die|das|our|unsere?r?)? ?(?:\S+ ){0,3}?(?:price|fee|cost|costs|rent|amount|budget|deposit|salary|preis|gebühr|kosten|miete|betrag|kaution|gehalt|beitrag|pauschale|summe)\b|\bwie hoch\b/iu,
  },
  { type: "number", pattern: /\b(?:how many|wie ?viele|wieviele|number of|anzahl (?:der|von))\b/iu },
  {
    type: "date",
    relation: "until",
    pattern:
      /\b(?:bis wann|until when|by when|until (?:which|what) (?:date|day)|by (?:which|what) (?:date|day)|bis zu welchem (?:tag|datum|termin)|how long is .{0,40}valid|wie lange (?:ist|gilt) .{0,40}(?:gültig|angebot)|deadline|spätestens wann|wann spätestens|till when)\b/iu,
  },
  { type: "date", relation: "since", pattern: /\b(?:seit wann|since when|since (?:which|what) (?:date|day|year))\b/iu },
  {
    type: "date",
    relation: "from",
    pattern: /\b(?:ab wann|from when|from (?:which|what) (?:date|day)|ab welchem (?:tag|datum))\b/iu,
  },
  {
    type: "date",
    pattern:
      /\b(?:wann|when|(?:what|which) (?:date|day)|(?:welche[rnsm]?|an welchem|zu welchem|am welchem) (?:tag|datum|termin|wochentag)|due date|expiry date|fälligkeitsdatum|ablaufdatum|geburtsdatum|geburtstag|birthday|date of birth)\b/iu,
  },
  { type: "phrase", pattern: /\b(?:how long|wie lange)\b/iu },
  {
    type: "person",
    pattern:
      /\b(?:who|whom|whose|wer|wem|wen|wessen)\b|\b(?:name of (?:the|our)|wie heißt|what is .{0,30} name|which (?:person|colleague|employee|vet|customer|client|supplier|doctor|teacher|member)|welche[rnsm]? (?:person|kolleg\w+|mitarbeiter\w*|kund\w+|lieferant\w*|arzt|ärztin|lehrer\w*|mitglied\w*))\b/iu,
  },
  {
    type: "place",
    pattern:
      /\b(?:where|wo|wohin|woher|which (?:city|town|address|room|place|shelf|street)|welche[rnms]? (?:ort|adresse|stadt|raum|straße|regal|platz|anschrift)|(?:what is .{0,40} )?(?:address|anschrift|adresse|lagerort|standort|location))\b/iu,
  },
  {
    type: "id",
    pattern:
      /\b(?:numbers?|no\.|nummer|nr\.?|id|code|kennzeichen|reference|aktenzeichen|charge|batch|passwor[dt]|pin|vat|kürzel|serial)\b|\w+(?:nummer|nr|kennzeichen|code|zeichen)\b/iu,
  },
];

const YES_NO =
  /^(?:(?:and|und|also|please|bitte)\s+)?(?:is|are|was|were|has|have|had|do|does|did|can|could|may|must|should|will|ist|sind|war|waren|hat|haben|hatte|gibt es|darf|dürfen|kann|können|muss|müssen|soll|sollen|wird|werden|brauch\w*|steht|gilt|kommt|bietet)\b[^?]*\?/iu;

/** The words of a type rule that still say something of the subject: "Kundennummer", "mobile", "due date". */
const TELLING: ReadonlySet<AnswerType> = new Set(["id", "phone", "iban", "email", "url"]);

/** What a question asks for, by its words alone; "phrase" when they do not tell. */
export function askedFor(text: string): Asked {
  const question = lastQuestion(text);
  const at = text.lastIndexOf(question);
  const yesNo = YES_NO.test(question.trim());
  for (const rule of RULES) {
    const match = rule.pattern.exec(question);
    if (!match || (yesNo && rule.type !== "phone" && rule.type !== "iban")) continue;
    const start = at + match.index;
    const whole = { start, end: start + match[0].length, text: match[0] };
    return {
      type: rule.type,
      unit: rule.unit ?? null,
      relation: rule.relation ?? "",
      spans: TELLING.has(rule.type) ? genericWords(whole) : [narrow(whole, rule.type)],
    };
  }
  return { type: yesNo ? "boolean" : "phrase", unit: null, spans: [], relation: "" };
}

/** The sentence that asks, in a text with background around it. */
function lastQuestion(text: string): string {
  const asked = [...text.matchAll(/[^.?!]*(?:\.(?=\S)[^.?!]*)*\?/gu)].map((match) => match[0]);
  return asked[0]?.trim() ?? text;
}

/** In "VAT number" and "number to ring" only "number" is generic; what kind of number it is belongs to the subject. */
function genericWords(whole: Span): Span[] {
  return [...whole.text.matchAll(/\b(?:numbers?|nummern?|no|nr|ring|call|reach|anrufen|address|adresse)\b/giu)].map(
    (match) => ({
      start: whole.start + match.index,
      end: whole.start + match.index + match[0].length,
      text: match[0],
    }),
  );
}

/** Only the asking words are blanked, not what stands between them and the verb ("how much … cost"). */
function narrow(whole: Span, type: AnswerType): Span {
  if (type !== "amount" && type !== "date") return whole;
  const head =
    /^(?:how much|how many|wie ?viele?|was|what|which|welche[rnsm]?|how|wie|bis wann|until when|by when|(?:until|by|since|from|bis zu|ab|an|zu|am)? ?(?:what|which|welche[rnsm]?) (?:date|day|tag|datum|termin|wochentag))\b(?: (?:euros?|eur|€|pounds?|dollars?|hoch|teuer|geld|money)\b)?/iu.exec(
      whole.text,
    );
  return head ? { start: whole.start, end: whole.start + head[0].length, text: head[0] } : whole;
}
