import { fork } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { getCompileCacheDir } from "node:module";
import { dirname, extname, join } from "node:path";
import { AppError, type Logger } from "../../core/index.ts";
import { toChildEnvironment } from "./childEnvironment.ts";
import { PROTOCOL, type FromChild, type Refusal, type ToChild } from "./protocol.ts";
import { withoutNetwork, type Seclusion } from "./withoutNetwork.ts";
import { watch, type Death, type Take, type WatchedChild } from "./watch.ts";

export interface EngineProcess {
  readonly pid: number;
  readonly loaded: Extract<FromChild, { type: "loaded" }>;
  readonly residentBytes: number;
  /** Resolves when the child has ended. */
  readonly ended: Promise<Death>;
  send(message: ToChild): void;
  /** Messages that carry this id go to `take`, and so does the end of the child. Returns the function that stops it. */
  subscribe(id: number, take: Take): () => void;
  /** Resolves when the child is gone and its memory returned. */
  close(): Promise<void>;
}

export interface ProcessTimes {
  /** Beats that may be missed while evaluating before the child counts as hung. */
  missedBeats: number;
  loadMs: number;
}

/** What a child is started from, and what it is to load. */
export interface ChildOrder {
  /** The child's program. */
  module: string;
  order: object & { heartbeatMs: number };
  /** Names of further environment variables that the child may know. */
  environment?: readonly string[];
  /** Further environment variables, for the libraries that the child loads. */
  variables?: Readonly<Record<string, string>>;
  /** For Node itself. */
  nodeOptions?: readonly string[];
  /** What network it and the programs that it starts have, where the system lets us take theirs away; default nothing. */
  network?: Seclusion;
}

/** The program of a child, which lies beside the file that starts it: `.ts` here, `.js` in the package. */
export const besideFile = (file: string, name: string): string => join(file, "..", `${name}${extname(file)}`);

/** Starts a child and loads the model in it. Throws what the child says, or E_ENGINE_START when it ends while loading. */
export async function startProcess(what: ChildOrder, times: ProcessTimes, log: Logger): Promise<EngineProcess> {
  const { order } = what;
  const folder = await mkdtemp(join(tmpdir(), "kralle-engine-"));
  const child = fork(what.module, [], {
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...toChildEnvironment(process.env, what.environment), ...toCompileCache(), ...what.variables },
    ...toCommand(await withoutNetwork(what.network), what.nodeOptions ?? []),
    cwd: folder,
  });
  const { heartbeatMs } = order;
  const watched = watch(child, { folder, heartbeatMs, missedBeats: times.missedBeats, log });
  const loaded = await awaitLoaded(watched, order, times.loadMs);
  watched.isLoaded = true;
  return {
    pid: child.pid ?? 0,
    loaded,
    ended: watched.ended,
    get residentBytes() {
      return watched.residentBytes;
    },
    send: (message) => watched.send(message),
    subscribe: (id, take) => watched.subscribe(id, take),
    close: () => watched.close(),
  };
}

/** Our Node, behind the words that take its network away. */
function toCommand(
  words: readonly string[] | null,
  nodeOptions: readonly string[],
): { execPath: string; execArgv: string[] } {
  const [program = process.execPath, ...rest] = words ?? [];
  return { execPath: program, execArgv: [...(words === null ? [] : [...rest, process.execPath]), ...nodeOptions] };
}

/** Where this process keeps compiled code, its children find and keep theirs: it saves a third of their start. */
function toCompileCache(): Record<string, string> {
  const folder = getCompileCacheDir(); // the version's own part of it
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** The child cannot beat while it loads, so loading has its own limit of time. */
function awaitLoaded(child: WatchedChild, order: object, ms: number): Promise<EngineProcess["loaded"]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill(`loading took more than ${ms / 1000} s`), ms);
    const fail = (error: AppError): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.onMessage((message) => {
      if (message.type === "hello" && message.protocol === PROTOCOL) child.send({ type: "load", ...order });
      else if (message.type === "hello") child.kill("it has another version");
      else if (message.type === "loaded") {
        clearTimeout(timer);
        resolve(message);
      } else if (message.type === "failed") {
        child.onMessage(() => {}); // its end, which now follows, says less than its words
        void child.close().then(() => fail(toError(message.error)));
      }
      if (message.type === "died") fail(toStartError(message));
    });
  });
}

export function toError(refusal: Refusal): AppError {
  const { code, message, hint, data } = refusal;
  return new AppError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(data === undefined ? {} : { data }),
  });
}

function toStartError(death: Death): AppError {
  return new AppError("E_ENGINE_START", `The model engine ended while it was loading the model: ${death.reason}.`, {
    hint: "Try again; if it happens again, the model may be too large or damaged.",
    data: { reason: death.reason, words: death.words },
  });
}
