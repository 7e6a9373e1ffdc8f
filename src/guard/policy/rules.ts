import { isAbsolute, normalize } from "node:path";
import { AppError } from "../../core/index.ts";
import type { Amount, Condition, Decision, KeptLine, PolicyLine } from "./types.ts";

/** Bytes of a line; longer ones are nobody's. */
const MAX_CHARS = 400;
const VERBS: ReadonlySet<string> = new Set<Decision>(["allow", "ask", "refuse"]);
const TOOL = /^[A-Za-z0-9_*][A-Za-z0-9_.:*-]{0,120}$/u;
const AMOUNT = /^amount\s*(>|<=)\s*(\d{1,15}(?:\.\d{1,8})?)\s*([A-Za-z]{3,5})$/u;
const USES = /^uses\s*(>|<=)\s*(\d{1,9})$/u;
const EVEN = "even from outside";
const ADDRESS = /^[^\s"']{1,250}$/u;

/**
 * A line of the policy out of its typed form. Throws E_INPUT that says what is wrong with it.
 *
 *     allow|ask|refuse TOOL [even from outside] [if CONDITION and …] [unless CONDITION and …]
 *     contact ADDRESS
 *     trust FOLDER
 *
 * Conditions: `recipient in contacts`, `recipient not in contacts`, `recipient is ADDRESS`, `amount > 100 EUR`, `amount <= 100 EUR`,
 * `uses > 20`, `uses <= 20`, `from outside`, `private`. `if` may be left out.
 */
export function parsePolicyLine(text: string): PolicyLine {
  const words = text.trim().replaceAll(/\s+/gu, " ");
  if (words.length > MAX_CHARS) throw unreadable("The line of the policy is too long.");
  // Nothing that a person does not see may stand in what they see.
  if (/[^\P{C} ]/u.test(words)) throw unreadable("The line of the policy holds characters that nobody sees.");
  const [, verb = "", rest = ""] = /^(\S+)(?: (.*))?$/u.exec(words) ?? [];
  if (verb === "contact") return { type: "contact", address: toAddress(rest) };
  if (verb === "trust") return { type: "trust", folder: toFolder(rest) };
  if (!VERBS.has(verb)) throw unreadable(`A line of the policy begins with a verb, not with "${verb.slice(0, 40)}".`);
  const [tool = "", ...more] = rest.split(" ");
  if (!TOOL.test(tool)) throw unreadable(`No tool can be called "${tool.slice(0, 40)}".`);
  return { type: "rule", verb: verb as Decision, tool, ...readConditions(more.join(" "), verb as Decision) };
}

/** A line as it was kept; one of a newer Kralle may be one that this one cannot read. */
export function toKeptLine({ id, text }: { id: string; text: string }): KeptLine {
  try {
    return { id, text, line: parsePolicyLine(text) };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { id, text, line: null };
  }
}

function readConditions(text: string, verb: Decision) {
  const evenOutside = text.startsWith(EVEN);
  if (evenOutside && verb !== "allow") throw unreadable('Only a line that allows can say "even from outside".');
  const [when = "", ...exceptions] = ` ${text.slice(evenOutside ? EVEN.length : 0).trim()}`.split(" unless ");
  if (exceptions.length > 1) throw unreadable('A line of the policy can say "unless" once.');
  return {
    when: toConditions(when.trim().replace(/^if /u, "")),
    unless: toConditions(exceptions[0] ?? ""),
    evenOutside,
  };
}

function toConditions(text: string): Condition[] {
  return text.trim() === "" ? [] : text.trim().split(" and ").map(toCondition);
}

function toCondition(text: string): Condition {
  if (text === "recipient in contacts") return { type: "contacts", isIn: true };
  if (text === "recipient not in contacts") return { type: "contacts", isIn: false };
  if (text === "from outside") return { type: "outside" };
  if (text === "private") return { type: "private" };
  const [, address] = /^recipient is (.+)$/u.exec(text) ?? [];
  if (address !== undefined) return { type: "recipient", address: toAddress(address) };
  const [, moreMoney, value = "", currency = ""] = AMOUNT.exec(text) ?? [];
  if (moreMoney !== undefined) return { type: "amount", than: toThan(moreMoney), amount: toAmount(value, currency) };
  const [, moreUses, count = ""] = USES.exec(text) ?? [];
  if (moreUses !== undefined) return { type: "uses", than: toThan(moreUses), count: Number(count) };
  throw unreadable(`There is no condition "${text.slice(0, 80)}".`);
}

/** "50 EUR" as an amount. Throws E_INPUT. */
export function parseAmount(text: string): Amount {
  const [, value, currency] = /^(\d{1,15}(?:\.\d{1,8})?) ?([A-Za-z]{3,5})$/u.exec(text.trim()) ?? [];
  if (value === undefined || currency === undefined)
    throw unreadable(`"${text.slice(0, 40)}" is no amount like "50 EUR".`);
  return toAmount(value, currency);
}

const toThan = (sign: string): "more" | "most" => (sign === ">" ? "more" : "most");

const toAmount = (value: string, currency: string): Amount => ({ value, currency: currency.toUpperCase() });

function toAddress(text: string): string {
  const address = toKnownForm(text.trim());
  if (!ADDRESS.test(address) || /\*(?!@|\.)/u.test(address) || address.lastIndexOf("*") > 0)
    throw unreadable(`"${text.slice(0, 80)}" is no address that a contact could have.`);
  return address;
}

/** Addresses differ by no more than what the peers themselves tell apart. */
export function toKnownForm(address: string): string {
  return address.normalize("NFC").toLowerCase();
}

function toFolder(text: string): string {
  const folder = text.trim().normalize("NFC");
  if (!isAbsolute(folder)) throw unreadable("A folder that is trusted is named by its whole path.");
  return normalize(folder).replace(/(?<=.)[\\/]+$/u, "");
}

function unreadable(fault: string): AppError {
  return new AppError("E_INPUT", fault, {
    hint: "The form of policy lines: docs/policy.md, or `kralle policy --help`.",
  });
}
