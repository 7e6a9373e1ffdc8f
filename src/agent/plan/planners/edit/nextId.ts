/** The id after the highest one ("K1012" -> "K1013", "A-099" -> "A-100"); null when ids follow no count. */
export function nextId(ids: readonly string[]): string | null {
  const parsed = ids.flatMap((id) => {
    const match = /^(\D*(?:\d{4}-)?)(\d+)$/u.exec(id.trim());
    return match ? [{ prefix: match[1] ?? "", digits: match[2] ?? "" }] : [];
  });
  const filled = ids.filter((id) => id.trim() !== "").length;
  if (filled < 2 || parsed.length < filled) return null;
  const highest = parsed.toSorted((a, b) => Number(a.digits) - Number(b.digits)).at(-1);
  const last = parsed.at(-1);
  if (!highest || !last) return null;
  const newest = parsed
    .filter(({ prefix }) => prefix === last.prefix)
    .toSorted((a, b) => Number(a.digits) - Number(b.digits))
    .at(-1);
  if (!newest) return null;
  const next = String(Number(newest.digits) + 1).padStart(newest.digits.length, "0");
  return newest.prefix + next;
}
