export { lastDiffs, type FileDiff } from "./diffs.ts";
export { openWorkspace } from "./workspace.ts";
export type { Change, ChangeKind, FileEntry, Workspace, Writes } from "./types.ts";
export { isSkipped, toSegments } from "./paths.ts";
