/*
 * Templates of some models open thinking in the prompt. A server that does not take it apart then sends thinking without an
 * opening mark, and only the closing one, much later, says what all before it was.
 */

/** How a served model begins an answer; kept as long as its engine. */
export interface Habit {
  /** "guessed" by its name, "seen" by an answer of its own. */
  thinksUnseen: "no" | "guessed" | "seen";
}

/** Models that always think, as their publishers call them. */
const THINKERS = /(?:^|[^a-z0-9])(?:r1|qwq|z1|thinking|reasoner|reasoning|exaone-deep|magistral)(?:[^a-z0-9]|$)/i;

export const guessHabit = (model: string): Habit => ({ thinksUnseen: THINKERS.test(model) ? "guessed" : "no" });

/** What was kept back, told apart; "" where there is nothing of the kind. */
export interface Told {
  thinking: string;
  text: string;
}

/** The beginning of one answer of a model that may think unseen. */
export interface Beginning {
  /** Text as it comes; nothing comes out until it is clear what it is. */
  push(text: string): Told;
  /** Thinking came by a way of its own: what was kept back is text, and so is all that follows. */
  settle(): Told;
  /** The answer ended. */
  finish(isCut: boolean): Told;
}

type Pairs = readonly (readonly [open: string, close: string])[];
const NOTHING: Told = { thinking: "", text: "" };

export function createBeginning(habit: Habit, marks: Pairs): Beginning {
  let held: string | null = habit.thinksUnseen === "no" ? null : "";
  let isAfterThinking = false;
  const toText = (text: string): Told => {
    const shown = isAfterThinking ? text.trimStart() : text;
    if (shown !== "") isAfterThinking = false;
    return { thinking: "", text: shown };
  };
  const release = (as: keyof Told): Told => {
    const kept = held ?? "";
    held = null;
    return { ...NOTHING, [as]: kept };
  };
  return {
    push(text) {
      if (held === null) return toText(text);
      held += text;
      const begin = held.trimStart();
      if (marks.some(([open]) => begin.startsWith(open))) return release("text"); // it says so itself
      const ends = marks.map(([, close]) => ({ close, at: held?.indexOf(close) ?? -1 })).filter(({ at }) => at !== -1);
      const [end] = ends.toSorted((a, b) => a.at - b.at);
      if (end === undefined) return NOTHING;
      const [thinking, rest] = [held.slice(0, end.at), held.slice(end.at + end.close.length)];
      held = null;
      habit.thinksUnseen = "seen";
      isAfterThinking = true;
      return { ...toText(rest), thinking };
    },
    settle: () => release("text"),
    finish: (isCut) => release(isCut && habit.thinksUnseen === "seen" ? "thinking" : "text"),
  };
}

const LONGEST_TAIL = 32;

/**
 * Looks for a closing mark on a line of its own in what was told as text: too late for this answer, but the next one is kept back
 * until it is clear. Within a line it may be a word that the answer is about.
 */
export function createWatch(habit: Habit, marks: Pairs): (text: string) => void {
  const closings = marks.map(([, close]) => close.replaceAll(/[/[\]]/g, String.raw`\$&`)).join("|");
  const alone = new RegExp(String.raw`\n[ \t]*(?:${closings})[ \t]*\n`);
  let tail = "\n";
  return (text) => {
    if (habit.thinksUnseen === "seen") return;
    const seen = tail + text;
    if (alone.test(seen)) habit.thinksUnseen = "seen";
    tail = seen.slice(-LONGEST_TAIL);
  };
}
