export interface FileEntry {
  /** Relative to the root, "/" as separator, NFC. */
  path: string;
  bytes: number;
  modifiedMs: number;
  /** Differs whenever the content may differ: inode, size and times in one. */
  version: string;
  /** A symbolic link; where it leads inside the workspace, that file is listed too. */
  link: boolean;
}

export type ChangeKind = "created" | "edited" | "renamed" | "deleted";

export interface Change {
  path: string;
  kind: ChangeKind;
  /** For "renamed": the path before. */
  from?: string;
}

/** Told of a change that is about to be made; when it fails, the change is not made. Paths as they stand on disk. */
export interface Writes {
  written(path: string, sha256: string): Promise<void>;
  moved(from: string, to: string, sha256: string): Promise<void>;
}

/**
 * A folder that Kralle may work in.
 *
 * Contract:
 * - Every path is resolved against the root; one that leads outside, also through a symbolic link (of any parent, also a
 *   dangling one) or a hard link for writes, is refused with E_OUTSIDE_WORKSPACE. Links are listed, never followed out.
 * - Each change is recorded durably with the bytes before and after (blobs by SHA-256) before it is made, so that it can
 *   be undone also after a crash; a write is atomic (temporary file, fsync, rename) and keeps the file mode.
 * - Changes made between `begin` and `end` are one undo unit, named by the run.
 * - `undo` restores the last unit that is not undone; it refuses with E_UNDO_CONFLICT, naming the file, when a file is
 *   not as Kralle left it, and then changes nothing.
 * - `create` and `move` never overwrite: E_EXISTS.
 */
export interface Workspace {
  readonly root: string;
  /** Sorted by path; skips `.git`, `node_modules`, `.kralle` and temporary files. Throws when more than LIMITS.workspaceFiles. */
  list(): Promise<FileEntry[]>;
  stat(path: string): Promise<FileEntry | null>;
  read(path: string): Promise<Buffer>;
  create(path: string, bytes: Buffer): Promise<void>;
  /** Replaces the content; creates the file (and its folders) when it is not there. */
  write(path: string, bytes: Buffer): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  begin(run: string, label: string): Promise<void>;
  end(): Promise<void>;
  /** Changes of the unit that is open or was ended last, folded: created then edited = created; renamed twice = one. */
  changes(): Promise<Change[]>;
  undo(): Promise<{ label: string; changes: Change[] }>;
  /**
   * What changes from here on belongs to this step of the run that was begun. What it changed before, in a process that ended before the step
   * was over, is taken back first, so that the step changes everything once. Throws E_UNDO_CONFLICT where somebody has changed
   * that since.
   */
  enterStep(step: number): Promise<void>;
  /** Has each later change told before it is made. */
  watch(writes: Writes): void;
}
