export { openGateway, type Gateway, type GatewayOptions } from "./server.ts";
export { keepBackups } from "./backups.ts";
export { openSafeMode, type SafeMode } from "./safeMode.ts";
export { ROUTES } from "./routes/index.ts";
export type { Gate, Principal, Refusal } from "./types.ts";
