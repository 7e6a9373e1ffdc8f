/** A field as CSV: in quotes when it must be (or `always`), with quotes doubled. */
export function quoteField(value: string, delimiter: string, always = false): string {
  const must = value.includes(delimiter) || /["\r\n]/.test(value) || /^\s|\s$/.test(value);
  return must || always ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * A CSV text of normalised values with "\n" line ends and one at the end. With decimal "," numbers like 1234.50 become
 * 1234,50 and the delimiter is ";" unless given; null is an empty field.
 */
export function toCsv(
  columns: string[],
  rows: (string | null)[][],
  opts: { delimiter?: string; decimal?: "." | "," } = {},
): string {
  const delimiter = opts.delimiter ?? (opts.decimal === "," ? ";" : ",");
  const write = (value: string | null) => {
    const text = value ?? "";
    const isDecimal = opts.decimal === "," && /^-?\d+\.\d+$/.test(text);
    return quoteField(isDecimal ? text.replace(".", ",") : text, delimiter);
  };
  const line = (cells: readonly (string | null)[]) => cells.map(write).join(delimiter);
  return [columns, ...rows].map((row) => `${line(row)}\n`).join("");
}
