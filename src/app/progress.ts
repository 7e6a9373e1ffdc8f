/**
 * Which progress a command's event tells, where it is nothing but the newest figure of one; null for every other event. Of two in a row
 * that tell the same, the first may be left out.
 */
export function progressOf(event: unknown): string | null {
  if (!isRecord(event)) return null;
  const { type, event: inner, progress, name, id } = event;
  if (isRecord(inner)) {
    const found = progressOf(inner);
    return found === null ? null : `${String(type)}/${found}`;
  }
  if (isRecord(progress)) return `${String(type)}/${String(name)}/${String(progress["phase"])}`;
  return type === "checking" ? `checking/${String(id)}` : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
