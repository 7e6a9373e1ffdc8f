import { findDates, findNumbers, fold } from "../../../files/index.ts";

/** What kind of thing answers a question. "fact": whatever is said about it. */
export type Want = "price" | "hours" | "time" | "duration" | "count" | "phone" | "mail" | "address" | "age" | "fact";

const QUESTIONS: readonly (readonly [Want, RegExp])[] = [
  ["fact", /im preis (?:enthalten|inbegriffen|inklusive|dabei|drin)|in(?:cluded)? (?:in|with) the price/],
  ["phone", /telefonnummer|rufnummer|handynummer|phone number|telephone number|unter welcher nummer/],
  ["mail", /(?:e-?mail|mail)-?(?:adresse| address)/],
  [
    "address",
    /\badresse\b|anschrift|\bwo (?:ist|sind|finde|finden|liegt|befindet|genau)|where (?:is|are|can i find|do i find|exactly)|your address/,
  ],
  [
    "hours",
    /oeffnungszeit|geoeffnet|\boffen\b|opening (?:hours|times)|business hours|\bopen\b|wann (?:haben|habt|hat|macht|machen|schliess)|\b(?:habt|haben|hat|macht|machen)\b[^?.!]*\bauf\b(?=\s*(?:[?.!,]|$))/,
  ],
  ["age", /welche[mrs]? alter|wie alt|mindestalter|(?:what|which|minimum) age|how old/],
  ["price", /kostenlos|kostenfrei|\bgratis\b|(?<!-)\bfree\b/],
  [
    "duration",
    /wie (?:viel )?lange|wie viel laenger|how much (?:longer|time)|wie schnell|how (?:long|fast|quickly|soon)|lieferzeit|\bdauer\b|turnaround|delivery time|innerhalb welcher/,
  ],
  [
    "price",
    /\bkost(?:et|en)\b|\bpreis|wie teuer|gebuehr|stundensatz|\btarif|\bporto\b|wie hoch (?:ist|sind)|zahl(?:e|en|t) (?:ich|wir|man)|was mach(?:t|en) (?:das|die|es)|come to|how much|\bcosts?\b|\bprices?\b|\bfees?\b|\bcharges?\b|surcharge|postage|ab welche[mr] (?:betrag|wert|bestellwert|warenwert)|minimum amount/,
  ],
  ["count", /wie viele|how many|wie weit|how far|wie gross|how (?:big|large|tall|heavy)|wie schwer|wie hoch/],
  [
    "time",
    /um wie viel uhr|\bwann\b|what time|\bwhen\b|ab welche[mr]|bis welche[mr]|(?:which|what) (?:day|date)|welche[mnsr] (?:datum|tag|uhrzeit)/,
  ],
];

/** What a question wants; the first that fits. */
export function toWant(question: string): Want {
  const folded = fold(question);
  return QUESTIONS.find(([, pattern]) => pattern.test(folded))?.[0] ?? "fact";
}

/** Words that name the kind of answer, which its form shows. */
const OF_WANT: Partial<Record<Want, RegExp>> = {
  hours:
    /^(?:oeffnungszeit(?:en)?|geoeffnet|offen|auf|oeffnen|oeffnet|schliessen|schliesst|geschlossen|zu|open|opening|close[sd]?|closing|hours|times|business|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|wochentags?|werktags?|weekdays?|wochenende[ns]?|weekends?)$/,
  time: /^(?:datum|tag|uhrzeit|date|day)$/,
  age: /^(?:alter|mindestalter|alt|age|old)$/,
  phone: /^(?:telefonnummer|telefon|rufnummer|handynummer|nummer|phone|telephone|number)$/,
  mail: /^(?:e-?mail(?:-?adresse)?|mailadresse|adresse|address)$/,
  address: /^(?:adresse|anschrift|address|location)$/,
};
export const isOfWant = (want: Want, folded: string): boolean => OF_WANT[want]?.test(folded) ?? false;

const RANGE =
  /(?<![\d.,])\d{1,2}(?:[:.]\d{2})? ?(?:am |pm |uhr )?(?:–|-|bis|to|until) ?\d{1,2}(?:[:.]\d{2})?(?: ?(?:uhr|am|pm))?/iu;
const CLOCK = /(?<!\d)\d{1,2}[:.]\d{2}(?!\d)|(?<!\d)\d{1,2} ?(?:uhr|am|pm|a\.m\.|p\.m\.)|\bnoon\b|mittag/iu;
const WEEKDAY =
  /[Mm]ontag|[Dd]ienstag|[Mm]ittwoch|[Dd]onnerstag|[Ff]reitag|[Ss]amstag|[Ss]onntag|[Mm]onday|[Tt]uesday|[Ww]ednesday|[Tt]hursday|[Ff]riday|[Ss]aturday|[Ss]unday|(?<!\p{L})(?:Mo|Di|Mi|Do|Fr|Sa|So)(?!\p{L})/u;
