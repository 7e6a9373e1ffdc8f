import type { EffectClass } from "../store/index.ts";

/** What was found out of an account when it was asked. */
export interface Check {
  /** How the account is called on the other side. */
  address: string;
  /** Kinds of effects that it takes, each with the class that it can promise, as it was tried out. */
  effects: Readonly<Record<string, EffectClass>>;
  /** For a person, in English. */
  notes: readonly string[];
}
