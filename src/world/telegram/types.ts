import type { Clock } from "../../core/index.ts";
import type { Fault } from "../faults.ts";
import type { Peer } from "../http.ts";

/** A text's part that looks or acts otherwise; offsets count UTF-16 units. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string | undefined;
  language?: string | undefined;
}

export interface Button {
  text: string;
  callback_data?: string | undefined;
  url?: string | undefined;
}

export interface SentFile {
  id: string;
  kind: "photo" | "document" | "voice";
  name: string | null;
  bytes: Uint8Array;
}

/** A message as it stands in a chat. */
export interface Message {
  id: number;
  chat: number;
  /** Id of who wrote it. */
  from: number;
  isBots: boolean;
  /** Of a file: its caption. */
  text: string;
  entities: readonly Entity[];
  file: SentFile | null;
  buttons: readonly (readonly Button[])[];
  /** Whether links in it would be looked up by the clients. */
  hasPreview: boolean;
  replyTo: number | null;
  isDeleted: boolean;
  /** Every text that it had, the present one last. */
  texts: string[];
  /** ms UTC */
  at: number;
  edits: number[];
}

export interface Chat {
  id: number;
  type: "private" | "group";
  title: string;
  members: ReadonlySet<number>;
  /** Its person does not want the bot: 403. */
  isBlocked: boolean;
  messages: Message[];
}

/** A method that was called, and how it was answered; `happened`: whether the world changed by it. */
export interface Call {
  method: string;
  chat: number | null;
  at: number;
  status: number;
  happened: boolean;
}

export interface Pressed {
  /** What the bot answered; null while it has not. */
  answer: string | null;
  isAnswered: boolean;
}

/** A person with the app in the hand. Each `send…` gives the id of the message. */
export interface Person {
  readonly id: number;
  /** Without `chat`: to the bot alone. */
  send(text: string, options?: { chat?: number; replyTo?: number }): number;
  sendFile(file: Omit<SentFile, "id">, options?: { chat?: number; caption?: string; forwardedFrom?: string }): number;
  /** Presses the button with this label under a message. */
  press(message: number, label: string, chat?: number): Pressed;
  /** Everything that the bot wrote into a chat, as it stands, without what was deleted. */
  sees(chat?: number): Message[];
  blocks(isBlocked: boolean): void;
}

export interface TelegramOptions {
  /** What goes wrong with a request; drawn for every method but getUpdates. */
  fault?: () => Fault;
  clock?: Clock;
  /** Chats with people who wrote to the bot already. */
  chats?: readonly number[];
  /** Refuses what is sent too fast, as the real one does; true without it. */
  isLimited?: boolean;
  /** Seconds that a 429 of `fault` asks for. */
  retryAfter?: number;
}

/** A server like that of the Telegram Bot API (https://core.telegram.org/bots/api), for one bot. */
export interface Telegram extends Peer {
  /** The text of each message that the bot sent, in order; an edit is none. */
  readonly ledger: readonly string[];
  readonly calls: readonly Call[];
  readonly chats: ReadonlyMap<number, Chat>;
  /** Commands that the bot has shown, by the language that they are for. */
  readonly commands: ReadonlyMap<string, readonly { command: string; description: string }[]>;
  /** Updates that the bot has not confirmed. */
  waiting(): number;
  person(id: number, name?: string): Person;
  /** A group with these people and the bot. */
  group(id: number, members: readonly number[]): void;
  /** Nothing listens on the port any more, or again. */
  outage(isOn: boolean): Promise<void>;
}
