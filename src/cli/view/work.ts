import { toSafeLine, toSafeText, type AgentEvent, type WorkEvent } from "../../app/index.ts";
import { systemClock } from "../../core/index.ts";
import type { Language } from "../language.ts";
import type { Screen } from "../terminal/screen.ts";
import { cut } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { showDiff } from "./diff.ts";
import { inLanguage } from "./error.ts";
import { createSetupView } from "./setup.ts";

export interface WorkView {
  onEvent(event: WorkEvent): void;
  /** Takes the line of what is being done away; called when the work ended, however. */
  end(): void;
  /** Before somebody is asked something. */
  pause(): void;
  /** What is being done now. */
  doing(text: string): void;
  /** Answer text that was shown as it came. */
  readonly streamed: string;
  /** Paths whose difference was shown. */
  readonly diffs: ReadonlySet<string>;
}

const TICK_MS = 1_000;
const SHOW_SECONDS_AFTER_MS = 2_000;

/**
 * Shows work as it goes: one line for each step or tool call when it is done, and below them what is being done now.
 * With `isChat`, answer text and differences of files are shown too; `ask` prints only its result.
 */
export function createWorkView(screen: Screen, ui: Ui, isChat: boolean): WorkView {
  const setup = createSetupView(screen, ui, false);
  const busy = createBusyLine(screen, ui);
  const diffs = new Set<string>();
  let streamed = "";
  let isOver = false;

  const onAgent = (event: AgentEvent): void => {
    if (event.type === "text") {
      if (!isChat) return;
      busy.show(null);
      const text = toSafeText(event.text);
      streamed += text;
      return screen.write(text);
    }
    screen.endLine();
    const line = toFoldedLine(event, ui);
    if (line !== null) screen.line(screen.style.dim(cut(line, screen.columns - 1)));
    if (event.type === "change" && isChat) {
      diffs.add(event.path);
      screen.line(`${ui.texts.work.changed[event.kind]}: ${screen.style.bold(toSafeLine(event.path))}`);
      showDiff(toSafeText(event.diff), screen, ui.texts.work.more);
    }
    busy.show(event.type === "result" ? null : (toDoing(event) ?? busy.text ?? ui.texts.work.working));
  };

  return {
    onEvent(event) {
      // Weights that finish loading after the work was cancelled are nothing that the person still waits for.
      if (isOver) return;
      if (event.type === "accepted") return;
      if (event.type === "agent") return onAgent(event.event);
      busy.show(null);
      setup(event.event);
      if (event.event.type === "load" && event.event.state === "done") busy.show(ui.texts.work.working);
    },
    end: () => {
      isOver = true;
      busy.show(null);
      screen.endLine();
    },
    pause: () => busy.show(null),
    doing: (text) => busy.show(text),
    get streamed() {
      return streamed;
    },
    diffs,
  };
}

/** What is being done, with the seconds once it takes some. */
function createBusyLine(screen: Screen, ui: Ui) {
  let text: string | null = null;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    if (text === null) return screen.status(null);
    const elapsed = systemClock.now() - since;
    const time = elapsed >= SHOW_SECONDS_AFTER_MS ? ` ${ui.format.number(Math.floor(elapsed / 1000))} s` : "";
    const shown = cut(text, screen.columns - time.length - 4);
    screen.status(`${shown}${shown.endsWith("…") ? "" : " …"}${time}`);
  };
  return {
    get text() {
      return text;
    },
    show(next: string | null) {
      if (next !== text) since = systemClock.now();
      text = next;
      if (next === null) {
        clearInterval(timer);
        timer = undefined;
      } else if (screen.isLive) timer ??= setInterval(draw, TICK_MS).unref();
      draw();
    },
  };
}

function toDoing(event: AgentEvent): string | null {
  if (event.type === "step" && event.state === "started") return toSafeLine(event.step.why);
  if (event.type === "tool" && event.state === "started") return toSafeLine(event.describe);
  return null;
}

const MARKS = { started: "·", done: "✓", failed: "✗" } as const;

/** The one line that an event leaves behind; null for those that leave none. */
export function toFoldedLine(event: AgentEvent, { texts, language }: Ui): string | null {
  switch (event.type) {
    case "note":
      return `· ${toSafeLine(event.text)}`;
    case "step":
      if (event.state === "started") return null;
      return `${MARKS[event.state]} ${withSummary(event.step.why, toSummary(event, language))}`;
    case "tool":
      if (event.state === "started") return null;
      return `${MARKS[event.state]} ${withSummary(event.describe, toSummary(event, language))}`;
    case "model":
      return `? ${toSafeLine(texts.work.asked(event.question, event.chosen))}`;
    case "approval":
      // Before the question: why it is asked.
      if (event.decision === undefined) return event.reason ? `? ${toSafeLine(event.reason[language])}` : null;
      return `${event.decision === "allow" ? "✓" : "✗"} ${toSafeLine(event.describe)}: ${event.decision === "allow" ? texts.approval.allowed : texts.approval.refused}`;
    case "compacted":
      return `· ${texts.work.compacted(event.kept, event.droppedCount)}`;
    default:
      return null;
  }
}

/** What fails says so with the message of its error. */
function toSummary({ state, summary }: { state: string; summary?: string }, language: Language): string | undefined {
  return state === "failed" && summary !== undefined ? inLanguage({ message: summary }, language).message : summary;
}

function withSummary(what: string, summary: string | undefined): string {
  const text = toSafeLine(what);
  return summary ? `${text} → ${toSafeLine(summary)}` : text;
}
