import type { Labels } from "../../guard/index.ts";
import type { Yields } from "../tools/index.ts";
import type { Writes } from "../workspace/index.ts";

/**
 * Where the data of one run came from. Contract: labels are only ever added. What is not known to be the owner's counts as somebody else's:
 * a record that was lost makes data less trusted, never more.
 */
export interface Provenance {
  /** Of everything that went into prompts, choices and results so far: what led to whatever comes next. */
  readonly led: Labels;
  add(labels: Labels): void;
  /** Of one file as it is now. */
  ofFile(path: string): Promise<Labels>;
  /** Of all files together, and of their names. */
  ofFolder(): Promise<Labels>;
  /** Of a value that somebody composed: what stands in the owner's own words is theirs, all else has `rest`. */
  ofValue(value: unknown, rest: Labels): Labels;
  /** Whether these very words stand where the owner wrote them. */
  isStated(text: string): boolean;
  /** Of what a tool brings, whether it succeeds or fails. */
  ofOutput(tool: { yields?: Yields | undefined }, input: unknown, labels: Labels): Promise<Labels>;
  /** What is written while `work` goes on was made of this. */
  making<T>(labels: Labels, work: () => Promise<T>): Promise<T>;
  /** Keeps the labels of what is written, before it stands there. */
  readonly writes: Writes;
}
