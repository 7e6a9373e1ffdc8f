export {
  accountContents,
  changeAccount,
  checkAccount,
  connectAccount,
  discoverServers,
  listAccounts,
  removeAccount,
  switchAccount,
  type AccountFrame,
  type AccountInfo,
  type FoundServersInfo,
} from "./accounts.ts";
export { SCOPES, defineEndpoint, type Endpoint, type Scope } from "./endpoint.ts";
export { forgetTelegramChat, listTelegram, pairTelegram, type TelegramBotInfo } from "./telegram.ts";
export { failure, type Failure } from "./common.ts";
export { callCommand, endGateway, getGateway, type CommandFrame, type GatewayInfo } from "./commands.ts";
export {
  approveDraft,
  changeInboxItem,
  correctMail,
  discardDraft,
  editDraft,
  followUpMail,
  holdDraft,
  listInbox,
  listMailClasses,
  listMailRules,
  proposeMailRule,
  putMailClass,
  removeMailClass,
  setMailRule,
  showInboxItem,
  unsubscribeMail,
  answerInvitation,
  writeDraft,
  type DraftInfo,
  type AppointmentInfo,
  type InboxEntryInfo,
  type InboxItemInfo,
  type MailClassInfo,
  type MailRuleInfo,
  type MailViewInfo,
} from "./inbox.ts";
export { approveBulk, listBulks, planBulk, undoBulk, type BulkInfo, type BulkPlanInfo } from "./bulks.ts";
export { getHealth, getOpenapi } from "./health.ts";
export {
  changeSession,
  createSession,
  decideApproval,
  followSession,
  getSession,
  listApprovals,
  listPastApprovals,
  listMessages,
  listSessions,
  sendMessage,
  stopMessage,
  type ApprovalInfo,
  type MessageInfo,
  type SessionInfo,
  type WireEvent,
} from "./sessions.ts";
export {
  chooseModel,
  fitModels,
  listModels,
  listResidents,
  probeModel,
  pullModel,
  removeModel,
  searchModels,
  showModel,
  type ModelFitInfo,
} from "./models.ts";
export { cancelJob, followJob, listJobs, type JobInfo } from "./jobs.ts";
export { getUsage } from "./usage.ts";
export { cancelRun, listRuns, resumeRun, showRun, type RunInfo, type RunStepInfo } from "./runs.ts";
export { changeSettings, getSettings, type SettingsInfo } from "./settings.ts";
export { attachFile, listFiles } from "./files.ts";
export { followHome, searchMessages } from "./home.ts";
export {
  changeProfile,
  correctMemory,
  forgetMemory,
  getProfile,
  listMemories,
  remember,
  type MemoryInfo,
  type ProfileInfo,
} from "./memory.ts";
export {
  createLink,
  createToken,
  getMe,
  listDevices,
  revokeDevice,
  signIn,
  signOut,
  type DeviceInfo,
} from "./devices.ts";
export { getStop, listEffects, releaseStop, setStop, settleEffect, type EffectInfo, type StopInfo } from "./effects.ts";
export { closeDoor, listDoors, openDoor, type DoorInfo } from "./doors.ts";
export { getPrivacy, listEgress, setPrivacy, type EgressInfo } from "./egress.ts";
export { addPolicy, explainPolicy, listPolicy, removePolicy, type PolicyInfo } from "./policy.ts";
export { approveSkill, listSkills, type SkillInfo } from "./skills.ts";
export { listAudit, verifyAudit } from "./audit.ts";
export { getMcp, postMcp } from "./mcp.ts";
export {
  changeSchedule,
  listSchedules,
  listTicks,
  putSchedule,
  removeSchedule,
  runSchedule,
  type ScheduleInfo,
  type TickInfo,
} from "./schedules.ts";
export {
  askBriefing,
  resendBriefing,
  composeBriefing,
  getBriefing,
  getBriefingSettings,
  listBriefings,
  listItems,
  listMetrics,
  releaseAction,
  setBriefingSettings,
  type BriefingEntry,
  type BriefingInfo,
  type BriefingSettingsInfo,
  type ItemInfo,
} from "./briefings.ts";
