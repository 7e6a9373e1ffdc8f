import type { Hardware } from "../hardware/index.ts";
import type { ServerProgram } from "./types.ts";

export type LocalEngineKind = "builtin" | "llama-server";

export interface EngineFacts {
  /** `models.engine` of the settings. */
  wanted: LocalEngineKind | "auto";
  hardware: Pick<Hardware, "gpus">;
  /** The llama-server of this machine, if there is one. */
  program: ServerProgram | null;
  /** The model comes with a projector, so it can see pictures; only a llama-server shows it any. */
  hasProjector: boolean;
  /** Tokens per second that were measured here with this model; null where nobody measured. */
  measured: Record<LocalEngineKind, number | null>;
}

export interface EngineChoice {
  engine: LocalEngineKind;
  reason: "wanted" | "no-server" | "sees-pictures" | "measured" | "graphics-card" | "default";
}

/** So much faster must the other one be, before a measurement overrules; two runs of one engine differ by less. */
const CLEARLY = 1.05;

interface Rule extends EngineChoice {
  holds(facts: EngineFacts): boolean;
}

/** The first rule that holds decides. */
const RULES: readonly Rule[] = [
  { engine: "llama-server", reason: "wanted", holds: ({ wanted }) => wanted === "llama-server" },
  { engine: "builtin", reason: "wanted", holds: ({ wanted }) => wanted === "builtin" },
  { engine: "builtin", reason: "no-server", holds: ({ program }) => program === null },
  { engine: "llama-server", reason: "sees-pictures", holds: ({ hasProjector }) => hasProjector },
  {
    engine: "llama-server",
    reason: "measured",
    holds: ({ measured }) => isFaster(measured, "llama-server", "builtin"),
  },
  { engine: "builtin", reason: "measured", holds: ({ measured }) => isFaster(measured, "builtin", "llama-server") },
  // the binding costs 3 to 9 ms a token, which is little beside a processor's time and much beside a graphics card's
  { engine: "llama-server", reason: "graphics-card", holds: ({ hardware }) => hardware.gpus.length > 0 },
  { engine: "builtin", reason: "default", holds: () => true },
];

/** Which engine runs a model of this machine: as the person wants, else by what it must do and what was measured. */
export function chooseEngine(facts: EngineFacts): EngineChoice {
  const { engine, reason } = RULES.find((rule) => rule.holds(facts)) ?? { engine: "builtin", reason: "default" };
  return { engine, reason };
}

function isFaster(measured: EngineFacts["measured"], one: LocalEngineKind, other: LocalEngineKind): boolean {
  const [a, b] = [measured[one], measured[other]];
  return a !== null && b !== null && a >= b * CLEARLY;
}
