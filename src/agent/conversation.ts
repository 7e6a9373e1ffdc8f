import type { Message, Models } from "../models/index.ts";
import type { Context } from "../core/index.ts";
import { readSteps, type Store } from "../store/index.ts";
import type { Plan, Val } from "./plan/types.ts";
import { isAboutMemory } from "./memory/index.ts";
import type { AgentEvent, AskResult } from "./types.ts";

/** One request of a session that came to its end, and what was answered. */
export interface Turn {
  request: string;
  answer: string;
}

/** What the request before leaves to the next: as it was understood, with its last result. */
export interface Earlier {
  request: string;
  val: Val | null;
}

/** Events that are looked at for the latest turns; a turn has three of these. */
const RECENT = 256;

export interface Turns {
  /** The latest, oldest first. */
  turns: Turn[];
  /** How many came before them. */
  before: number;
}

/**
 * The latest turns of a session: a long one costs no more than a short one. Turns that only told, corrected or asked for
 * what is remembered are left out: the memory itself is asked for that, so that what was forgotten, or is wrong by now, is not told
 * from an old turn.
 */
export async function readTurns(store: Store, session: string): Promise<Turns> {
  const turns: Turn[] = [];
  let request: string | null = null;
  let plan: Plan | null = null;
  let done = 0;
  for (const { payload } of await store.sessions.recent(session, ["request", "plan", "result"], RECENT)) {
    const event = payload as AgentEvent;
    if (event.type === "request") [request, plan] = [event.text, null];
    if (event.type === "plan") plan = event.plan;
    if (event.type === "result" && request !== null) {
      if (event.result.ok) done += 1;
      if (event.result.ok && !isAboutMemory(plan)) turns.push({ request, answer: toLine(event.result) });
      request = null;
    }
  }
  return { turns, before: Math.max(0, (await store.runs.count(session, "done")) - done) };
}

/** null at the start of a session. `run` is the one that asks. */
export async function readEarlier(store: Store, session: string, run: string): Promise<Earlier | null> {
  const before = (await store.runs.list(5, { session, state: "done" })).find(({ id }) => id < run);
  if (!before) return null;
  const plan = (await store.runs.plans(before.id)).at(-1)?.plan as Plan | undefined;
  if (!plan) return null;
  const vals = (await readSteps(store, before.id)).filter(({ name }) => name.startsWith("$"));
  const val = vals.map(({ result }) => result as Val).findLast((result) => result.type !== "done") ?? null;
  return { request: plan.request, val };
}

const MAX_ANSWER = 400;

function toLine({ answer, changed }: AskResult): string {
  const files = changed.map(({ path, kind }) => `${path} (${kind})`).join(", ");
  const text = files === "" ? answer : `${answer}\n${files}`;
  return text.length > MAX_ANSWER ? `${text.slice(0, MAX_ANSWER)} …` : text;
}

export interface History {
  /** Whole turns, newest last; before them one message that keeps a line of each turn that had no room. */
  messages: Message[];
  kept: number;
  /** Turns of which only a line, or nothing, went along, and the beginnings of the latest requests among them. */
  droppedCount: number;
  dropped: string[];
}

/** Prompt tokens that earlier turns may take: about ten seconds of reading on a small machine, where nothing is cached. */
const HISTORY_TOKENS = 900;
const NOTE_TOKENS = 250;
/** Turns looked at: a stretch of this length begins anew only after as many further turns. */
const STRETCH = 32;
/** Requests that are named of those that had no room. */
const SHOWN = 10;

/**
 * As many turns as fit, the newest; of the others a line each, made by code, so that names and figures survive as they
 * were. Nothing is lost: the session keeps every event. When the turns no longer fit, the older half goes at once, so that
 * for many turns the history only grows at its end: an engine then reads only what is new.
 */
export async function toHistory({ turns, before }: Turns, models: Models, ctx: Context): Promise<History> {
  const cost = (text: string) => models.count(text, "chat", ctx);
  const from = Math.max(0, Math.floor((before + turns.length) / STRETCH - 1) * STRETCH - before);
  let kept: { turn: Turn; tokens: number }[] = [];
  const total = (): number => kept.reduce((sum, { tokens }) => sum + tokens, 0);
  for (const turn of turns.slice(from)) {
    kept.push({ turn, tokens: await cost(`${turn.request}\n${turn.answer}`) });
    if (total() <= HISTORY_TOKENS) continue;
    while (kept.length > 1 && total() > HISTORY_TOKENS / 2) kept.shift();
    if (total() > HISTORY_TOKENS) kept = [];
  }
  const dropped = turns.slice(0, turns.length - kept.length);
  const notes: string[] = [];
  let room = NOTE_TOKENS;
  for (const { request, answer } of dropped.toReversed()) {
    const line = `- ${cut(request, 100)} -> ${cut(answer, 100)}`;
    room -= await cost(line);
    if (room < 0) break;
    notes.unshift(line);
  }
  const messages = kept.flatMap(({ turn: { request, answer } }): Message[] => [
    { role: "user", content: request },
    { role: "assistant", content: answer },
  ]);
  if (notes.length > 0) {
    messages.unshift(
      { role: "user", content: `Earlier in this conversation:\n${notes.join("\n")}` },
      { role: "assistant", content: "Noted." },
    );
  }
  const shown = dropped.slice(-SHOWN).map(({ request }) => cut(request, 100));
  return { messages, kept: kept.length, droppedCount: before + dropped.length, dropped: shown };
}

function cut(text: string, length: number): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > length ? `${line.slice(0, length)} …` : line;
}
