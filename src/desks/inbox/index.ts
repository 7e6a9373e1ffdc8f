export { createKnowledge, type Knowledge } from "./knowledge/knowledge.ts";
export { syncFolder, type SyncReport } from "./knowledge/syncFolder.ts";
export { draftReply, type ReplyInput, type ReplyParts } from "./reply/draftReply.ts";
export { checkDraft, type CheckSource, type Fault } from "./reply/check/checkDraft.ts";
export type { Choose } from "./reply/answerAsk.ts";
export type { Draft, DraftSentence, FreeTimes, Letter, OwnerProfile, Slot } from "./reply/types.ts";
export { GATE_NAMES, mayGoOut, sayGates, type GateInput, type GateName, type GateVerdict } from "./reply/mayGoOut.ts";
