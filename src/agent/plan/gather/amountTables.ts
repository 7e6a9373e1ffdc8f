import { isTotalRow, parseNumber } from "../../../files/index.ts";
import type { RawTable } from "./rawTable.ts";

/** What closes a bill and is none of its positions. */
const CLOSES =
  /^(?:net|netto\p{L}*|vat|v\.a\.t\.|tax|mwst\p{L}*|ust|umsatzsteuer|mehrwertsteuer|zzgl|plus|carried|übertrag|rabatt|discount|to pay|zu zahlen|zahlbetrag|rechnungsbetrag|endbetrag|balance|amount due)(?!\p{L})/iu;

/** Positions without a head: at least two lines of words, a gap and an amount, as a short quotation or bill has them. */
export function amountTables(lines: string[]): RawTable[] {
  const found: RawTable[] = [];
  let run: { cells: string[]; line: number }[] = [];
  for (const [at, text] of [...lines, ""].entries()) {
    const cells = positionOf(text);
    if (cells) run.push({ cells, line: at + 1 });
    else {
      if (run.length >= 2)
        found.push({ names: ["item", "amount"], rows: run.map((row) => row.cells), lines: run.map((row) => row.line) });
      run = [];
    }
  }
  return found;
}

/** "Double gate    410.00"; null for a closing sum and for what is no position. */
function positionOf(line: string): string[] | null {
  const match =
    /^\s*(?:[-*•]\s+)?(\S.*?)(?:\t+|\s{2,}|\s*\.{3,}\s*)((?:EUR|GBP|USD|CHF|[€£$])?\s?-?\d[\d.,']*\s?(?:EUR|GBP|USD|CHF|[€£$])?)\s*$/u.exec(
      line,
    );
  const [, label = "", amount = ""] = match ?? [];
  const figures = amount.replaceAll(/[^\d.,'-]/gu, "");
  if (!/\p{L}{2}/u.test(label) || label.endsWith(":") || parseNumber(figures) === null || !/[.,]\d{2}$/u.test(figures))
    return null;
  return CLOSES.test(label) || isTotalRow([label, amount]) ? null : [label.trim(), amount.trim()];
}
