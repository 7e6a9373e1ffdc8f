export { AppError, ERROR_CODES, toAppError, type AppErrorOptions, type ErrorCode } from "./errors.ts";
export { toCanonicalJson } from "./canonical.ts";
export { createId, idFloor, timeOf } from "./ids.ts";
export { createSteadyNow, createStoryClock, shiftedClock, systemClock, type Clock, type StoryClock } from "./clock.ts";
export { createLogger, silentLogger, type LogFields, type Logger, type LogLevel } from "./log.ts";
export { remembering } from "./memo.ts";
export { createRedactor, type Redactor } from "./redact.ts";
export { lazily } from "./lazily.ts";
export { LIMITS } from "./limits.ts";
export type { Permit } from "./permit.ts";
export type { CheckedAddress, Context, Endpoint, Net, Purpose, ServiceRecord, Steps } from "./ports.ts";
export { PURPOSES } from "./purposes.ts";
export {
  ENGINE_NAME,
  ENGINE_TYPES,
  KEY_SOURCE,
  isSecretHandle,
  parseConfig,
  type Config,
  type EngineSettings,
  type ReadConfig,
} from "./config.ts";
export {
  createCode,
  createSecret,
  hashSecret,
  isCode,
  isSecret,
  parsePair,
  parseToken,
  SCOPES,
  toPair,
  toToken,
  type Scope,
  type Secret,
} from "./access.ts";
export {
  MCP_REVISIONS,
  RPC,
  rpcMessage,
  rpcNotification,
  rpcRequest,
  toResult,
  toRpcFailure,
  type RpcAnswer,
  type RpcError,
  type RpcId,
  type RpcMessage,
} from "./jsonRpc.ts";
