// Words that stand beside an amount and say what it is; both languages, as bills write them.

/** How surely an amount is the one to pay. `never`: it is another one, as before tax, a single price, or what was paid before. */
export type Weight = "payable" | "gross" | "said" | "plain" | "never";

const words = (...forms: string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join("|")})(?![\\p{L}\\p{N}])`, "giu");
const atEnd = (...forms: string[]): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join("|")})\\s*$`, "giu");

/** Behind an amount, at once. */
export const AFTER: readonly (readonly [Weight, RegExp])[] = [
  ["never", /^[^\S\n]*(?:\/\s*\p{L}|(?:pro|per|each|a head|an hour|im monat|monatlich|a month|je|netto|net|zzgl|zuzüglich|mwst|ust|vat|anzahlung|deposit)(?!\p{L})|plus (?:the )?(?:vat|mwst|ust|tax)|\+ ?(?:mwst|vat|ust)|excl?(?:uding)?\.? vat)/iu],
  ["payable", /^[^\S\n]*(?:(?:bis (?:zum )?\d[\d.]{3,9} )?zu (?:überweisen|zahlen|begleichen|entrichten)|noch offen|outstanding|is due|are due|payable|on collection)/iu],
  ["gross", /^[^\S\n]*(?:brutto|gross|total(?!\p{L})|in all|all in|insgesamt|\(?inkl|\(?incl|including|inclusive|einschließlich)/iu],
]; // prettier-ignore

/** Between the amount before, or the beginning of the sentence, and this one. Of several, the nearest counts, of two as near the longer. */
export const BEFORE: readonly (readonly [Weight, RegExp])[] = [
  ["payable", words(
    "(?:noch )?zu zahlen(?:der betrag)?", "zahlbetrag", "endbetrag", "nachzahlung", "nachforderung", "restbetrag", "restforderung", "offener betrag", "bleib(?:en|t)", "verbleib(?:en|t)", "noch offen",
    "(?:total |net )?amount (?:now )?(?:due|payable)(?: \\([a-z]{3}\\))?", "total due", "(?:remaining |outstanding )?balance(?: (?:due|now payable|outstanding|is|now payable is))?", "leaves?", "to pay", "(?:you(?:'|’)ll|you will) pay", "(?:we(?:'|’)ll|we will) (?:charge|collect|take)", "please pay",
    "abschlag[^\\n]{0,30} in höhe von", "buchen wir", "ziehen wir",
  )],
  ["gross", words(
    "rechnungsbetrag", "gesamtbetrag", "gesamtsumme", "bruttobetrag", "brutto(?:summe)?", "rechnungssumme", "gesamt(?:preis)?", "total(?:betrag)?", "summe brutto", "gesamt brutto", "zusammen", "insgesamt", "in summe",
    "grand total", "gross(?: amount)?", "invoice total(?: is)?", "altogether", "in all", "somit", "beläuft sich auf", "beträgt", "the sum of", "total (?:is|of|comes to)",
  )],
  ["gross", /=\s*$/giu],
  ["gross", atEnd("(?<!netto[ -]?)betrag:", "(?<!net )amount:", "bzw\\.", "making")],
  ["said", words("macht", "ergibt", "ergeben", "sind das", "das sind", "berechnen wir", "rechnung", "invoice", "inv", "comes? to", "call it", "that(?:'|’)s", "charge is", "fees?(?: for \\p{L}+)? are", "premium", "gebühr", "rate")],
  ["said", atEnd("über", "in höhe von", "for", "of", "so", "von")],
  ["never", words(
    "netto(?:betrag|summe)?", "summe netto", "gesamt netto", "gesamtleistung netto", "warenwert", "zwischensumme", "sub ?-?total", "net(?: amount| total)?", "goods", "nettosumme",
    "mwst", "ust", "umsatzsteuer", "mehrwertsteuer", "vat", "tax", "skonto", "einzelpreis", "unit price", "zum preis von",
    "deckungssumme", "selbstbehalt", "gegenstandswert", "auftragssumme", "auftragswert", "gesamtleistung", "contract", "full price", "late (?:charge|fee)", "deposit", "anzahlung", "abzüglich", "abzgl", "less", "minus", "abschl[aä]ge?", "gezahlte", "guthaben", "vorauszahlung(?:en)?", "gutschrift", "stage payments?", "you(?:'|’)ve paid", "you have paid", "paid so far", "of which", "davon",
    "reserve[^\\n]{0,20}balance", "budget(?:ed)?", "statt", "instead of", "bisher", "previous(?:ly)?", "first version[^\\n]{0,40}", "angebot(?:en)?", "quoted?", "versand", "porto", "fracht", "maut", "dieselzuschlag", "carriage", "shipping", "handling", "freight", "mahngebühr(?:en)?", "ihr anteil", "gesamtkosten(?: brutto)?",
    "professional charges", "disbursements", "costs advanced", "total fees", "electricity",
  )],
  ["never", atEnd("je", "à", "zu je", "per", "at", "x", "@", "a", "zu", "ab", "from", "plus", "zzgl\\.?", "zuzüglich", "getränke[^\\n]{0,30}")],
]; // prettier-ignore
