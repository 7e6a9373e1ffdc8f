export { createRefusal, decide, type Decision, type Effect, type Policy } from "./policy.ts";
export { createApproval, releases, type Approval, type Call } from "./approval.ts";
export { toCanonicalJson } from "./canonical.ts";
export { toSafeLine, toSafeText } from "./safe-text.ts";
export { createSandbox } from "./sandbox/create.ts";
export { createBubblewrapSandbox, type BubblewrapPrograms } from "./sandbox/bubblewrap.ts";
export { createRefusingSandbox } from "./sandbox/refusing.ts";
export type { Sandbox, SandboxLimit, SandboxRequest, SandboxResult } from "./sandbox/types.ts";
