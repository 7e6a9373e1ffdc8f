import { lazily } from "../core/index.ts";

export type { Store } from "./store.ts";
export { acquireHomeLock, type HomeLock, type HomeLockHolder } from "./lock.ts";
export { createSteps, readSteps, readStepTimes } from "./steps.ts";
export { toStoreError } from "./errors.ts";
export { sha256Of, type Blobs } from "./blobs.ts";
export type { Database, Row, SqlValue } from "./database.ts";
export type { Message, MessageState, NewAnswer } from "./messages.ts";
export type { Session, SessionEvent, SessionLine, SessionPage, Sessions } from "./sessions.ts";
export type { FoundMessage, Search } from "./search/search.ts";
export type { Room, Space } from "./space.ts";
export type { Snippet } from "./search/snippet.ts";
export type { Run, Runs, RunState } from "./runs.ts";
export type { UsageEntry, UsageLog, UsageSum } from "./usage.ts";
export type { UndoChange, UndoChangeState, UndoLog, UndoUnit, UndoUnitState } from "./undo.ts";
export type { Account, AccountKind, AccountPatch, AccountTrouble, Accounts, NewAccount } from "./accounts.ts";
export type { Abilities } from "./abilities.ts";
export type { ApprovalReason, ApprovalState, ApprovalVia, StoredApproval } from "./approvals.ts";
export type { Audit, AuditFault, AuditFilter, AuditHead, AuditVerdict } from "./audit.ts";
export { AUDIT_KINDS, type AuditEntry, type AuditKind, type AuditRecord } from "./auditChain.ts";
export type { SealedSecret, StoredSecret } from "./secrets.ts";
export type { Credential, Credentials, GuessRow } from "./credentials.ts";
export type { EffectClass, EffectFault, EffectFilter, EffectLog, EffectRecord, EffectState } from "./effects.ts";
export type { HolderBeat, Holders } from "./holders.ts";
export type { Stop, Stops } from "./stop.ts";
export type { Memories, Memory } from "./memories.ts";
export type { Documents, DocumentSource, FoundChunk, FoundChunks, NewChunk, StoredDocument } from "./documents.ts";
export type { MailExample } from "./inbox/examples.ts";
export type { DraftState, StoredDraft } from "./inbox/drafts.ts";
export type { StoredRule } from "./inbox/rules.ts";
export type { LabelLog } from "./labels.ts";
export type { StoredLine } from "./policy.ts";
export type { Pin, Pins } from "./pins.ts";
export {
  PROFILE_FIELDS,
  profilePatch,
  showHours,
  toTimeZone,
  WEEKDAYS,
  type Profile,
  type ProfileField,
  type ProfilePatch,
  type Profiles,
  type Weekday,
  type WorkingHours,
} from "./profile.ts";
export type {
  BackupInfo,
  BackupState,
  Copiers,
  CreateBackupOptions,
  Diagnosis,
  Restored,
  RestoreOptions,
} from "./backup/index.ts";
export type { PostgresReport } from "./postgres/inspect.ts";
export const ensureHolder = lazily(() => import("./holder.ts").then((part) => part.ensureHolder));
export { backupsFolder } from "./backup/folder.ts";

/** What a command that reads no database does not read either. */
export const openStore = lazily(() => import("./store.ts").then((part) => part.openStore));

export const requireUnmoved = lazily(() => import("./move/moved.ts").then((part) => part.requireUnmoved));
/** Of PostgreSQL: its address as it may be shown, and what a server says of itself. */
export const showDatabase = lazily(() => import("./postgres/place.ts").then((part) => part.showPlace));
export const inspectDatabase = lazily(() => import("./postgres/inspect.ts").then((part) => part.inspectPostgres));

export type { MoveProgress, MoveReport } from "./move/move.ts";
export const moveStore = lazily(() => import("./move/move.ts").then((part) => part.moveStore));

const backups = () => import("./backup/index.ts");
export const createBackup = lazily(() => backups().then((part) => part.createBackup));
export const ensureDailyBackup = lazily(() => backups().then((part) => part.ensureDailyBackup));
export const listBackups = lazily(() => backups().then((part) => part.listBackups));
export const restoreBackup = lazily(() => backups().then((part) => part.restoreBackup));
export const restoreNewest = lazily(() => backups().then((part) => part.restoreNewest));
export const diagnoseStore = lazily(() => backups().then((part) => part.diagnoseStore));
export type { Outbox, PromisedSignal, PromisedStart } from "./outbox.ts";
export type { MissedPolicy, Schedule, Schedules, Tick, TickState } from "./schedules.ts";
export type { Timer, Timers } from "./timers.ts";
export type { Briefing, Briefings, Delivery, DeliveryState } from "./briefings.ts";
export type { Metric, MetricPoint, Metrics } from "./metrics.ts";
export type { NewButton, NewPost, PostState, TelegramChat, TelegramLog, TelegramPost } from "./telegram.ts";
export type { BulkMail, StoredBulk } from "./inbox/bulks.ts";
export type { Appointment, AppointmentState, Calendar, StoredAppointment, TakeEvents } from "./calendar/types.ts";
export type {
  Evidence,
  Item,
  ItemFilter,
  Items,
  ItemState,
  Level,
  NewItem,
  ProposedAction,
  ReasonPart,
} from "./items.ts";
export type {
  Automatic,
  Correspondence,
  FolderRole,
  Mail,
  MailAddress,
  MailAttachment,
  MailContent,
  MailEntry,
  MailList,
  Mails,
  TakeMails,
  Unsubscribe,
} from "./mails/types.ts";

export type { DataSelection } from "./data/select.ts";
export type { Deleted } from "./data/delete.ts";
export type { Exported } from "./data/export.ts";
export const deleteData = lazily(() => import("./data/delete.ts").then((part) => part.deleteData));
export const removeBlobs = lazily(() => import("./data/blobs.ts").then((part) => part.removeBlobs));
export const exportData = lazily(() => import("./data/export.ts").then((part) => part.exportData));
export type { OfAccount } from "./data/account.ts";
