import type { Licence, SourceSpec } from "../../catalogue/index.ts";

/** One file of weights as a source names it. */
export interface ResolvedFile {
  /** Its name without folders. */
  file: string;
  bytes: number;
  sha256: string;
  sources: SourceSpec[];
}

/** What Ollama keeps beside weights. `template` is a Go template: kept to be seen; the weights' own one is used. */
export interface Layers {
  template?: string;
  system?: string;
  params?: Record<string, unknown>;
  licences?: string[];
}

/** What a name stands for at a source, before a byte of it is fetched. */
export interface Resolved {
  /** How it is named in a home. */
  id: string;
  name: string;
  /** The name at its source: what a pin is kept under. */
  reference: string;
  origin: "hub" | "ollama";
  quantisation: string;
  /** In order; more than one is a split model. */
  files: ResolvedFile[];
  /** The file by which it sees pictures. */
  projector: ResolvedFile | null;
  /** Whose word the digests are: the catalogue's, or only the source's own. */
  digests: "catalogue" | "source";
  licence: Licence | null;
  /** As the source calls it. */
  licenceName: string | null;
  contextTokens: number | null;
  layers: Layers | null;
}
