import { toKnownForm } from "./rules.ts";
import { isUntrusted, joinLabels } from "../labels.ts";
import type { Action, Condition, PolicyLine, Rule } from "./types.ts";

/**
 * Whether a rule is about this action. What an action does not tell (whom it reaches, how much it moves) counts against the action: a rule
 * that asks or refuses applies, one that allows does not.
 */
export function applies(rule: Rule, action: Action, contacts: readonly string[]): boolean {
  if (![action.tool, ...action.aliases].some((name) => isNamed(rule.tool, name))) return false;
  const isStrict = rule.verb !== "allow";
  const holds = (strict: boolean) => (condition: Condition) => meets(condition, action, contacts, strict);
  const excepted = rule.unless.length > 0 && rule.unless.every(holds(!isStrict));
  return rule.when.every(holds(isStrict)) && !excepted;
}

/** Addresses of a policy that the owner knows. */
export function contactsOf(lines: readonly PolicyLine[]): string[] {
  return lines.flatMap((line) => (line.type === "contact" ? [line.address] : []));
}

/** One address and nothing else: a list of them, or a name around one, is nobody whom the owner knows. */
const ONE = /^[^\s,;<>()"'`/?#@\\\p{C}]*(?:@[^\s,;<>()"'`/?#@\\\p{C}]+)?$/u;

export function isContact(address: string, contacts: readonly string[]): boolean {
  const known = toKnownForm(address);
  if (!ONE.test(known)) return false;
  return contacts.some((contact) =>
    contact.startsWith("*") ? known.endsWith(contact.slice(1)) && known.length >= contact.length : known === contact,
  );
}

function isNamed(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(name);
}

/** `strict`: in doubt yes; else in doubt no. */
function meets(condition: Condition, action: Action, contacts: readonly string[], strict: boolean): boolean {
  switch (condition.type) {
    case "contacts":
      return whom(action, strict, (address) => isContact(address, contacts) === condition.isIn);
    case "recipient":
      return whom(action, strict, (address) => isContact(address, [condition.address]));
    case "amount":
      return moves(condition, action, strict);
    case "uses":
      return condition.than === "more" ? action.uses > condition.count : action.uses <= condition.count;
    case "outside":
      return isUntrusted(joinLabels(action.labels, action.led));
    case "private":
      return action.labels.isPrivate || action.led.isPrivate;
  }
}

/** Of several recipients one is enough for a rule that is strict; one that allows asks for all of them. */
function whom({ recipients }: Action, strict: boolean, test: (address: string) => boolean): boolean {
  if (recipients === null) return strict;
  if (recipients.length === 0) return false;
  return strict ? recipients.some(test) : recipients.every(test);
}

function moves(
  { than, amount: limit }: Extract<Condition, { type: "amount" }>,
  { amount }: Action,
  strict: boolean,
): boolean {
  if (amount === null) return false;
  if (amount === "unknown" || amount.currency !== limit.currency) return strict;
  const order = compareDecimals(amount.value, limit.value);
  if (order === null) return strict;
  return than === "more" ? order > 0 : order <= 0;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/u;

/** Of decimal strings, exactly; null where one is none. A minus sign counts by its size: money that leaves is money. */
function compareDecimals(a: string, b: string): number | null {
  const [one, other] = [DECIMAL.exec(a), DECIMAL.exec(b)];
  if (one === null || other === null) return null;
  const places = Math.max(one[3]?.length ?? 0, other[3]?.length ?? 0);
  const whole = (match: RegExpExecArray): bigint => BigInt((match[2] ?? "") + (match[3] ?? "").padEnd(places, "0"));
  const [x, y] = [whole(one), whole(other)];
  return x < y ? -1 : x > y ? 1 : 0;
}
