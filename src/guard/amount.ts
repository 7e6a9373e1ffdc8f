const DECIMAL = /^(0|[1-9]\d{0,17})(?:\.(\d{1,9}))?$/;
const DIGITS = 9;

/**
 * An amount as whole billionths; null for what is none. Amounts are plain decimals from 0 on: one below 0 would give back what
 * others have used.
 */
export function toBillionths(value: unknown): bigint | null {
  const found = DECIMAL.exec(typeof value === "number" ? String(value) : typeof value === "string" ? value : "");
  if (!found) return null;
  return BigInt(`${found[1]}${(found[2] ?? "").padEnd(DIGITS, "0")}`);
}
