const WORD =
  "(?:zwischen|gesamt|end)?(?:summen?|totals?|sub-?total|sum|gesamt|netto|brutto|übertrag|uebertrag|zzgl|zuzüglich|mwst|mehrwertsteuer|ust|umsatzsteuer|vat|tax|net|gross|grand total|amount due|balance|rabatt|skonto|discount|versand|porto|shipping|all ?together|in total|overall|(?:alles )?zusammen|insgesamt)|(?:gesamt|end|rechnungs|zwischen|netto|brutto|zahl)(?:betrag|summe|preis|wert)";
const TOTAL = new RegExp(String.raw`^\W*(?:${WORD})(?!\p{L})`, "iu");
/** Nothing but such words, or what follows says what they add up ("Total for October", "19 % MwSt"). */
const ONLY_TOTAL = new RegExp(
  String.raw`^(?:[^\p{L}]*(?:(?:${WORD}|due|incl|inkl|excl|exkl|in|eur|euro|gbp|usd|chf|und|and|verpackung|kosten|amount|betrag)(?!\p{L})))+(?:[^\p{L}]*$|\s+(?:for|of|für|fuer|der|des|aller|im|fällig|zahlbar|payable)\s)`,
  "iu",
);

/** Whether a label begins with a word of totals ("Summe netto", "VAT 19 %"). */
export const startsLikeTotal = (label: string): boolean => TOTAL.test(label);

/** A row of a total sums up what stands above: its label says nothing else ("Summe"), or most of its cells are empty. */
export function isTotalRow(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const label = filled[0] ?? "";
  return TOTAL.test(label) && (ONLY_TOTAL.test(label) || (cells.length > 2 && filled.length <= 2));
}
