import type { Labels } from "../labels.ts";

/** See EffectClass of the tools: looks · changes the workspace, undoable · reaches beyond it or cannot be undone. */
export type Effect = "read" | "write" | "outside";
export type Decision = "allow" | "ask" | "refuse";

/** An amount of money: a decimal string, and the code of its currency. */
export interface Amount {
  value: string;
  currency: string;
}

/** One tool that is about to be used, as far as it matters for whether it may. */
export interface Action {
  tool: string;
  /** Other names by which rules may call it, as `mcp:calendar.list`. */
  aliases: readonly string[];
  effect: Effect;
  /** It runs a program. */
  runsCode: boolean;
  /** Labels of its arguments. */
  labels: Labels;
  /** Labels of all that led to the call: the prompt in which a model chose it. */
  led: Labels;
  /** Whom it reaches (addresses, hosts, accounts); null where the tool does not say. */
  recipients: readonly string[] | null;
  /** Those of them that stand in the owner's own words. */
  stated: readonly string[];
  /** The money that it moves; null where it moves none, "unknown" where it does not say how much. */
  amount: Amount | "unknown" | null;
  /** How often the tool was used within the last 24 hours, this time included. */
  uses: number;
}

export type Condition =
  | { type: "contacts"; isIn: boolean }
  | { type: "recipient"; address: string }
  | { type: "amount"; than: "more" | "most"; amount: Amount }
  | { type: "uses"; than: "more" | "most"; count: number }
  | { type: "outside" }
  | { type: "private" };

/** A line of the owner's policy. */
export type PolicyLine =
  | {
      type: "rule";
      verb: Decision;
      /** Name of a tool; `*` stands for any characters. */
      tool: string;
      /** All of them have to hold, and not all of `unless`. */
      when: readonly Condition[];
      unless: readonly Condition[];
      /** It also holds when text from outside led to the call. */
      evenOutside: boolean;
    }
  /** An address, or `*@host`, `*.host`, that the owner knows. */
  | { type: "contact"; address: string }
  /** Files below this folder (its whole path) were written by the owner. */
  | { type: "trust"; folder: string };

export type Rule = Extract<PolicyLine, { type: "rule" }>;

export interface KeptLine {
  id: string;
  /** As it was written. */
  text: string;
  /** Null where this Kralle cannot read it. */
  line: PolicyLine | null;
}

export interface Policy {
  /** Somebody sits at a terminal (or a screen) and can be asked. */
  interactive: boolean;
  /** Tools that are refused whatever their effect. */
  refused?: readonly string[];
  /** Tools that are asked about whatever their effect. */
  asked?: readonly string[];
  /** The owner's own lines. */
  lines?: readonly KeptLine[];
}

/** Why a decision is as it is; `line` names one of the owner's. */
export type Reason =
  | { type: "harmless" }
  | { type: "off" }
  | { type: "asked" }
  | { type: "rule"; line: string }
  | { type: "unreadable"; line: string }
  | { type: "ruleOfTwo" }
  | { type: "fromOutside" }
  | { type: "command" }
  | { type: "stranger"; line: string }
  | { type: "outside" };

export interface Verdict {
  decision: Decision;
  reason: Reason;
}
