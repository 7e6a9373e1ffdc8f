import type { BenchRun } from "../types.ts";
import { benchAsk } from "./ask.ts";
import { benchDurable } from "./durable.ts";
import { benchGateway } from "./gateway.ts";
import { benchFit } from "./fit.ts";
import { benchEmbed } from "./embed.ts";
import { benchInbox } from "./inbox.ts";
import { benchModel } from "./model.ts";
import { benchModels } from "./models.ts";
import { benchNewcomer } from "./newcomer.ts";
import { benchPrompt } from "./prompt.ts";
import { benchSearch } from "./search.ts";
import { benchServer } from "./server.ts";
import { benchStart } from "./start.ts";
import { benchStore } from "./store.ts";

/** All benches by name, in the order in which they run. */
export const BENCHES: Readonly<Record<string, BenchRun>> = {
  start: benchStart,
  fit: benchFit,
  model: benchModel,
  models: benchModels,
  ask: benchAsk,
  embed: benchEmbed,
  durable: benchDurable,
  store: benchStore,
  search: benchSearch,
  gateway: benchGateway,
  inbox: benchInbox,
  server: benchServer,
  prompt: benchPrompt,
  newcomer: benchNewcomer,
};
