export { createFaults, type Fault } from "./faults.ts";
export { openShop, type Shop } from "./orders.ts";
export {
  openTelegram,
  type Call as TelegramCall,
  type Message as TelegramMessage,
  type Person as TelegramPerson,
  type Telegram,
} from "./telegram/index.ts";
export { openGraph, type Graph } from "./graph/index.ts";
export { FIRM, KNOWLEDGE, toDay, toMoment, writeLetters, type Firm, type Letter } from "./firm/index.ts";
