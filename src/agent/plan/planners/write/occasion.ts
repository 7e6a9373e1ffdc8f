/** What a letter is for. */
export type Occasion =
  | "reply"
  | "reminder"
  | "invitation"
  | "announcement"
  | "thanks"
  | "apology"
  | "confirmation"
  | "cancellation"
  | "inquiry"
  | "congratulation"
  | "letter";

const GENRE =
  /(?<!\p{L})(?:letters?|replies|reply|answers?|response|(?:e-?)?mails?(?![- ]?(?:address|adress|account|konto|postfach|box))|message|note to|reminders?|invitations?|announcements?|notice|cover letter|apology|thank[- ]you|confirmation|cancellation|inquiry|enquiry|memo|newsletter|draft|briefe?|anschreiben|schreiben an|antwort\p{L}*|erwiderung|rückmeldung|nachricht|zahlungserinnerung(?:en)?|mahnung(?:en)?|erinnerung(?:en)?|einladung|ankündigung|bekanntmachung|aushang|rundschreiben|entschuldigung|dankschreiben|dankesbrief|danksagung|bestätigung|absage|zusage|kündigung|anfrage|glückwunsch\p{L}*|entwurf|rundmail|auftragsbestätigung)(?!\p{L})/iu;
const VERB =
  /(?<!\p{L})(?:write|draft|send|schick\p{L}*|compose|prepare|word|formulate|reply|respond|answer|schreib\p{L}*|verfass\p{L}*|entwirf|entwerf\p{L}*|formulier\p{L}*|aufsetzen|setz\p{L}* .{0,60}\bauf|erstell\p{L}*|antwort\p{L}*|beantwort\p{L}*|mach\p{L}*|remind|erinner\p{L}*|invite|thank|apologi[sz]e|lad\p{L}* .{0,60}\bein|bedank\p{L}*|entschuldig\p{L}*|mahn\p{L}*|sag\p{L}* .{0,60}\bab|bereite\p{L}* .{0,60}\bvor|bestätig\p{L}*|confirm|congratulate|gratulier\p{L}*)(?!\p{L})/iu;
/** Verbs that alone order a letter to somebody. */
const TO_SOMEBODY =
  /(?<!\p{L})(?:reply|respond|antworte\p{L}*|beantworte\p{L}*|remind|erinner\p{L}*|write (?:to|back)|schreib\p{L}* (?:an|der|dem|den|ihr|ihm|frau|herrn|familie|unser\p{L}*|allen)|thank|(?:wants?|would like|needs?) .{2,60} (?:told|informed) that|confirm to|bestätig\p{L}*,?\s+(?:dass|daß)|ausricht\p{L}*,?\s+(?:dass|daß)|mitteil\p{L}*,?\s+(?:dass|daß)|bedank\p{L}* dich|invite|lad\p{L}* .{0,60}\bein|mahne?t? .{0,160}\ban|mahne?)(?!\p{L})/iu;

