import type { Manifest } from "./manifest.ts";

/** `unchecked`: its manifest can be read; whether its files are as they were was not looked at. */
export type BackupState = "good" | "damaged" | "newer" | "unchecked";

export interface BackupInfo {
  name: string;
  folder: string;
  kind: Manifest["kind"] | null;
  /** ms UTC; null where the manifest cannot be read. */
  created: number | null;
  bytes: number;
  /** Another process held the records of durable work, so they are not in it. */
  isPartial: boolean;
  state: BackupState;
  /** What is wrong with it. */
  problem: string | null;
}

/** Copies files that their owner holds alone, by their name in the home: nobody else may open them. */
export type Copiers = ReadonlyMap<string, (target: string) => Promise<void>>;
