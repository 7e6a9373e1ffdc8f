import type { Assumption, ModelFit, Role, Verdict } from "../../../app/index.ts";
import type { Format } from "../../terminal/format.ts";

/** Tokens per second below which nobody waits for an answer: half of what a person reads. */
const SLOW = 3;
const PLACES = { gpu: "graphics memory", cpu: "memory", both: "memory", nowhere: "memory" };

/** What `kralle models fit` and `plan` say in English. */
export const fit = {
  here: "This machine",
  for: "Machine",
  processorOnly: "no card that helps",
  cards: (count: number, name: string, size: string) =>
    count > 1 ? `${count}x ${name} (${size} each)` : `${name} (${size})`,
  shared: (name: string, size: string) => `${name} (${size} of it for models)`,
  memory: (size: string) => `${size} of memory`,
  assumed: (list: string) => `Assumed: ${list}.`,
  assumption: ({ code, value }: Assumption, size: (bytes: number) => string): string =>
    ({
      "memory-size": `${size(Number(value))} of memory`,
      "memory-speed": `memory as fast as ${value}`,
      product: `with ${value}`,
      cores: `${value} cores`,
      "card-speed": `a cautious speed for ${value}, which the table lacks`,
      "laptop-card": `half the bandwidth of the desktop's card for ${value}`,
      driver: "no NVIDIA card, since its driver does not answer (`kralle doctor`)",
      ignored: `"${value}" changes nothing`,
    })[code],
  groups: {
    small: "Small",
    entry: "Entry",
    middle: "Middle",
    heavy: "Heavy",
    "gpt-oss": "gpt-oss",
    reasoning: "Reasoning",
    coder: "Coding",
    vision: "Vision",
    embedding: "Embeddings",
  } as Record<string, string>,
  headings: ["model", "size", "context", "tokens/s", "fit"],
  verdicts: { great: "great", fits: "fits", tight: "tight", partial: "partial", no: "no" } satisfies Record<
    Verdict,
    string
  >,
  reason: (model: ModelFit, format: Format): string => {
    const { runsOn, needBytes, budgetBytes, verdict, contextTokens, largestContext, fitsNow, decode } = model;
    const [need, budget] = [format.size(needBytes), format.size(budgetBytes)];
    const isLess = largestContext > 0 && largestContext < contextTokens;
    const less = isLess ? `; a context of ${format.number(largestContext)} would fit` : "";
    if (verdict === "no") return `needs ${need}, models may take ${budget} here${less}`;
    const slow = decode && decode.expected < SLOW ? ", too slow to talk with" : "";
    const now = fitsNow === false ? ", not beside what runs now" : "";
    if (verdict === "partial")
      return `needs ${need}: too large for the cards alone, partly in main memory${less}${slow}${now}`;
    if (needBytes > budgetBytes)
      return `needs ${need}, a little more than the ${budget} meant for models: close other programs${slow}${now}`;
    const tight = verdict === "tight" ? ": close other programs" : "";
    return `needs ${need} of ${budget} ${PLACES[runsOn]}${tight}${slow}${now}`;
  },
  goodFor: (text: string): string => text,
  measured: "measured",
  speed: (range: string, isMeasured: boolean) => `${range} tokens/s${isMeasured ? " (measured)" : ""}`,
  context: (tokens: string) => `context ${tokens}`,
  legend:
    'Context: the most that fits. Speeds are predicted, those with * measured here. `kralle models fit NAME` tells more, `--machine "RTX 4090 24GB"` looks at another machine.',
  contextAsked: (tokens: string) => `With a context of ${tokens} tokens, or the model's own where that is less.`,
  one: {
    headings: ["weights", "cache", "size", "needs", "context", "tokens/s", "fit"],
    goodFor: "Good for",
    licence: "Licence",
    can: "Can",
    context: (wanted: string, largest: string, own: string) =>
      `Context: ${largest} tokens fit (figures below are for ${wanted}; the model was made for ${own})`,
    reading: (range: string, time: string, isMeasured: boolean) =>
      `Reading: ${range} tokens/s${isMeasured ? " (measured)" : " (estimate)"}, ${time} for 1,000 tokens`,
    writing: (range: string, isMeasured: boolean) =>
      `Writing: ${range} tokens/s${isMeasured ? " (measured here)" : " (predicted)"}`,
    cacheEstimated: "The size of its cache is an estimate: no source gives its attention.",
    unverified: (fields: string) => `Not confirmed by a source: ${fields}.`,
  },
  check: {
    headings: ["device", "model", "published", "predicted", "error"],
    summary: (median: string, independent: string, worst: string, count: number) =>
      `Median error ${median} over ${count} measurements (${independent} over those marked ·, whose devices no constant comes from), largest ${worst}.`,
    left: (device: string, model: string, gap: "model" | "device" | "figure") => {
      const why = { model: "not in the catalogue", device: "not in the table", figure: "its figure is no number" }[gap];
      return `Not compared: ${device}, ${model} (${why}).`;
    },
    source: (text: string) => `Sources: ${text}`,
  },
  plan: {
    roles: {
      "always-on": "always on",
      coder: "coder",
      reasoner: "reasoner",
      vision: "vision",
      embedding: "embedding",
    } satisfies Record<Role, string>,
    stays: "stays loaded",
    beside: "loaded when needed, beside the others",
    alone: "loaded when needed, in place of the always-on model",
    takes: (size: string, tokens: string) => `${size} of memory with a context of ${tokens}`,
    total: (resident: string, peak: string, budget: string, disk: string) =>
      `Always loaded: ${resident}. At most at once: ${peak} of ${budget} that models may take. Weights on disk: ${disk}.`,
    small: "The machine is small: a smaller set.",
    smallCards: "The cards are too small to plan for: this is for main memory.",
    shared: (roles: string) =>
      `The always-on model also works as: ${roles}. Nothing better fits beside or instead of it.`,
    without: (roles: string) => `Nothing that fits: ${roles}.`,
    notNow: "Less memory than that is free at this moment: close other programs first.",
    fetch: "`kralle models pull NAME` fetches one.",
    nothing: "No model fits this machine.",
  },
};
