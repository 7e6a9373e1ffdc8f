import { AppError, toAppError, type Context } from "../../core/index.ts";
import { createSplitter, type Piece } from "../engine/splitter.ts";
import { unlessAborted } from "../engine/supervisor.ts";
import type { EngineEvent, EngineRequest, EngineUsage } from "../engine/types.ts";
import { countLeast } from "./estimate.ts";
import { toDocument } from "./inWords.ts";
import type { Counted, ServedEngine, WireEvent, WireUsage } from "./types.ts";
import { createBeginning, createWatch, type Habit, type Told } from "./unseen.ts";

export interface Job {
  engine: ServedEngine;
  request: EngineRequest;
  counted: Counted;
  /** How the model begins; changed when an answer shows it. */
  habit: Habit;
  /** For the names of tool calls that have none. */
  number: number;
}

/** A server that ignores the limit of tokens is stopped after twice as many pieces. */
const toMostPieces = (maxTokens: number): number => 2 * maxTokens + 64;
/** Marks of thinking that servers leave in the text. */
const THINKING: readonly (readonly [string, string])[] = [
  ["<think>", "</think>"],
  ["<thinking>", "</thinking>"],
  ["[THINK]", "[/THINK]"],
];

/** Sends one request and turns what comes into the events of the engine contract (`engine/types.ts`). */
export async function* respond(job: Job, ctx: Context): AsyncGenerator<EngineEvent> {
  const { engine, request } = job;
  const own = new AbortController();
  const inner: Context = { ...ctx, signal: AbortSignal.any([ctx.signal, own.signal]) };
  const answer = createAnswer(job, ctx);
  const events = engine.stream(request, inner)[Symbol.asyncIterator]();
  let began = false;
  try {
    for (;;) {
      const next = events.next();
      next.catch(() => undefined); // told through the race, or by nobody when it was cancelled
      const { done, value } = await unlessAborted(next, ctx.signal);
      const made = done ? [answer.end("error", toStopped())] : answer.take(value);
      for (const event of made) {
        began = true;
        yield event;
        if (event.type === "end") return;
      }
    }
  } catch (thrown) {
    if (ctx.signal.aborted) yield answer.end("cancelled");
    else if (began) yield answer.end("error", toDied(thrown));
    else throw thrown;
  } finally {
    own.abort(); // closes the connection, also when the reader broke off
  }
}

interface Answer {
  take(event: WireEvent): EngineEvent[];
  end(reason: "stop" | "length" | "cancelled" | "error", error?: AppError): EngineEvent;
}

function createAnswer({ engine, request, counted, habit, number }: Job, { clock }: Context): Answer {
  const isFree = request.schema === undefined;
  const splitter = createSplitter({
    thinking: isFree ? THINKING : [],
    thinkAnywhere: false,
    toolCall: null,
    stop: isFree ? (request.stop ?? []).filter((text) => text !== "") : [],
    inThinking: null,
  });
  const beginning = createBeginning(isFree ? habit : { thinksUnseen: "no" }, THINKING);
  const watch = createWatch(habit, THINKING);
  // What nothing binds to the schema is kept until it is whole.
  let document: string | null = isFree || engine.constrains ? null : "";
  const start = clock.now();
  let firstAt: number | null = null;
  let pieces = 0;
  let calls = 0;

  const usage = (said?: WireUsage): EngineUsage => ({
    promptTokens: said?.promptTokens ?? counted.tokens,
    completionTokens: Math.min(said?.completionTokens ?? pieces, request.maxTokens),
    cachedTokens: said?.cachedTokens ?? 0,
    promptMs: said?.promptMs ?? (firstAt ?? clock.now()) - start,
    completionMs: said?.completionMs ?? (firstAt === null ? 0 : clock.now() - firstAt),
  });
  const end: Answer["end"] = (reason, error) => {
    const none = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
    const used = reason === "cancelled" && firstAt === null ? none : usage();
    return { type: "end", reason, usage: used, ...(error === undefined ? {} : { error }) };
  };
  const tell = ({ thinking, text }: Told): EngineEvent[] => {
    const told = splitter.push(text);
    for (const piece of told) if (isFree && piece.type === "text") watch(piece.text);
    return [...(thinking === "" ? [] : [{ type: "thinking" as const, text: thinking }]), ...toEvents(told)];
  };
  const rest = (isCut = false): EngineEvent[] =>
    document === null
      ? [...tell(beginning.finish(isCut)), ...toEvents(splitter.finish())]
      : toTextEvents(toDocument(document));
  const finish = (reason: "stop" | "length", said: WireUsage): EngineEvent[] => {
    const cut = findCut(said, request, counted);
    if (cut !== null) return [{ type: "end", reason: "error", usage: usage(said), error: cut }];
    return [...rest(reason === "length"), { type: "end", reason, usage: usage(said) }];
  };

  return {
    take(event) {
      firstAt ??= clock.now();
      if (event.type === "finish") return finish(event.reason, event.usage);
      if (event.type === "failed") return [...rest(), end("error", event.error)];
      pieces += 1;
      if (event.type === "toolCall")
        return [{ type: "toolCall", call: toCall(event, `call_${number}_${(calls += 1)}`) }];
      if (document !== null && event.type === "text") {
        document += event.text;
        return pieces > toMostPieces(request.maxTokens) ? [...rest(true), end("length")] : [];
      }
      const made = event.type === "thinking" ? [...tell(beginning.settle()), event] : tell(beginning.push(event.text));
      if (splitter.stopped) return [...made, end("stop")];
      return pieces > toMostPieces(request.maxTokens) ? [...made, ...rest(true), end("length")] : made;
    },
    end,
  };
}

const toTextEvents = (text: string): EngineEvent[] => (text === "" ? [] : [{ type: "text", text }]);

const toEvents = (pieces: Piece[]): EngineEvent[] =>
  pieces.map(({ type, text }) => ({ type: type === "thinking" ? "thinking" : "text", text }));

const toCall = ({ id, name, input }: Extract<WireEvent, { type: "toolCall" }>, fallback: string) => ({
  id: id === null || id === "" ? fallback : id,
  name,
  input,
});

/** No server runs a model with a smaller window: what is shorter than this was not cut, whatever the server says it read. */
const SMALLEST_WINDOW = 500;

/**
 * Some servers cut a prompt that does not fit and answer what is left of it, with a success. They are told not to, and
 * the prompt was counted before; where the server read far less than was sent, it did so all the same.
 */
function findCut({ promptTokens }: WireUsage, { messages }: EngineRequest, counted: Counted): AppError | null {
  const least = counted.isExact ? counted.tokens : countLeast(messages);
  if (promptTokens === null || promptTokens === 0 || promptTokens >= least * 0.9 - 8) return null;
  if (least < 2 * SMALLEST_WINDOW || promptTokens < SMALLEST_WINDOW / 4) return null;
  return new AppError(
    "E_PROMPT_TOO_LONG",
    `The server read only ${promptTokens} of at least ${least} tokens: it cut the prompt.`,
    {
      hint: "Give the model a larger context on the server, or shorten the prompt; its answer was thrown away.",
      data: { promptTokens: counted.tokens, evaluatedTokens: promptTokens },
    },
  );
}

const toStopped = (): AppError =>
  new AppError("E_ENGINE_DIED", "The model server stopped in the middle of an answer without a word.", {
    hint: "Ask again; when it happens again, look at the server: it may have run out of memory.",
  });

function toDied(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : toAppError(thrown, "E_ENGINE_DIED");
}
