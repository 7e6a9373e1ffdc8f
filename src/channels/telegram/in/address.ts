import type { Incoming } from "./update.ts";

/** A command with what stands behind it. */
export interface Said {
  name: string;
  rest: string;
}

const COMMAND = /^\/([a-z_]+)(?:@(\w+))?(?:\s+([\s\S]*))?$/iu;
/** What people call the same thing. */
const NAMES: Readonly<Record<string, string>> = {
  heute: "today",
  laeufe: "runs",
  freigeben: "approve",
  stopp: "stop",
  kosten: "cost",
  hilfe: "help",
  neu: "new",
  abbrechen: "cancel",
  erlauben: "allow",
};

/** The command of a text, where it is one that is for this bot. */
export function readCommand(text: string, botName: string): Said | null {
  const [, name, to, rest = ""] = COMMAND.exec(text.trim()) ?? [];
  if (name === undefined || (to !== undefined && to.toLowerCase() !== botName.toLowerCase())) return null;
  const lower = name.toLowerCase();
  return { name: NAMES[lower] ?? lower, rest: rest.trim().toLowerCase() };
}

/** STOP itself, not its release. A person in need writes it in many ways. */
export function isStop(text: string, botName: string): boolean {
  const said = readCommand(text, botName);
  if (said !== null) return said.name === "stop" && !isRelease(said);
  return /^stop+[\s!.]*$/iu.test(text.trim());
}

export const isRelease = ({ name, rest }: Said): boolean => name === "stop" && /^(?:off|aus|ende|release)$/u.test(rest);

/** In a group only what is said to the bot counts; the text without its name. Null: it is not meant. */
export function addressed(incoming: Incoming, botName: string): string | null {
  const { chat, text, isReplyToBot } = incoming;
  if (chat.type === "private") return text;
  const name = new RegExp(`(?<![\\w@])@${botName}(?!\\w)`, "iu");
  if (name.test(text)) return text.replace(name, "").replaceAll(/ {2,}/gu, " ").trim();
  return isReplyToBot || readCommand(text, botName) !== null ? text : null;
}
