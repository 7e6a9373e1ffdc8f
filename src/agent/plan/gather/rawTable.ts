/** Rows as strings, with the 1-based line of each. */
export interface RawTable {
  names: string[];
  rows: string[][];
  lines: number[];
}

/** Lines of totals end a table: they sum up what stands above. */
const TOTAL =
  /^\W*(?:zwischen|gesamt|end)?(?:summe|total|subtotal|sum|gesamt|netto|brutto|übertrag|uebertrag|zzgl|zuzüglich|mwst|ust|vat|tax|net|gross|grand total|amount due|versand|porto)(?![\p{L}])/iu;
const TOTAL_COMPOUND = /^\W*(?:gesamt|end|rechnungs|zwischen|netto|brutto)(?:betrag|summe|preis|wert)/iu;

export const isTotal = (line: string): boolean => TOTAL.test(line) || TOTAL_COMPOUND.test(line);

export function uniqueNames(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}
