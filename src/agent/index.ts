export type { OutsideParts } from "./outside.ts";
export { createAgent, type AgentDeps } from "./agent.ts";
export { createTools, loadDoc, loadDocs } from "./tools/index.ts";
export {
  lastDiffs,
  openWorkspace,
  type Change,
  type ChangeKind,
  type FileDiff,
  type FileEntry,
  type Workspace,
} from "./workspace/index.ts";
export { findMemories, readHours, type UsedMemory } from "./memory/index.ts";
export {
  findSkills,
  readSkill,
  type ApprovedWords,
  type Skill,
  type SkillOrigin,
  type SkillPlace,
  type SkillRoots,
} from "./skills/index.ts";
export { SYSTEM_PROMPT } from "./plan/prompt.ts";
export type { Evidence, Json, Plan, PlanStep } from "./plan/types.ts";
export type { Agent, AgentEvent, AskOptions, AskResult } from "./types.ts";
export {
  openMcp,
  toMcpTools,
  type ApprovedServer,
  type ForeignTool,
  type McpConnection,
  type McpHost,
  type McpSettings,
} from "./mcp/index.ts";
export { directConcepts, isStopWord, splitCompound } from "./plan/lexicon/index.ts";
