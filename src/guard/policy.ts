import { AppError } from "../core/index.ts";
import { toSafeLine } from "./safe-text.ts";

/** See EffectClass of the tools: looks · changes the workspace, undoable · reaches beyond it or cannot be undone. */
export type Effect = "read" | "write" | "outside";
export type Decision = "allow" | "ask" | "refuse";

export interface Policy {
  /** Somebody sits at a terminal (or a screen) and can be asked. */
  interactive: boolean;
  /** Tools that are refused whatever their effect. */
  refused?: readonly string[];
  /** Tools that are asked about whatever their effect. */
  asked?: readonly string[];
}

/**
 * What may happen without asking. Reads and writes inside the workspace are allowed, since writes can be undone; all else
 * is asked where somebody can answer and refused where nobody can. An effect that is not known counts as outside.
 */
export function decide(tool: string, effect: Effect, policy: Policy): Decision {
  if (policy.refused?.includes(tool)) return "refuse";
  const isAsked = policy.asked?.includes(tool) === true;
  if (!isAsked && (effect === "read" || effect === "write")) return "allow";
  return policy.interactive ? "ask" : "refuse";
}

/** The error for a call that was refused, by the policy or by the person. */
export function createRefusal(tool: string, effect: Effect, policy: Policy): AppError {
  const name = toSafeLine(tool);
  if (policy.refused?.includes(tool)) {
    return new AppError("E_REFUSED", `${name} is switched off.`, { hint: "Allow it in the settings to use it." });
  }
  if (policy.interactive) {
    return new AppError("E_REFUSED", `${name} was not approved.`, { hint: "Ask for it again and approve it." });
  }
  if (policy.asked?.includes(tool)) {
    return new AppError("E_REFUSED", `${name} is to be asked about, and nobody is there to approve it.`, {
      hint: "Run the same request in a terminal (kralle chat) and approve it there.",
    });
  }
  return new AppError("E_REFUSED", `${name} has the effect "${effect}", and nobody is there to approve it.`, {
    hint: "Run the same request in a terminal (kralle chat) and approve it there.",
  });
}