/** "From December on we open at ten." */
const OPENS = /(?<!\p{L})(?:öffne[nt]?|geöffnet|opens?|schließ(?:en|t)|closes?)(?!\p{L})/iu;
const CLOSED = /geschlossen|ruhetag|\bclosed\b/iu;
/** "Vom 2. bis 15. August Betriebsferien". */
const AWAY = /betriebsferien|betriebsurlaub|closed for (?:the )?holidays|annual (?:closure|holiday)/iu;
const FREE =
  /kostenlos|kostenfrei|gratis|umsonst|inbegriffen|inklusive|\bfree\b|free of charge|included|waived|no extra|(?:ist|sind|eintritt) frei(?!\p{L})/iu;
const PENCE = /(?<![\d.,])\d{1,2} ?p(?!\p{L})/u;
const MONTHS =
  /januar|februar|märz|april|\bmai\b|juni|juli|august|september|oktober|november|dezember|january|february|march|\bmay\b|june|july|october|december/iu;
const PHONE = /(?:\+|\b0)\d[\d ()/-]{5,}\d/;
const MAIL = /[\w.+-]+@[\w-]+\.[\w.]+/;
const PLACE =
  /(?:str(?:aße|asse|\.)|weg|platz|gasse|allee|street|road|lane|quay|avenue|square|ufer)\b.{0,12}\d|\d{1,4} [A-Z]\w+ (?:street|road|lane|quay|avenue)|\b\d{5}\b|\b\d{1,4}[a-z]?, /iu;
const AGE =
  /(?:\d|zwei|drei|vier|fünf|sechs|two|three|four|five|six)\S* ?(?:jahre?n?|monate?n?|wochen|years?|months?|weeks?)(?!\p{L})|jährig|years? old|\d (?:or|oder|and|und) (?:older|over|above|älter)|(?:ab|from|over|über|unter|under) \d{1,2}(?! ?(?:€|%|uhr|personen|people))/iu;
const MONEY_UNITS = new Set(["EUR", "USD", "GBP", "CHF", "ct", "%"]);
const TIME_UNITS = new Set(["h", "min", "s", "d", "wk", "mo", "a"]);
const DAYS = /\b(?:werktag|arbeitstag|working day|business day|nächte|nights?)/iu;

/** Whether a text holds what is wanted. */
export function holds(want: Want, text: string): boolean {
  switch (want) {
    case "price":
      return (
        FREE.test(text) ||
        PENCE.test(text) ||
        findNumbers(text).some(({ unit }) => unit !== null && MONEY_UNITS.has(unit))
      );
    case "hours":
      return (
        (RANGE.test(text) && (CLOCK.test(text) || WEEKDAY.test(text))) ||
        (CLOSED.test(text) && !/\d/.test(text)) ||
        AWAY.test(text) ||
        (OPENS.test(text) && CLOCK.test(text))
      );
    case "time":
      return CLOCK.test(text) || WEEKDAY.test(text) || MONTHS.test(text) || holds("duration", text) || hasDate(text);
    case "duration":
      return findNumbers(text).some(({ unit }) => unit !== null && TIME_UNITS.has(unit)) || hasWordyDuration(text);
    case "count":
      return /\d/.test(text);
    case "age":
      return AGE.test(text);
    case "phone":
      return PHONE.test(text);
    case "mail":
      return MAIL.test(text);
    case "address":
      return PLACE.test(text);
    case "fact":
      return true;
  }
}

const hasDate = (text: string): boolean => findDates(text, { today: "2000-01-01" }).length > 0;

/** "3 working days", "one extra working day", "12 Monate": where the number stands apart from its unit. */
const hasWordyDuration = (text: string): boolean =>
  /(?:\d|\b(?:an?|one|two|three|ein(?:en|em|er|e)?|zwei|drei)\b)[\p{L} ]{0,12}(?:day|week|month|year|hour|minute|tag|woche|monat|jahr|stunde|minute)/iu.test(
    text,
  ) ||
  (DAYS.test(text) && /\d/.test(text)) ||
  /next (?:working )?day|same day|am (?:nächsten|selben) tag/iu.test(text);

/** Opening, closing or days of the week: hours of something else (breakfast) are none of opening. */
export const speaksOfOpening = (text: string): boolean =>
  WEEKDAY.test(text) ||
  CLOSED.test(text) ||
  AWAY.test(text) ||
  /öffnungszeit|geöffnet|\boffen\b|öffnen|opening|\bopen\b|hours/iu.test(text);
