import type { z } from "zod";
import type { Context } from "../core/index.ts";
import type { AskOptions } from "../agent/index.ts";
import type { Channels } from "./channels/types.ts";
import type { Decider } from "./approvals.ts";
import type { Conversations } from "./conversations/types.ts";
import type { Services } from "./services.ts";

/** `withdrawn` fires when the question is settled by somebody else, or by the end of the work. */
export type Approve = (
  question: Parameters<NonNullable<AskOptions["approve"]>>[0],
  withdrawn?: AbortSignal,
) => Promise<boolean>;

/** What a command is called with besides its input. */
export interface Call<E> {
  services: Services;
  /** Those of this process, where it keeps any: then requests go through them, and a crash cannot lose one. */
  conversations: Conversations | null;
  /** Those of this process, where it keeps any. */
  channels?: Channels | null;
  /** Tells whoever called how it goes on. */
  emit(event: E): void;
  /** Asks the person; absent where nobody can be asked. */
  approve: Approve | undefined;
  /** Who calls, and by which way: for what is released or changed in their name. */
  decider: Decider;
  ctx: Context;
}

/**
 * One use-case: JSON in, events on the way, JSON out, so that a terminal, a socket and a chat channel can all call it.
 * Throws AppError for what a person can mend.
 */
export interface AppCommand<I extends z.ZodType, O, E> {
  /** One line, for lists of commands. */
  about: string;
  input: I;
  run(input: z.output<I>, call: Call<E>): Promise<O>;
}

export function defineCommand<I extends z.ZodType, O, E = never>(command: AppCommand<I, O, E>): AppCommand<I, O, E> {
  return command;
}
