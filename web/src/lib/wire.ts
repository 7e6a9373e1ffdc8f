import type * as api from "../../../src/api/index.ts";

/** What an endpoint of the gateway answers with; the types are those of its own schemas. */
export type AnswerOf<N extends keyof typeof api> = (typeof api)[N] extends { answer: infer A }
  ? A extends { _zod: { output: infer O } }
    ? O
    : never
  : never;

export type {
  AccountFrame,
  AccountInfo,
  ApprovalInfo,
  BriefingEntry,
  BriefingInfo,
  BriefingSettingsInfo,
  DeviceInfo,
  DraftInfo,
  BulkInfo,
  BulkPlanInfo,
  InboxEntryInfo,
  MailClassInfo,
  MailViewInfo,
  EffectInfo,
  FoundServersInfo,
  JobInfo,
  MemoryInfo,
  MessageInfo,
  ModelFitInfo,
  PolicyInfo,
  RunInfo,
  RunStepInfo,
  ScheduleInfo,
  Scope,
  SessionInfo,
  SettingsInfo,
  StopInfo,
  TelegramBotInfo,
  TickInfo,
  WireEvent,
} from "../../../src/api/index.ts";

export type ModelList = AnswerOf<"listModels">;
export type Fit = AnswerOf<"fitModels">;
export type Residents = AnswerOf<"listResidents">;
export type Profile = AnswerOf<"showModel">;
export type Usage = AnswerOf<"getUsage">;
export type Verdict = AnswerOf<"verifyAudit">;
export type SearchHit = AnswerOf<"searchMessages">["hits"][number];
export type Me = AnswerOf<"getMe">;
