import { AppError } from "../../core/index.ts";
import { toSafeLine } from "../safe-text.ts";
import type { Action, Policy, Verdict } from "./types.ts";

const IN_TERMINAL = "Run the same request in a terminal (kralle chat) and approve it there.";

/** The error for a call that was refused, by the policy or by the person. */
export function createRefusal(
  { tool, effect }: Pick<Action, "tool" | "effect">,
  verdict: Verdict,
  policy: Policy,
): AppError {
  const name = toSafeLine(tool);
  const { decision, reason } = verdict;
  if (reason.type === "off") {
    return new AppError("E_REFUSED", `${name} is switched off.`, { hint: "Allow it in the settings to use it." });
  }
  if (decision === "ask") {
    return new AppError("E_REFUSED", `${name} was not approved.`, { hint: "Ask for it again and approve it." });
  }
  if (decision === "refuse" && reason.type === "rule" && (policy.interactive || reason.line.startsWith("refuse"))) {
    return new AppError("E_REFUSED", `${name} is refused by your policy: ${toSafeLine(reason.line)}`, {
      hint: "`kralle policy list` shows its lines, `kralle policy rm ID` takes one away.",
    });
  }
  switch (reason.type) {
    case "asked":
    case "rule":
    case "unreadable":
      return new AppError("E_REFUSED", `${name} is to be asked about, and nobody is there to approve it.`, {
        hint: IN_TERMINAL,
      });
    case "ruleOfTwo":
    case "fromOutside":
    case "stranger":
    case "command":
      return new AppError(
        "E_REFUSED",
        `Text from outside may have led to ${name}, and nobody is there to approve it.`,
        { hint: IN_TERMINAL },
      );
    case "outside":
    case "harmless":
      return new AppError("E_REFUSED", `${name} has the effect "${effect}", and nobody is there to approve it.`, {
        hint: IN_TERMINAL,
      });
  }
}
