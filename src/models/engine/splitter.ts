/** Marks in a model's output that separate kinds of text. */
export interface Marks {
  /** Pairs that enclose thinking. */
  thinking: readonly (readonly [open: string, close: string])[];
  /** The pair that encloses a tool call, when tools were offered. */
  toolCall: readonly [open: string, close: string] | null;
  stop: readonly string[];
  /** Thinking may also begin after the first word of the answer. */
  thinkAnywhere: boolean;
  /** The prompt already opened thinking; its closing mark comes without an opening one. */
  inThinking: string | null;
}

export type Piece = { type: "thinking" | "text" | "toolCall"; text: string };

export interface Splitter {
  /** Takes text as it comes and returns what can be told apart already. */
  push(text: string): Piece[];
  /** What was held back; an unfinished tool call comes as text. */
  finish(): Piece[];
  /** A stop sequence was found; nothing more will come out. */
  readonly stopped: boolean;
}

/** Separates thinking, tool calls and answer although marks may be split over chunks; cuts at stop sequences. */
export function createSplitter(marks: Marks): Splitter {
  let held = "";
  let mode: "text" | "thinking" | "toolCall" = marks.inThinking === null ? "text" : "thinking";
  let close = marks.inThinking ?? "";
  let isStart = true;
  let isAfterThinking = false;
  let stopped = false;

  const openings = (): string[] => [
    ...marks.thinking.map(([open]) => open).filter((open) => marks.thinkAnywhere || (isStart && mayOpen(held, open))),
    ...(marks.toolCall === null ? [] : [marks.toolCall[0]]),
    ...marks.stop,
  ];

  const openAt = (mark: string): void => {
    const pair = marks.thinking.find(([open]) => open === mark);
    if (marks.stop.includes(mark)) stopped = true;
    else if (pair !== undefined) [mode, close] = ["thinking", pair[1]];
    else [mode, close] = ["toolCall", marks.toolCall?.[1] ?? ""];
  };

  const emitText = (text: string, out: Piece[]): void => {
    const shown = isAfterThinking ? text.trimStart() : text;
    if (shown === "") return;
    isAfterThinking = false;
    if (shown.trim() !== "") isStart = false;
    out.push({ type: "text", text: shown });
  };

  const stepText = (out: Piece[]): boolean => {
    const found = findFirst(held, openings());
    if (found !== null) {
      const before = held.slice(0, found.at);
      const opensThinking = marks.thinking.some(([open]) => open === found.mark);
      if (!(opensThinking && isStart && before.trim() === "")) emitText(before, out);
      held = held.slice(found.at + found.mark.length);
      openAt(found.mark);
      return !stopped;
    }
    const isBlank = isStart && (held.trim() === "" || marks.thinking.some(([open]) => mayOpen(held, open)));
    const keep = isBlank ? held.length : toPartial(held, openings());
    emitText(held.slice(0, held.length - keep), out);
    held = held.slice(held.length - keep);
    return false;
  };

  const stepInside = (out: Piece[]): boolean => {
    const at = held.indexOf(close);
    if (at === -1) {
      if (mode === "toolCall") return false;
      const keep = toPartial(held, [close]);
      if (held.length > keep) out.push({ type: "thinking", text: held.slice(0, held.length - keep) });
      held = held.slice(held.length - keep);
      return false;
    }
    if (at > 0 || mode === "toolCall") out.push({ type: mode, text: held.slice(0, at) });
    held = held.slice(at + close.length);
    isAfterThinking = mode === "thinking";
    mode = "text";
    return true;
  };

  return {
    push(text) {
      const out: Piece[] = [];
      if (stopped) return out;
      held += text;
      while (mode === "text" ? stepText(out) : stepInside(out));
      return out;
    },
    finish() {
      const out: Piece[] = [];
      if (stopped || held === "") return out;
      if (mode === "thinking") out.push({ type: "thinking", text: held });
      else emitText(mode === "toolCall" ? `${marks.toolCall?.[0] ?? ""}${held}` : held, out);
      held = "";
      return out;
    },
    get stopped() {
      return stopped;
    },
  };
}

/**
 * Blanks and perhaps half a mark. Where the template declares no thinking, a mark after the first word is a word like
 * any other.
 */
function mayOpen(text: string, open: string): boolean {
  const lead = text.trimStart();
  return lead.startsWith(open) || open.startsWith(lead);
}

function findFirst(text: string, marks: readonly string[]): { at: number; mark: string } | null {
  let best: { at: number; mark: string } | null = null;
  for (const mark of marks) {
    const at = text.indexOf(mark);
    if (at !== -1 && (best === null || at < best.at || (at === best.at && mark.length > best.mark.length))) {
      best = { at, mark };
    }
  }
  return best;
}

/** Length of the longest end of `text` that could become one of the marks. */
function toPartial(text: string, marks: readonly string[]): number {
  let longest = 0;
  for (const mark of marks) {
    for (let length = Math.min(mark.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(mark.slice(0, length))) longest = length;
    }
  }
  return longest;
}
