import { join } from "node:path";

export interface StorePaths {
  /** `KRALLE_HOME/models` */
  folder: string;
  /** The weights. */
  file: string;
  /** What is known of them: `StoredRecord`. */
  record: string;
  /** Held while somebody fetches these weights. */
  lock: string;
  /** What was received so far, and the state that says how much of it counts. */
  partial: string;
  partialState: string;
  /** Scratch of the wheel source. */
  parts: string;
}

/** Templates, parameters and licences that came with weights. */
export const layersPath = ({ record }: StorePaths): string => record.replace(/\.json$/, ".layers.json");

/** The second file of a model that sees pictures. */
export const projectorPath = ({ record }: StorePaths): string => record.replace(/\.json$/, ".projector.gguf");

/** Where the weights with this digest live; the name is the content. */
export function storePaths(home: string, sha256: string): StorePaths {
  const folder = join(home, "models");
  const name = `sha256-${sha256}`;
  return {
    folder,
    file: join(folder, `${name}.gguf`),
    record: join(folder, `${name}.json`),
    lock: join(folder, ".lock", `${name}.sqlite`),
    partial: join(folder, ".partial", `${name}.part`),
    partialState: join(folder, ".partial", `${name}.json`),
    parts: join(folder, ".partial", `${name}.parts`),
  };
}
