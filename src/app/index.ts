import { lazily } from "../core/index.ts";
export {
  isCommandName,
  openApp,
  type App,
  type AppOptions,
  type CommandName,
  type EventOf,
  type Hooks,
  type InputOf,
  type OutputOf,
} from "./app.ts";
export { createContext } from "./context.ts";
export { createNet } from "./net.ts";
export { homeOf, type Env } from "./home.ts";
export { samplePath } from "./sample.ts";
export { toFailedResult } from "./failed.ts";
export { gatewayGone } from "./gatewayGone.ts";
export { progressOf } from "./progress.ts";
export { ensureDemoHome, planDemo } from "./demo.ts";
export type { Story, StoryDay, StoryPlan } from "./story.ts";
export const openStory = lazily(() => import("./story.ts").then((part) => part.openStory));
export const storyBegins = lazily(() => import("./story.ts").then((part) => part.storyBegins));
export type { Demo, DemoEvent } from "./commands/demo.ts";
export type { KnowledgeAnswer } from "./commands/knowledge.ts";
export { findSocket, placeSocket, readNote, removeNote, writeNote, type GatewayNote } from "./runFolder.ts";
export { describeHardware } from "../models/index.ts";
export { showHours } from "../store/index.ts";
export { toSafeLine, toSafeText } from "../guard/index.ts";
export type { AgentEvent, AskResult, Change, FileDiff, Plan, PlanStep } from "../agent/index.ts";
export type {
  Assumption,
  CompareReport,
  Device,
  FitMachine,
  ModelFeature,
  ModelFit,
  PackProgress,
  PlannedModel,
  PullProgress,
  Role,
  Verdict,
} from "../models/index.ts";
export type { ChangeType, Changes, HomeChange } from "./changes.ts";
export type { Job, JobProgress, Jobs } from "./jobs.ts";
export type { OwnSettings } from "./commands/settings.ts";
export type { UsageReport } from "./commands/usage.ts";
export type { OpenApproval } from "./approvals.ts";
export type { AppointmentState, StoredBulk } from "../store/index.ts";
export type { BulkPlan } from "../desks/inbox/index.ts";
export type { DraftView, InboxEntry, InboxGroup, MailView, RuleView } from "../desks/inbox/index.ts";
export type { DraftState } from "../store/index.ts";
export type { PastApproval } from "./commands/approvals.ts";
export type { SecretView } from "./commands/secrets.ts";
export type { AuditView } from "./commands/audit.ts";
export type { Conversations, Heard, NewSession } from "./conversations/types.ts";
export type { McpServer, Notify } from "./mcpServer/types.ts";
export const createMcpServer = lazily(() => import("./mcpServer/index.ts").then((part) => part.createMcpServer));
export type { Answering, Inference, OfferedModel, ResidentInfo } from "./inference/types.ts";
export type {
  ConverseRequest,
  EngineEvent,
  EngineUsage,
  ImagePart,
  JsonSchema,
  ToolCall,
  ToolSpec,
} from "../models/index.ts";
export type { Message as ModelMessage } from "../models/index.ts";
export type {
  BackupInfo,
  BackupState,
  Diagnosis,
  Message,
  MoveProgress,
  Restored,
  Session,
  SessionEvent,
  TickState,
} from "../store/index.ts";
export type { FitReport, PlanReport } from "./commands/fit.ts";
export type { DoorSettings } from "./commands/doors.ts";
export type { Approve } from "./command.ts";
export type { Access, CredentialState, GuessBook } from "./access/index.ts";
export type { CredentialView } from "./commands/access.ts";
export type { Credential, GuessRow } from "../store/index.ts";
export type { ElsewhereView, InstalledView, Pulled, SearchHit, SearchResult } from "./commands/install.ts";
export type { HubHit, LicenceLimit } from "../models/index.ts";
export type { CheckedEngine, ListedEngine } from "./commands/engines.ts";
export type { ListedModel, ModelList } from "./commands/models.ts";
export type { ModelProfile, ProbeEvent, ResidentList } from "./commands/probe.ts";
export type { ShownRun, Why } from "./commands/runs.ts";
export type { Work, WorkStep } from "./workload/types.ts";
export type { ShownSkill, SkillView } from "./commands/skills.ts";
export type { Explained, PolicyView } from "./commands/policy.ts";
export type { AccountEvent } from "./commands/accounts.ts";
export type { AccountView } from "./accounts/view.ts";
export type { FoundServers } from "../connectors/index.ts";
export type { PairCode, TelegramView } from "./commands/telegram.ts";
export type { EffectView, ListedEffects } from "./commands/effects.ts";
export type { MemoryView } from "./commands/memory.ts";
export type { Memory, Profile, ProfileField, ProfilePatch, WorkingHours } from "../store/index.ts";
export type { SessionView } from "./commands/sessions.ts";
export type { Readiness, SetupResult } from "./commands/setup.ts";
export type { DepthProgress, ResidentModel } from "../models/index.ts";
export type { CheckId, CheckState, DoctorReport, Finding } from "./doctor/index.ts";
export type { ModelReason, SetupEvent, WorkEvent } from "./events.ts";
