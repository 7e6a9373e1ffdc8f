import type { AgentEvent } from "../agent/index.ts";
import type { Hardware, ModelAbility, PackProgress, PullProgress } from "../models/index.ts";

/** Why this model: named by the call, by the settings, the best that is here, or the one that fits this machine. */
export type ModelReason = "asked" | "config" | "installed" | "hardware";

/** What making a model ready does, in order. A model that is ready already tells nothing. */
export type SetupEvent =
  | { type: "hardware"; hardware: Hardware }
  | { type: "model"; id: string; name: string; bytes: number; installed: boolean; reason: ModelReason }
  /** The model is on a server: `place` is its host, or the provider package that knows it; `leaves`: on another machine. */
  | { type: "server"; name: string; place: string; leaves: boolean }
  | { type: "pack"; progress: PackProgress }
  /** The engine for the graphics card is not used, and why. */
  | { type: "packPassed"; name: string; reason: string }
  | { type: "weights"; name: string; progress: PullProgress }
  | { type: "load"; name: string; state: "started" }
  | { type: "load"; name: string; state: "done"; ms: number }
  | { type: "try"; state: "started" }
  | { type: "try"; state: "done"; ms: number; text: string }
  | { type: "ability"; state: "started" }
  | { type: "ability"; state: "done"; ms: number; ability: ModelAbility };

/** What a request does: first perhaps the model, then the agent. "accepted": it is on disk, and a crash cannot lose it. */
export type WorkEvent =
  | { type: "accepted"; session: string; message: string }
  | { type: "setup"; event: SetupEvent }
  | { type: "agent"; event: AgentEvent };
