import { lazily } from "../core/index.ts";

export { createRefusal, decide, type Decision, type Effect, type Policy } from "./policy.ts";
export { createApproval, releases, type Approval, type Call } from "./approval.ts";
export { toCanonicalJson } from "../core/index.ts";
export { toSafeLine, toSafeText } from "./safe-text.ts";
export { createRefusingSandbox } from "./sandbox/refusing.ts";
export type { Sandbox, SandboxLimit, SandboxRequest, SandboxResult } from "./sandbox/types.ts";

export const createSandbox = lazily(() => import("./sandbox/create.ts").then((part) => part.createSandbox));
