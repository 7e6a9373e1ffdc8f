import { isUntrusted, joinLabels } from "../labels.ts";
import { applies, contactsOf, isContact } from "./match.ts";
import type { Action, KeptLine, Policy, Reason, Rule, Verdict } from "./types.ts";

/**
 * What may happen without asking. Reads are allowed, and writes inside the workspace, since these can be undone. All else is asked where
 * somebody can answer and refused where nobody can; an effect that is not known counts as outside. The owner's lines refuse, ask, or
 * allow, in this order of strength. No line lifts the rule of two: text from outside, private data and an effect outside never come
 * together without a person.
 */
export function decide(action: Action, policy: Policy): Verdict {
  const verdict = judge(action, policy);
  if (verdict.decision !== "ask" || policy.interactive) return verdict;
  return { ...verdict, decision: "refuse" };
}

function judge(action: Action, policy: Policy): Verdict {
  if (policy.refused?.includes(action.tool)) return { decision: "refuse", reason: { type: "off" } };
  const { rules, unreadable, contacts } = sort(policy.lines ?? []);
  const found = (verb: Rule["verb"]) =>
    rules.find(({ rule }) => rule.verb === verb && applies(rule, action, contacts)) ?? null;
  const refusing = found("refuse");
  if (refusing) return { decision: "refuse", reason: { type: "rule", line: refusing.text } };
  const isKnown = action.effect === "read" || action.effect === "write";
  // A line that nobody can read may have been meant to refuse: what cannot be undone waits for a person.
  if (unreadable !== null && !isKnown) return ask({ type: "unreadable", line: unreadable });
  if (policy.asked?.includes(action.tool)) return ask({ type: "asked" });
  const asking = found("ask");
  if (asking) return ask({ type: "rule", line: asking.text });
  const all = joinLabels(action.labels, action.led);
  if (isKnown) {
    if (action.runsCode && isUntrusted(all)) return ask({ type: "command" });
    return { decision: "allow", reason: { type: "harmless" } };
  }
  if (isUntrusted(all) && all.isPrivate) return ask({ type: "ruleOfTwo" });
  const allowing = rules.filter(({ rule }) => rule.verb === "allow" && applies(rule, action, contacts));
  if (allowing.length === 0) return ask({ type: isUntrusted(all) ? "fromOutside" : "outside" });
  if (!isUntrusted(all)) return allowed(allowing[0]);
  const even = allowing.find(({ rule }) => rule.evenOutside);
  if (!even) return ask({ type: "fromOutside" });
  const isKnownToOwner = (address: string): boolean => action.stated.includes(address) || isContact(address, contacts);
  if (action.recipients?.every(isKnownToOwner) !== true) return ask({ type: "stranger", line: even.text });
  return allowed(even);
}

const ask = (reason: Reason): Verdict => ({ decision: "ask", reason });

const allowed = (kept: { text: string } | undefined): Verdict => ({
  decision: "allow",
  reason: { type: "rule", line: kept?.text ?? "" },
});

function sort(lines: readonly KeptLine[]) {
  const rules = lines.flatMap(({ line, text }) => (line?.type === "rule" ? [{ rule: line, text }] : []));
  const contacts = contactsOf(lines.flatMap(({ line }) => line ?? []));
  return { rules, contacts, unreadable: lines.find(({ line }) => line === null)?.text ?? null };
}
