import type { AnswerType, Asked } from "./asked.ts";

/** Words of a question -> the kind of value that answers it. */
export interface Rule {
  type: AnswerType;
  pattern: RegExp;
  unit?: string;
  relation?: Asked["relation"];
}

export const UNITS: readonly (readonly [string, string])[] = [
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
  ["m2", "quadratmetern?|square met(?:re|er)s?|qm"],
];

/** The first rule that fits decides; narrower ones stand above wider ones. */
export const RULES: readonly Rule[] = [
  ...UNITS.map(([unit, words]): Rule => ({
    type: "number",
    unit,
    pattern: new RegExp(`\\b(?:how many|wie ?viel(?:en?)?|how much)\\s+(?:\\p{L}+\\s+)?(?:${words})(?![\\p{L}])`, "iu"),
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
    pattern: /\biban\b|\bbank (?:account|details)\b|\bkontonummer\b|\bbankverbindung\b|\bkontodaten\b/iu,
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
      /\b(?:how much|wie ?viel)\b.{0,70}\b(?:cost|costs|pay|paid|charge|charged|owe|price|kostet|kosten|zahl\w+|bezahl\w+|verlang\w+|berechn\w+|fee|rent|miete|worth|budget)\b|\bwas (?:kostet|kosten|zahl\w+|verlang\w+|berechn\w+|nehmen wir|kriegt|bekommt .{0,40}(?:lohn|stunde))\b|\bwhat (?:do|does|did|will|would) (?:\S+ ){1,3}(?:pay|charge|earn|owe|get paid|make an hour)\b|\bwie teuer\b|\bwhat (?:does|did|do|will|would|has|have) .{0,90}\bcost\b|\bwas (?:hat|haben) .{0,90}\bgekostet\b|\bhow expensive\b|\b(?:what|which|how high|wie hoch|welche[rns]?|was) (?:is|are|was|ist|sind|war|waren)? ?(?:the|der|die|das|our|unsere?r?)? ?(?:\S+ ){0,3}?(?:price|fee|cost|costs|rent|amount|budget|deposit|salary|takings|proceeds|income|revenue|turnover|expenses|preis|einnahmen|erlöse?|ausgaben|umsatz|gebühr|kosten|miete|betrag|kaution|gehalt|beitrag|pauschale|summe)\b|\bwie hoch\b/iu,
  },
  {
    type: "year",
    pattern:
      /\b(?:(?:which|what|welche[msn]?) (?:model |build )?(?:year|jahr|jahrgang|baujahr)|in welchem jahr|baujahr|jahrgang|year of (?:manufacture|construction|birth)|model year|vintage)\b/iu,
  },
  {
    type: "number",
    pattern:
      /\b(?:how many|wie ?viele|wie ?vielen|wieviele|(?:the|total|what|which) number of (?:the |our |all )?\p{L}+s\b|anzahl (?:der|von)\b)/iu,
  },
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
  {
    type: "duration",
    pattern:
      /\b(?:how long|wie lange?|how much notice|(?:notice|warranty|trial|payment|cancellation|contract) period|\p{L}*(?:frist|laufzeit|dauer)|duration|lead time|lieferzeit|delivery time)(?![\p{L}])/iu,
  },
  {
    type: "number",
    pattern:
      /\b(?:how (?:high|wide|deep|heavy|big|large|old|far|thick|tall)|wie (?:breit|tief|schwer|groß|alt|weit|dick|stark|warm|heiß|kalt|schnell|viel prozentig))(?![\p{L}])/iu,
  },
  {
    type: "number",
    pattern:
      /\b(?:what|which|welche[rnsm]?|wie hoch|how high)\b.{0,24}(?:content|gehalt|weight|gewicht|temperatur\w*|width|breite|height|höhe|length|länge|depth|tiefe|size|größe|fläche|volume|percentage|discount|rabatt|skonto|mileage|kilometerstand|quantity|menge|share|quote)(?![\p{L}])/iu,
  },
  {
    type: "person",
    pattern:
      /\b(?:who|whom|whose|wer|wem|wen|wessen)\b|\b(?:name of (?:the|our)|wie heißt|what is .{0,30} name|which (?:person|colleague|employee|vet|customer|client|supplier|doctor|teacher|member|nurse|tenant|owner|trainer|manager)|welche[rnsm]? (?:person|kolleg\w+|mitarbeiter\w*|kund(?:e|en|in|innen)\b|lieferant\w*|arzt|ärztin|lehrer\w*|mitglied\w*|mieter\w*|trainer\w*|firma))\b/iu,
  },
  {
    type: "place",
    pattern:
      /\b(?:where|wo|wohin|woher|which (?:city|town|address|room|place|shelf|street)|welche[rnms]? (?:ort|adresse|stadt|raum|straße|regal|platz|anschrift)|(?:what is .{0,40} )?(?:address|anschrift|adresse|lagerort|standort|location))\b/iu,
  },
  {
    type: "id",
    pattern:
      /\b(?:numbers?|no\.|nummer|nr\.?|id|code|kennzeichen|reference|aktenzeichen|charge|batch|passwor[dt]|pin|kürzel|serial|ust-?id|steuer-?id)\b|\p{L}+(?:nummer|nr|kennzeichen|code|zeichen)(?![\p{L}])/iu,
  },
  // "How much beer", "wie viel Alkohol": a quantity, not money.
  {
    type: "number",
    pattern:
      /\b(?:how much (?!do|does|did|is|are|was|were|will|would|has|have|we|you|i|it|they|the|a|an|can|could|should|must|more|less|of|for|per|longer)\p{L}{3,}|wie ?viel (?!ist|sind|hat|haben|war|wird|werden|würde|müssen|muss|soll|wir|ich|man|er|sie|es|mehr|weniger|kann|darf)\p{L}{3,})/iu,
  },
  { type: "amount", pattern: /\b(?:how much|wie ?viel)\b/iu },
];
