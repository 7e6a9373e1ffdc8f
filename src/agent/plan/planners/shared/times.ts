import type { Span } from "../../../../files/index.ts";

export interface TimeSpan extends Span {
  /** "15:30". */
  time: string;
}

const CLOCK =
  /(?<![\d.:,])(?:(\d{1,2}):(\d{2})(?::\d{2})?|(\d{1,2})[.](\d{2})(?=\s*(?:uhr|h\b|a\.?m\b|p\.?m\b|o'clock))|(\d{1,2})(?=\s*(?:uhr|a\.?m\b|p\.?m\b|o'clock)))(?!\d)(?:\s*(uhr|h\b|a\.?m\.?\b|p\.?m\.?\b|o'clock))?/giu;

/** Times of the day named in a text: "15:30", "15.30 Uhr", "3 pm", "10 Uhr", "16 Uhr 15". */
export function findTimes(text: string): TimeSpan[] {
  const found: TimeSpan[] = [];
  for (const match of text.matchAll(CLOCK)) {
    let hour = Number(match[1] ?? match[3] ?? match[5]);
    let end = match.index + match[0].length;
    let minutes = match[2] ?? match[4] ?? "00";
    const mark = (match[6] ?? "").toLowerCase().replaceAll(".", "");
    const tail = mark === "uhr" ? /^\s(\d{2})(?![\d.])/u.exec(text.slice(end)) : null;
    if (tail?.[1] && Number(tail[1]) < 60 && match[5]) {
      minutes = tail[1];
      end += tail[0].length;
    }
    if (mark === "pm" && hour < 12) hour += 12;
    if (mark === "am" && hour === 12) hour = 0;
    if (hour > 24 || Number(minutes) > 59) continue;
    const time = `${String(hour).padStart(2, "0")}:${minutes}`;
    found.push({ start: match.index, end, text: text.slice(match.index, end), time });
  }
  return found;
}

const CELL = /^(\d{1,2})([:.])(\d{2})(\s*(?:uhr|h|am|pm))?$/iu;

/** Whether a column's cells are times of the day. */
export function areTimes(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const times = filled.filter((cell) => CELL.test(cell)).length;
  const colons = filled.filter((cell) => cell.includes(":") || /uhr|am|pm/iu.test(cell)).length;
  return filled.length > 0 && times >= filled.length * 0.8 && colons > 0;
}

/** The time that a cell holds and nothing else ("9.30 Uhr" -> "09:30"), else null. */
export function timeOf(cell: string): string | null {
  const match = CELL.exec(cell.trim());
  if (!match) return null;
  const half = (match[4] ?? "").trim().toLowerCase();
  const hour = Number(match[1]);
  const full = half === "pm" && hour < 12 ? hour + 12 : half === "am" && hour === 12 ? 0 : hour;
  return `${String(full).padStart(2, "0")}:${match[3]}`;
}

/** A time written like the cells of its column: "9:00" or "09:00", "." or ":", with "Uhr" or am/pm. */
export function formatTime(time: string, cells: readonly string[]): string {
  const matches = cells.flatMap((cell) => {
    const match = CELL.exec(cell.trim());
    return match ? [match] : [];
  });
  if (matches.length === 0) return time;
  const [hour = "0", minutes = "00"] = time.split(":");
  const suffix = matches[0]?.[4] ?? "";
  const twelve = /[ap]m/iu.test(suffix);
  const shown = twelve ? Number(hour) % 12 || 12 : Number(hour);
  const half = twelve ? suffix.replace(/[ap](?=m)/iu, (letter) => swap(letter, Number(hour) >= 12)) : suffix;
  const padded = matches.some((match) => match[1]?.startsWith("0")) ? String(shown).padStart(2, "0") : String(shown);
  return `${padded}${matches[0]?.[2] ?? ":"}${minutes}${half}`;
}

function swap(letter: string, afternoon: boolean): string {
  const next = afternoon ? "p" : "a";
  return letter === letter.toUpperCase() ? next.toUpperCase() : next;
}
