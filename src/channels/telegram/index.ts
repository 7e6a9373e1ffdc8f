export { openTelegram } from "./open.ts";
export { openCode } from "./in/pairing.ts";
export type {
  ChannelParts,
  Commands,
  CostReport,
  OpenQuestion,
  Outbound,
  RunLine,
  StatusReport,
  Stranger,
  Talks,
  TelegramChannel,
} from "./types.ts";
export type { EffectInput } from "./out/acts.ts";
