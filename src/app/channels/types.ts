import type { Stranger } from "../../channels/telegram/index.ts";

/** The ways by which people reach Kralle besides its own programs and pages; one for each account of such a kind that is on. */
export interface Channels {
  /** Opens and closes until all is as the accounts say. */
  sync(): Promise<void>;
  /** Who wrote to a bot and was not let in, since the channel was opened. */
  strangers(account: string): Stranger[];
  close(): Promise<void>;
}
