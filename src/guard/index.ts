import { lazily } from "../core/index.ts";

export { createPermits, type PermitBinding, type Permits } from "./permits.ts";
export * from "./policy/index.ts";
export {
  fromLabelWords,
  isUntrusted,
  joinLabels,
  labelsOf,
  NOTHING,
  ORIGINS,
  OWNER,
  readLabels,
  toLabelWords,
  type Labels,
  type Origin,
} from "./labels.ts";
export {
  APPROVAL_MS,
  createApproval,
  releaseOf,
  type Approval,
  type Bulk,
  type Call,
  type Release,
} from "./approval.ts";
export { toBillionths } from "./amount.ts";
export { toVisible, toVisibleJson } from "./visible.ts";
export { toCanonicalJson } from "../core/index.ts";
export { toSafeLine, toSafeText } from "./safe-text.ts";
export type { Broker } from "./egress/broker.ts";
export type { BrokerOptions, EgressEntry, Grant } from "./egress/types.ts";
export { isBelow } from "./sandbox/profile.ts";
export { createRefusingSandbox } from "./sandbox/refusing.ts";
export type {
  Sandbox,
  SandboxedProgram,
  SandboxFolder,
  SandboxLimit,
  SandboxProgram,
  SandboxRequest,
  SandboxResult,
} from "./sandbox/types.ts";

export type { ConnectProxy } from "./egress/connectProxy.ts";
export { toRelayed } from "./sandbox/relay.ts";

export const openConnectProxy = lazily(() => import("./egress/connectProxy.ts").then((part) => part.openConnectProxy));
export const createBroker = lazily(() => import("./egress/broker.ts").then((part) => part.createBroker));
export const createSandbox = lazily(() => import("./sandbox/create.ts").then((part) => part.createSandbox));

export type { SecretInfo, Secrets } from "./secrets/secrets.ts";
export type { KeyPlace } from "./secrets/keys.ts";

export const openSecrets = lazily(() => import("./secrets/secrets.ts").then((part) => part.openSecrets));
export const openMasterKeys = lazily(() => import("./secrets/keys.ts").then((part) => part.openMasterKeys));
