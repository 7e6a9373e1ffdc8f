import type { DepthProgress, Finding, ResidentModel } from "../../../app/index.ts";

/** Words about probing, engine packs for graphics cards, and residency. */
export const resident = {
  packInstall: (name: string) => `Installing the engine for the graphics card (${name}, once)`,
  packTry: "Trying whether it starts",
  packPassed: (name: string, reason: string) => `The engine for the graphics card (${name}) is not used: ${reason}.`,
  packInstead: (values: Finding["values"]) =>
    `${values["name"]} instead of ${values["passedOver"]}, which is tried again a day later: ${values["reason"]}`,
  options: {
    full: "check the whole context (probe; takes long)",
    seconds: "time for long prompts (probe; otherwise 60)",
  },
  german: (share: string) => `German ${share}`,
  reading: (speed: string) => `reading ${speed} tokens/s`,
  progress: {
    first: "Measuring the first token",
    depth: (tokens: string, time: string) => `Reading ${tokens} tokens${time === "" ? "" : ` (about ${time})`}`,
    vision: "Showing it pictures",
  } satisfies Record<DepthProgress["step"], unknown>,
  show: {
    here: "here",
    notHere: "not here yet",
    memory: (size: string) => `takes ${size} of memory (measured)`,
    licence: (name: string) => `licence ${name}`,
    never: (id: string) =>
      `Never measured here: \`kralle models probe ${id}\`, or \`kralle setup --model ${id}\` for the short one.`,
    under: (engine: string) => `Measured under ${engine}`,
    able: "can",
    choose: (share: string) => `choosing ${share}`,
    schema: (share: string) => `filling forms ${share}`,
    tools: (share: string) => `calling tools by itself ${share}`,
    context: "context",
    window: (tokens: string) => `${tokens} tokens`,
    checked: (checked: string, isFull: boolean) =>
      isFull ? `checked up to ${checked} (90 % of it)` : `checked up to ${checked} tokens; \`--full\` checks all`,
    found: (found: string) => `beyond ${found} tokens it no longer finds what it read`,
    lost: "it does not find what it read",
    unchecked: (id: string) => `not checked: \`kralle models probe ${id}\``,
    speed: "speed",
    first: (time: string) => `first token after ${time}`,
    at: (tokens: string, read: string, written: string) =>
      `with ${tokens} tokens before: reading ${read}, writing ${written} tokens/s`,
    vision: "sight",
    sees: (isSeeing: boolean): string =>
      isSeeing ? "tells colours and digits" : "fails; pictures are not offered to it",
    notOffered: "not offered",
    features: { vision: "pictures", tools: "its own way of calling tools", thinking: "thinking", embed: "embedding" },
  },
  ps: {
    headings: ["name", "state", "memory", "until"],
    states: { loading: "loading", resident: "loaded", closing: "ending" } satisfies Record<
      ResidentModel["state"],
      string
    >,
    predicted: "predicted",
    used: (count: number) => `in use (${count})`,
    pinned: "pinned",
    left: (time: string) => `${time} without use`,
    none: "No model is in the memory of this process.",
    budget: (size: string) => `Models may take ${size} together.`,
  },
};
