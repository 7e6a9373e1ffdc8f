export { createFaults, type Fault } from "./faults.ts";
export { openShop, type Shop } from "./orders.ts";
export { openTelegram, type Telegram } from "./telegram.ts";
