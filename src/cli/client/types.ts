import type { App, CommandName, EventOf, Hooks, InputOf, OutputOf } from "../../app/index.ts";
import type { Context } from "../../core/index.ts";

/**
 * What the command line speaks to: Kralle in this process, or the gateway that holds the home, through its socket. One suite
 * holds both to the contract of `App.run`: what is wrong with the input is E_INPUT, events come in order (of a progress the newest
 * figures), a question is put to `hooks.approve` and releases nothing without its yes, `ctx.signal` cancels. A gateway that
 * ends in the middle is E_GATEWAY_GONE; a request that it had accepted goes on at its next start.
 */
export interface Client {
  readonly home: string;
  /** Of the Kralle that does the work. */
  readonly version: string;
  /** Settings that nobody knows, by path. */
  readonly unknownSettings: readonly string[];
  /** Where the work is done in this process: for who makes a gateway of it. */
  readonly app: App | null;
  /** Null where the work is done in this process. */
  readonly gateway: { url: string; pid: number } | null;
  run<N extends CommandName>(name: N, input: InputOf<N>, hooks: Hooks<EventOf<N>>, ctx: Context): Promise<OutputOf<N>>;
  close(): Promise<void>;
}
