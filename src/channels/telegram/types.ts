import type { EffectInput } from "./out/acts.ts";
import type { AppError } from "../../core/index.ts";
import type { Bot } from "../../connectors/index.ts";
import type { SessionEvent, Store } from "../../store/index.ts";

export type Language = "en" | "de";

/** A question that waits for a person; texts are safe to show and whole. */
export interface OpenQuestion {
  id: string;
  session: string;
  /** The run that asks; null where there is none. */
  run: string | null;
  describe: string;
  details: string;
  hash: string;
  /** ms UTC */
  expires: number;
}

export interface RunLine {
  title: string;
  state: string;
  /** ms UTC */
  since: number;
}

export interface StatusReport {
  version: string;
  model: string | null;
  running: number;
  waiting: number;
  questions: number;
  /** Acts outside of which nobody knows what came of them. */
  unclear: number;
  /** Why, where STOP holds. */
  stop: { reason: string } | null;
}

export interface CostReport {
  calls: number;
  tokens: number;
  modelMs: number;
  days: number;
}

/** A letter that waits to be released. Its words are Kralle's and, where it quotes, those of others. */
export interface Letter {
  draft: string;
  /** SHA-256 of exactly this one. */
  hash: string;
  to: string;
  subject: string;
  text: string;
  /** Nothing in it is left to the owner. */
  isComplete: boolean;
}

/** Commands of `app/` as a chat asks for them. */
export interface Commands {
  stop(by: string): Promise<void>;
  release(by: string): Promise<void>;
  /** What is important now, as text. */
  today(): Promise<string>;
  runs(): Promise<RunLine[]>;
  status(): Promise<StatusReport>;
  cost(): Promise<CostReport>;
  questions(): Promise<OpenQuestion[]>;
  /** The letter that answers the mail of an item, written now where there was none; null where Kralle knows no answer. */
  letter(item: string): Promise<Letter | null>;
  /** Throws E_INPUT where it is another one by now. */
  sendLetter(draft: string, hash: string, by: string): Promise<void>;
  /** What an item proposes, where it still is exactly that; else E_INPUT. */
  releaseItem(item: string, action: string, hash: string, by: string): Promise<void>;
  /** Throws E_NOT_FOUND for one that is not open any more. */
  decide(id: string, decision: "allow" | "refuse", hash: string, by: string): Promise<void>;
}

/** The conversations of `app/`. Their contract holds: what `send` gave is on disk, the same key is the same message. */
export interface Talks {
  create(title: string): Promise<string>;
  send(
    session: string,
    message: { text: string; key: string; data?: unknown },
  ): Promise<{ message: string; run: string }>;
  /** Of the last event so far. */
  last(session: string): Promise<number>;
  follow(session: string, after: number, signal: AbortSignal): AsyncIterable<SessionEvent>;
  /** Ends what is at work in it; false where nothing is. */
  cancel(session: string): Promise<boolean>;
  /** A file beside the conversation; the same file under the same name is that file. */
  attach(session: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Null where there is none (any more), or it is too large to be sent. */
  read(session: string, path: string): Promise<Uint8Array | null>;
}

/** Acts outside, through the journal. */
export interface Outbound {
  /** Throws as `Effects.perform` does; a recorded act is not done again. */
  perform(act: EffectInput): Promise<unknown>;
  /** What became of an act whose outcome was unclear turned out. */
  settle(effect: string): Promise<void>;
  isStopped(): Promise<boolean>;
}

/** What a channel is handed. */
export interface ChannelParts {
  account: string;
  bot: Bot;
  store: Pick<Store, "telegram" | "effects" | "messages">;
  commands: Commands;
  talks: Talks;
  outbound: Outbound;
  language(): Promise<Language>;
  /** Something changed in the home: questions, STOP. Ends when `signal` fires. */
  changes(signal: AbortSignal): AsyncIterable<{ type: string }>;
  /** Why the bot cannot be reached or used; null: it works. Told when that changes. */
  trouble(error: AppError | null): void;
}

/** Somebody who was not let in, as the owner may see it. Name: hostile text. */
export interface Stranger {
  id: number;
  name: string;
  messages: number;
  /** ms UTC */
  last: number;
}

export interface TelegramChannel {
  /** Latest first; since this process began. */
  strangers(): Stranger[];
  /** The next look at what waits happens now. */
  wake(): void;
  /** Takes nothing new, ends what is being sent. */
  close(): Promise<void>;
}
