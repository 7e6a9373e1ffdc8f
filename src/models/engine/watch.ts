import type { ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import type { Logger } from "../../core/index.ts";
import { fromChild } from "./messages.ts";
import type { FromChild, ToChild } from "./protocol.ts";

/** How a child ended. `wanted` when it was told to. */
export interface Death {
  type: "died";
  wanted: boolean;
  /** "SIGKILL", "exit code 1", "no heartbeat for 15 s". */
  reason: string;
  /** Last words on stderr, for the log. */
  words: string;
}

export type Take = (message: FromChild | Death) => void;

export interface WatchedChild {
  readonly ended: Promise<Death>;
  readonly residentBytes: number;
  /** Set once the model is loaded: from then on missing heartbeats end the child. */
  isLoaded: boolean;
  send(message: ToChild): void;
  kill(reason: string): void;
  /** Resolves when the child is gone. */
  close(): Promise<void>;
  /** Messages without an id, and the end. */
  onMessage(take: Take): void;
  /** Messages with this id, and the end. Returns the function that stops it. */
  subscribe(id: number, take: Take): () => void;
}

const CLOSE_MS = 1_000;
const WORDS_KEPT = 2_000;

/** Checks and hands out what a child sends, ends it when it hangs, and tells everybody when it is gone. */
export function watch(
  child: ChildProcess,
  options: { folder: string; heartbeatMs: number; missedBeats: number; log: Logger },
): WatchedChild {
  const { folder, heartbeatMs, missedBeats, log } = options;
  const takers = new Map<number, Take>();
  const state = { isLoaded: false, wanted: false, killedFor: "", missed: 0, residentBytes: 0 };
  const started = new Set<number>();
  let onMessage: Take = () => {};

  const send = (message: ToChild): void => {
    if (child.connected) child.send(message, () => {}); // a broken pipe shows as the child's end
  };
  const kill = (reason: string): void => {
    state.killedFor = reason;
    child.kill("SIGKILL");
  };
  child.on("message", (input: unknown) => {
    state.missed = 0;
    const parsed = fromChild.safeParse(input);
    if (!parsed.success) return kill("it sent a message that nobody understands");
    const message = parsed.data;
    if (message.type === "beat") state.residentBytes = message.residentBytes;
    else if (message.type === "started") started.add(message.pid);
    else if (message.type === "log") log[message.level](`engine: ${message.message}`);
    else if ("id" in message) takers.get(message.id)?.(message);
    else onMessage(message);
  });
  child.on("error", (error) => log.warn("The engine's child process failed.", { error }));

  // Beats are counted, not timed: after a suspended laptop wakes, no time has passed for either side.
  const watchdog = setInterval(() => {
    state.missed += 1;
    if (state.isLoaded && state.missed > missedBeats) kill(`no heartbeat for ${(missedBeats * heartbeatMs) / 1000} s`);
  }, heartbeatMs);
  watchdog.unref();

  const ended = awaitEnd(child).then(async ({ reason, words }): Promise<Death> => {
    clearInterval(watchdog);
    for (const pid of started) endProgram(pid); // the child was killed before it could do so itself
    await rm(folder, { recursive: true, force: true });
    const death: Death = { type: "died", wanted: state.wanted, reason: state.killedFor || reason, words };
    if (!death.wanted) log.warn("The engine's child process ended.", { reason: death.reason, words });
    onMessage(death);
    for (const take of takers.values()) take(death);
    return death;
  });

  return {
    ended,
    get residentBytes() {
      return state.residentBytes;
    },
    get isLoaded() {
      return state.isLoaded;
    },
    set isLoaded(value) {
      state.isLoaded = value;
    },
    send,
    kill,
    async close() {
      state.wanted = true;
      send({ type: "close" });
      const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS);
      await ended;
      clearTimeout(timer);
    },
    onMessage: (take) => {
      onMessage = take;
    },
    subscribe(id, take) {
      takers.set(id, take);
      if (!child.connected) void ended.then(take);
      return () => takers.delete(id);
    },
  };
}

function endProgram(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended already
  }
}

function awaitEnd(child: ChildProcess): Promise<{ reason: string; words: string }> {
  let words = "";
  child.stdout?.resume();
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(-WORDS_KEPT);
  });
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ reason: signal ?? `exit code ${code}`, words: words.trim() }));
  });
}
