export { SCOPES, defineEndpoint, type Endpoint, type Scope } from "./endpoint.ts";
export { failure, type Failure } from "./common.ts";
export { getHealth, getOpenapi } from "./health.ts";
export {
  changeSession,
  createSession,
  decideApproval,
  followSession,
  getSession,
  listApprovals,
  listMessages,
  listSessions,
  sendMessage,
  stopMessage,
  type ApprovalInfo,
  type MessageInfo,
  type SessionInfo,
  type WireEvent,
} from "./sessions.ts";
