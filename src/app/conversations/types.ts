import type { Terms } from "./terms.ts";
import type { Message, Session, SessionEvent, SessionPage } from "../../store/index.ts";
import type { Desks } from "../desks/open.ts";
import type { Decider, OpenApproval } from "../approvals.ts";
import type { AskResult } from "../../agent/index.ts";
import type { Clockwork, Workflows } from "../../durable/index.ts";
import type { Call } from "../command.ts";
import type { SetupEvent, WorkEvent } from "../events.ts";

/** What a follower hears: what is stored, each once and in order, and beside it what is only true for the moment. */
export type Heard =
  | { kind: "event"; event: SessionEvent }
  | { kind: "live"; event: { type: "setup"; event: SetupEvent } };

export interface NewSession {
  title?: string | undefined;
  /** "auto" and null: what the settings and the machine decide. */
  model?: string | null | undefined;
  /** Absolute path of an existing folder. Without: a folder of its own, for what is attached. */
  workspace?: string | null | undefined;
}

/** A request with all that its caller says about it. */
export interface NewAsk extends Terms {
  text: string;
  session: string | null;
}

/** Who follows a message. */
export type Following = Pick<Call<WorkEvent>, "emit" | "approve" | "ctx">;

/**
 * Conversations that a crash cannot lose. Contract:
 * - `send` resolves once the message is on disk; the same key in the same session is the same message, and it runs once.
 * - Messages of a session run one after another in the order in which they were sent, sessions beside each other. Each gets
 *   exactly one answer, also after any number of crashes; one whose answer is stored is never run again.
 * - `stop` ends a message that waits or runs; its answer says so. One that was answered stays as it is.
 * - `ask` and `attend` follow a message to its answer; their caller's signal stops it. When the process ends first they throw
 *   E_GATEWAY_GONE: the message goes on at the next opening.
 * - A question is open until somebody decides, the message ends, or the process does: then it counts as refused, and the work asks
 *   anew when it is taken up.
 * - `close` waits up to `drainMs` for what runs; the rest goes on at the next opening.
 */
export interface Conversations {
  create(session: NewSession): Promise<Session>;
  /** By last activity, a page at a time. */
  list(options: { limit: number; before?: string | undefined }): Promise<SessionPage>;
  /** E_NOT_FOUND without such a session; so all that follow. */
  get(session: string): Promise<Session>;
  change(session: string, change: { title?: string | undefined; model?: string | null | undefined }): Promise<Session>;
  /** Oldest first, of those with seq < `before` the newest. */
  messages(session: string, options?: { before?: number | undefined; limit?: number | undefined }): Promise<Message[]>;
  /** The files that a conversation is about. */
  files(session: string): Promise<{ path: string; bytes: number }[]>;
  /** Puts a file beside them, where its name is taken under one with a number; undoable like every change. */
  attach(session: string, name: string, bytes: Buffer): Promise<{ path: string; bytes: number }>;
  send(
    session: string,
    message: { text: string; key?: string | undefined; data?: unknown },
  ): Promise<{ message: Message; isNew: boolean }>;
  stop(message: string): Promise<Message>;
  /** Sends a request as a message, of a new session where none is named, and follows it. */
  ask(asked: NewAsk, call: Following): Promise<AskResult & { session: string }>;
  /** Follows the oldest message of a session that has no answer yet; null where there is none. */
  attend(session: string, call: Following): Promise<AskResult | null>;
  /** Stored events with seq > `after`, then what comes; ends when `signal` fires. E_NOT_FOUND without such a session. */
  follow(session: string, after: number, signal: AbortSignal): AsyncIterable<Heard>;
  approvals(): OpenApproval[];
  /** E_NOT_FOUND when it is not open (any more), E_INPUT when `hash` is another than that of the question. */
  decide(id: string, decision: "allow" | "refuse", hash: string, decider: Decider): Promise<void>;
  /** What begins work later, again and again, or surely. */
  readonly clockwork: Clockwork;
  /** The desks of this home, with the clockwork that begins their work. */
  readonly desks: Desks;
  /** The engine of all durable work, and which kinds there are beside the turns of conversations. */
  readonly work: { workflows: Workflows; kinds: readonly string[] };
  /** Messages that run now. */
  running(): number;
  close(options: { drainMs: number }): Promise<void>;
}
