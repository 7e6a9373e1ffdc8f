import type { ModelFeature } from "../../../app/index.ts";

/** Words about engines on servers: `kralle engine`, and where their models appear. */
export const engine = {
  usage: {
    unknownAction: (name: string) => `"kralle engine ${name}" does not exist.`,
    actions: "Use one of: add NAME --type ollama|openai|aisdk --url URL, list, check [NAME], rm NAME.",
    wrongType: (type: string) => `--type must be ollama, openai or aisdk, not "${type}".`,
  },
  added: (name: string, place: string) => `The engine ${name} is kept: ${place}.`,
  changed: (name: string, place: string) => `The engine ${name} is changed: ${place}.`,
  next: (name: string) => `\`kralle engine check ${name}\` reaches it; its models are named ${name}/MODEL.`,
  leaves: (place: string) => `What you ask its models leaves this machine, to ${place}.`,
  key: (variable: string) => `The key is read from the variable ${variable} and never stored.`,
  removed: (name: string) => `The engine ${name} is removed.`,
  wasDefault: "The default model was one of its; the machine chooses again.",
  none: "There are no engines besides the built-in one. `kralle engine add` adds one.",
  headings: ["name", "type", "address"],
  local: "this machine",
  elsewhere: "leaves this machine",
  provider: (name: string) => `the servers of ${name}`,
  reached: (name: string, program: string, time: string) => `${name}: ${program}, reached in ${time}`,
  noList: (name: string) => `It names no models; use ${name}/MODEL with the name that its maker gives.`,
  context: (tokens: string) => `${tokens} tokens of context`,
  contextUnknown: "context unknown: 4,096 tokens are taken for granted",
  features: { vision: "sees images", tools: "calls tools", thinking: "thinks", embed: "embeddings" } satisfies Record<
    ModelFeature,
    string
  >,
  isDefault: "default",
  silent: (id: string) => `Its server does not answer now; ${id} works when it does.`,
  server: (name: string, place: string) => `${name} runs on ${place}`,
  serverElsewhere: (name: string, place: string) => `${name} runs on ${place}: what is asked leaves this machine`,
};