/** "Schreib Ulrike Brandt, dass …", "Tell Nia Hughes that …": a name right behind the verb. */
const TO_NAME =
  /(?<!\p{L})(?:[Ss]chreibe?|[Ww]rite|[Tt]ell|[Ii]nform|[Ii]nformiere?|[Aa]nswer|[Ss]ag)\s+(?:(?:bitte|mal|please|doch)\s+)?(?:\p{Lu}[\p{L}.&'’-]*\s+){0,3}\p{Lu}[\p{L}.&'’-]*(?:,?\s+(?:dass|daß|that|und|eine?n?|an?|zu|about|wegen|kurz|to|(?:we|I|she|he|they|it)(?:['’]\p{L}+)?|our|his|her|wir|ich|unser\p{L}*)(?!\p{L})|\s*:)/u;

const PATH = /\S*\/\S*[^\s.,;:!?]|\S+\.(?:txt|md|csv|xlsx|log|pdf|eml)(?!\p{L})/giu;
/** "Write the total into total.txt", "schreib den Betrag in x.txt": a result is saved, nobody is written to. */
const SAVES =
  /(?<!\p{L})(?:write|put|save|schreib\p{L}*|speicher\p{L}*)\s+(?:(?:only|just|nur|bitte|please|mir)\s+)*(?:it|that|this|es|(?:the|den|die|das|your|deine)\s+(?:\p{L}+\s+)?(?:\p{L}*(?:total|sum|amount|number|count|results?|answer|figure|value|names?|list|table|betrag|summe|anzahl|zahl|ergebnis\p{L}*|antwort|wert|namen?|liste|tabelle|saldo)))\s+(?:(?:only|just|nur|bitte|please)\s+)*(?:in|into|to|as|nach|als|unter|auf)\s+(?:(?:the|die|der|den|das|a|eine?)\s+)?(?:(?:new\s+|neue\s+)?(?:text)?(?:file|datei)\s+)?@/giu;

/** "aus seiner Mail", "from the letter", "laut Brief": a text that is there, no text to be written. */
const SOURCE =
  /(?<!\p{L})(?:aus|from|out of|laut|according to|in (?:the|der|dem|his|her|their|seiner|ihrer|einer|which|welcher))\s+(?:\p{L}+\s+){0,2}?(?:letters?|replies|reply|(?:e-?)?mails?|message|brief|schreiben|nachricht|antwort|anfrage)(?!\p{L})/giu;
/** "Mach eine Tabelle …", "make a list of …": what is made is no letter. */
const MAKES_TABLE =
  /(?<!\p{L})(?:mach|erstell|schreib|make|create|prepare|write)\p{L}*\s+(?:(?!an\s|to\s)\S+\s+){0,4}?(?:tabelle|table|liste?|übersicht|overview|spreadsheet)(?!\p{L})/iu;
/** "Danach bitte noch eine kurze Nachricht an Frau Lind": a letter ordered without a verb. */
const VERBLESS = new RegExp(
  String.raw`^(?:(?!wer|was|wie|wann|wo|who|what|how|when|where)\p{L}+,?\s+){0,6}?${GENRE.source}\s+(?:an|to|for|für)\s`,
  "iu",
);

/** How surely a text orders a letter, 0..1. */
export function ordersLetter(request: string): number {
  const text = request.replaceAll(PATH, "@").replaceAll(SAVES, "").replaceAll(SOURCE, "");
  if (MAKES_TABLE.test(text)) return 0.2;
  if (VERBLESS.test(text) && !text.endsWith("?")) return 0.95;
  if (VERB.test(text) && GENRE.test(text)) return isQuestionAboutLetter(text) ? 0.3 : 0.95;
  return (TO_SOMEBODY.test(text) || TO_NAME.test(text)) && !isQuestionAboutLetter(text) ? 0.9 : 0;
}

/** "What did they answer?", "Who wrote the letter?" ask about letters that are there. */
function isQuestionAboutLetter(text: string): boolean {
  return /^(?:what|who|when|which|where|how|did|has|have|was|wer|wann|welche\p{L}*|wo|wie|hat|haben)(?!\p{L}).{0,200}\?\s*$/iu.test(
    text.trim(),
  );
}

const RULES: readonly (readonly [Occasion, RegExp])[] = [
  [
    "reminder",
    /(?<!\p{L})(?:payment reminder|reminder|dunning|overdue notice|remind|zahlungserinnerung|mahnung|mahn\p{L}*|erinner\p{L}*)(?!\p{L})/iu,
  ],
  [
    "reply",
    /(?<!\p{L})(?:reply|replies|answer|respond|response|write back|antwort\p{L}*|beantwort\p{L}*|erwider\p{L}*|rückmeldung)(?!\p{L})/iu,
  ],
  ["invitation", /(?<!\p{L})(?:invit\p{L}*|einlad\p{L}*|lad\p{L}* .{0,60}\bein)(?!\p{L})/iu],
  ["confirmation", /(?<!\p{L})(?:confirm\p{L}*|bestätig\p{L}*|auftragsbestätigung|zusage)(?!\p{L})/iu],
  [
    "cancellation",
    /(?<!\p{L})(?:cancel\p{L}*|call off|absag\p{L}*|kündig\p{L}*|sag\p{L}* .{0,60}\bab|storn\p{L}*)(?!\p{L})/iu,
  ],
  ["apology", /(?<!\p{L})(?:apolog\p{L}*|sorry|entschuldig\p{L}*)(?!\p{L})/iu],
  ["thanks", /(?<!\p{L})(?:thank\p{L}*|dank\p{L}*|bedank\p{L}*)(?!\p{L})/iu],
  [
    "congratulation",
    /(?<!\p{L})(?:congratulat\p{L}*|birthday (?:card|greeting)|glückwunsch\p{L}*|gratulier\p{L}*)(?!\p{L})/iu,
  ],
  [
    "announcement",
    /(?<!\p{L})(?:announce\p{L}*|notice|inform|circular|newsletter|ankündig\p{L}*|aushang|rundschreiben|rundmail|bekannt\p{L}*|informier\p{L}*|mitteil\p{L}*)(?!\p{L})/iu,
  ],
  ["inquiry", /(?<!\p{L})(?:inquir\p{L}*|enquir\p{L}*|ask (?:for|whether|if)|anfrage|frag\p{L}*)(?!\p{L})/iu],
];

export function occasionOf(order: string): Occasion {
  const text = order.replaceAll(PATH, "@");
  return RULES.find(([, pattern]) => pattern.test(text))?.[0] ?? "letter";
}

/** Whether the letter answers something that somebody wrote. */
export function answersMail(text: string): boolean {
  return (
    occasionOf(text) === "reply" ||
    /(?<!\p{L})(?:wrote to us|has written|wrote us|(?:his|her|their|the|'s) (?:e-?mail|letter|question|request|complaint|enquiry|inquiry)|uns geschrieben|geschrieben hat|(?:seine|ihre|deren) (?:mail|anfrage|frage|beschwerde|reklamation)|(?:mail|anfrage|schreiben|brief|beschwerde|reklamation|frage) von)(?!\p{L})/iu.test(
      text,
    )
  );
}

const CONTINUES =
  /(?<!\p{L})(?:ihm|ihr|ihnen|ihn|him|her|them|it|das|es|darin|drin|rein|dazu|den entwurf|der entwurf|den brief|die mail|das schreiben|the letter|the draft|the mail|the reply|words?|wörter\p{L}*|mention|nenn\p{L}*|erwähn\p{L}*|include|say|sag\p{L}*|tell|use|sign|unterschreib\p{L}*|offer|biete?|thank|ask|bitte|keep|halt\p{L}*|put|save|leg\p{L}*|speicher\p{L}*|store|file)(?!\p{L})/iu;
const OTHER_WORK =
  /(?<!\p{L})(?:rename|move|delete|set the|count|zähl\p{L}*|benenn\p{L}*|verschieb\p{L}*|lösch\p{L}*|trag\p{L}*|änder\p{L}*|mark the|update|add (?:a|the) (?:line|row|entry)|append|how many|wie viele)(?!\p{L})/iu;

/** Whether a clause goes on about the letter that an earlier one ordered ("und nenn ihm den Preis", "put it in …"). */
export function continuesLetter(text: string): boolean {
  return CONTINUES.test(text) && !OTHER_WORK.test(text);
}
