import { fork, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, type Logger } from "../../core/index.ts";
import { toChildEnvironment } from "./childEnvironment.ts";
import { fromChild } from "./messages.ts";
import { PROTOCOL, type FromChild, type LoadOrder, type Refusal, type ToChild } from "./protocol.ts";

/** How a child ended. `wanted` when it was told to. */
export interface Death {
  type: "died";
  wanted: boolean;
  /** "SIGKILL", "exit code 1", "no heartbeat for 10 s". */
  reason: string;
  /** Last words on stderr, for the log. */
  words: string;
}

export interface EngineProcess {
  readonly pid: number;
  readonly loaded: Extract<FromChild, { type: "loaded" }>;
  readonly residentBytes: number;
  /** Resolves when the child has ended. */
  readonly ended: Promise<Death>;
  send(message: ToChild): void;
  /** Messages that carry this id go to `take`, and so does the end of the child. Returns the function that stops it. */
  subscribe(id: number, take: (message: FromChild | Death) => void): () => void;
  /** Resolves when the child is gone and its memory returned. */
  close(): Promise<void>;
}

export interface ProcessTimes {
  heartbeatMs: number;
  /** Beats that may be missed while evaluating before the child counts as hung. */
  missedBeats: number;
  loadMs: number;
}

const CLOSE_MS = 1_000;
const WORDS_KEPT = 2_000;

/** Starts a child and loads the model in it. Throws what the child says, or E_ENGINE_START when it ends while loading. */
export async function startProcess(order: LoadOrder, times: ProcessTimes, log: Logger): Promise<EngineProcess> {
  const folder = await mkdtemp(join(tmpdir(), "kralle-engine-"));
  const own = fileURLToPath(import.meta.url);
  const entry = join(own, "..", `child${extname(own)}`);
  const child = fork(entry, [], {
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: toChildEnvironment(process.env),
    execArgv: [],
    cwd: folder,
  });
  const state = watch(child, folder, times, log);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => state.kill(`loading took more than ${times.loadMs / 1000} s`), times.loadMs);
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    state.onLoading((message) => {
      if (message.type === "hello") {
        if (message.protocol === PROTOCOL) state.send({ type: "load", ...order });
        else state.kill("it has another version");
      } else if (message.type === "loaded") finish(() => resolve(state.toProcess(message)));
      else if (message.type === "failed") {
        finish(() => reject(toError(message.error)));
        void state.close();
      } else if (message.type === "died") finish(() => reject(toStartError(message)));
    });
  });
}

interface Watched {
  send(message: ToChild): void;
  kill(reason: string): void;
  close(): Promise<void>;
  onLoading(take: (message: FromChild | Death) => void): void;
  toProcess(loaded: Extract<FromChild, { type: "loaded" }>): EngineProcess;
}

function watch(child: ChildProcess, folder: string, times: ProcessTimes, log: Logger): Watched {
  const takers = new Map<number, (message: FromChild | Death) => void>();
  let onLoading: (message: FromChild | Death) => void = () => {};
  let wanted = false;
  let killedFor = "";
  let words = "";
  let missed = 0;
  let residentBytes = 0;
  let isLoaded = false;

  const send = (message: ToChild): void => {
    if (child.connected) child.send(message, () => {}); // a broken pipe shows as the child's end
  };
  const kill = (reason: string): void => {
    killedFor = reason;
    child.kill("SIGKILL");
  };
  const receive = (input: unknown): void => {
    missed = 0;
    const parsed = fromChild.safeParse(input);
    if (!parsed.success) return kill("it sent a message that nobody understands");
    const message = parsed.data;
    if (message.type === "beat") ({ residentBytes } = message);
    else if (message.type === "log") log[message.level](`engine: ${message.message}`);
    else if ("id" in message) takers.get(message.id)?.(message);
    else onLoading(message);
  };
  child.on("message", receive);
  child.on("error", (error) => log.warn("The engine's child process failed.", { error }));
  child.stdout?.resume();
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(-WORDS_KEPT);
  });

  // Beats are counted, not timed: after a suspended laptop wakes, no time has passed for either side.
  const watchdog = setInterval(() => {
    missed += 1;
    if (isLoaded && missed > times.missedBeats) kill(`no heartbeat for ${(missed * times.heartbeatMs) / 1000} s`);
  }, times.heartbeatMs);
  watchdog.unref();

  const ended = new Promise<Death>((resolve) => {
    child.once("close", (code, signal) => {
      clearInterval(watchdog);
      const reason = killedFor || (signal ?? `exit code ${code}`);
      const death: Death = { type: "died", wanted, reason, words: words.trim() };
      if (!wanted) log.warn("The engine's child process ended.", { reason, words: death.words });
      void rm(folder, { recursive: true, force: true }).then(() => {
        resolve(death);
        onLoading(death);
        for (const take of takers.values()) take(death);
      });
    });
  });

  const close = async (): Promise<void> => {
    wanted = true;
    send({ type: "close" });
    const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS);
    await ended;
    clearTimeout(timer);
  };

  return {
    send,
    kill,
    close,
    onLoading: (take) => {
      onLoading = take;
    },
    toProcess: (loaded) => {
      isLoaded = true;
      return {
        pid: child.pid ?? 0,
        loaded,
        get residentBytes() {
          return residentBytes;
        },
        ended,
        send,
        subscribe(id, take) {
          takers.set(id, take);
          if (!child.connected) void ended.then(take);
          return () => takers.delete(id);
        },
        close,
      };
    },
  };
}

export function toError(refusal: Refusal): AppError {
  const { code, message, hint, data } = refusal;
  return new AppError(code, message, { ...(hint === undefined ? {} : { hint }), ...(data === undefined ? {} : { data }) });
}

function toStartError(death: Death): AppError {
  return new AppError("E_ENGINE_START", `The model engine ended while it was loading the model: ${death.reason}.`, {
    hint: "Try again; if it happens again, the model may be too large or damaged.",
    data: { reason: death.reason, words: death.words },
  });
}
