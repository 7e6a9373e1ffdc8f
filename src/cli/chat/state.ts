import type { WorkEvent } from "../../app/index.ts";
import type { Session } from "../run.ts";
import type { Screen } from "../terminal/screen.ts";
import type { ChatInput } from "./input.ts";

/** What a chat knows while it goes on. */
export interface ChatState extends Session {
  screen: Screen;
  input: ChatInput;
  interactive: boolean;
  workspace: string;
  /** The sample firm's folder, where the three suggestions belong. */
  isSample: boolean;
  /** As the person named it; null lets the settings and the machine decide. */
  model: string | null;
  modelName: string;
  /** Null until the first request. */
  conversation: string | null;
  /** Fires when the person ends the chat. */
  over: AbortSignal;
  /** Everything of the last piece of work. */
  events: WorkEvent[];
  /** The model is loading in the background; null when it is loaded, or nobody began. */
  loading: Promise<void> | null;
}
