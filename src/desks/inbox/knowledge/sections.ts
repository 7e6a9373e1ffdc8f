import type { Fact } from "./types.ts";

type Base = Pick<Fact, "headings" | "since" | "isOld">;

const QUESTION = /^\s*(?:[-*•] )?(?:\*\*)?(?:Q|F|Frage|Question)\s*\d*\s*[:.)]\s*(.+?)(?:\*\*)?\s*$/iu;
const ANSWER = /^\s*(?:\*\*)?(?:A|Antwort|Answer)\s*\d*\s*[:.)]\s*(?:\*\*)?\s*(.+)$/iu;
const BOLD_QUESTION = /^\s*(?:\d+[.)] *)?\*\*(.+\?)\*\*\s*$/u;
const HEADING = /^\s*(#{1,6})\s+(.+?)\s*#*\s*$/;
/** "3. Cancellation" over what is said about it. */
const NUMBERED = /^\s*(?:§ ?)?\d{1,2}[.)]? +(\p{Lu}[^.!?:;,]{2,40})\s*$/u;
const TABLE_LINE = /^\s*\|.*\|\s*$/;
const LIST_LINE = /^\s*(?:[-*•–·]|\d{1,2}[.)])\s+\S/u;
const LABEL_LINE = /^\s*(?:[-*•–·]\s+)?\**[\p{L}](?:(?!\. )[\p{L}\p{N} .,/()&–-]){0,48}?\**\s*:\**\s+\S/u;
/** "Samstag und Sonntag 9:00 - 17:30", "Montag Ruhetag". */
const DAY_LINE =
  /^\s*(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|täglich|daily|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)s?(?!\p{L})[^.!?]{0,40}(?:\d{1,2}[:.]\d{2}|\d ?(?:uhr|am|pm)|geschlossen|ruhetag|closed)[^.!?]{0,24}$/iu;
const MOST_CHARS = 1_500;

/** The parts of a text that is written for people: questions with answers, lists, paragraphs, each with the headings above it. */
export function toSections(text: string, { headings: titles, ...base }: Base): Fact[] {
  const facts: Fact[] = [];
  let headings: { level: number; text: string }[] = [];
  let question: string | null = null;
  const above = (): string[] => [...titles, ...headings.map((heading) => heading.text)];
  for (const block of toBlocks(text)) {
    const lines = block.filter((line) => !TABLE_LINE.test(line));
    const rest: string[] = [];
    const flush = (): void => {
      const body = rest.splice(0);
      if (body.length === 0) return;
      if (question !== null) {
        const known = facts.at(-1);
        const more = body.map(plain).join(" ");
        // A second paragraph belongs to the same answer.
        if (known?.kind === "answer" && known.question === question) known.answer += ` ${more}`;
        else facts.push({ ...base, headings: above(), kind: "answer", question, answer: more, isPast: false });
      } else facts.push(...toBody(body, { ...base, headings: above() }));
    };
    for (const [at, line] of lines.entries()) {
      const heading = headingOf(line, at, lines, block.length);
      const asked =
        (QUESTION.exec(line) ?? BOLD_QUESTION.exec(line))?.[1] ?? (heading?.text.endsWith("?") ? heading.text : null);
      if (asked !== null) {
        flush();
        question = plain(asked);
        continue;
      }
      if (heading !== null) {
        flush();
        question = null;
        headings = [...headings.filter(({ level }) => level < heading.level), heading];
        continue;
      }
      rest.push(ANSWER.exec(line)?.[1] ?? line);
    }
    flush();
    // Of "Q:" and "A:" each answer is a paragraph of its own; what follows is a new matter.
    if (question !== null && block.some((line) => ANSWER.test(line))) question = null;
  }
  return facts;
}

function toBlocks(text: string): string[][] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split("\n").filter((line) => line.trim() !== ""))
    .filter((block) => block.length > 0);
}

/** Written as one in Markdown; or a short line without an end, alone or above lines with labels. */
function headingOf(
  line: string,
  at: number,
  lines: readonly string[],
  block: number,
): { level: number; text: string } | null {
  const marked = HEADING.exec(line);
  if (marked) return { level: marked[1]?.length ?? 1, text: plain(marked[2] ?? "") };
  const numbered = NUMBERED.exec(line)?.[1];
  const next = lines[at + 1];
  if (numbered !== undefined && at === 0 && next !== undefined && !LIST_LINE.test(next))
    return { level: 7, text: plain(numbered) };
  const text = plain(line);
  const isShort = text.length <= 60 && !/[.!:;,]$/u.test(text) && !LIST_LINE.test(line) && !LABEL_LINE.test(line);
  if (!isShort || /@|[€$£]/.test(text) || QUESTION.test(line) || ANSWER.test(line)) return null;
  const isAlone = block === 1 && !/\d{2}/.test(text);
  const rest = lines.slice(at + 1);
  const isAbove = at === 0 && rest.length > 0 && rest.every(isMarked);
  return isAlone || isAbove ? { level: 7, text } : null;
}

const isMarked = (line: string): boolean => LIST_LINE.test(line) || LABEL_LINE.test(line) || DAY_LINE.test(line);

function toBody(lines: readonly string[], base: Base): Fact[] {
  // Lines that were not wrapped: each short, none running on into the next.
  const isShortLines =
    lines.length > 1 && lines.some(isMarked) && lines.every((line) => line.length <= 70 && !/[,;–-]\s*$/.test(line));
  const isList = lines.every(isMarked) || isShortLines;
  if (isList) return [{ ...base, kind: "lines", lines: lines.map((line) => plain(line.replace(LIST_MARK, ""))) }];
  const text = lines.map(plain).join(" ");
  return pieces(text).map((piece) => ({ ...base, kind: "text", text: piece }));
}

const LIST_MARK = /^\s*(?:[-*•–·]|\d{1,2}[.)])\s+/u;

/** Without the signs of Markdown. */
const plain = (line: string): string =>
  line
    .replaceAll(/\*\*|__|`/g, "")
    .replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, "$1 ($2)")
    .replaceAll(/\s+/g, " ")
    .trim();

function pieces(text: string): string[] {
  if (text.length <= MOST_CHARS) return [text];
  const end = text.lastIndexOf(". ", MOST_CHARS);
  const cut = end > MOST_CHARS / 3 ? end + 1 : MOST_CHARS;
  return [text.slice(0, cut).trim(), ...pieces(text.slice(cut).trim())];
}
