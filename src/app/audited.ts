import type { AuditKind } from "../store/index.ts";
import type { CommandName } from "./app.ts";

interface Audited {
  kind: AuditKind;
  /** What was done, as the records say it. */
  action: string;
}

/** What changes what Kralle may do, or what it keeps: recorded after it was done, with the name of what it was done to. */
const AUDITED: ReadonlyMap<CommandName, Audited> = new Map<CommandName, Audited>([
  ["setBriefing", { kind: "settings", action: "changed the briefing" }],
  ["setSettings", { kind: "settings", action: "changed settings" }],
  ["setDefault", { kind: "settings", action: "chose the default model" }],
  ["addEngine", { kind: "settings", action: "added the engine" }],
  ["removeEngine", { kind: "settings", action: "removed the engine" }],
  ["openDoor", { kind: "settings", action: "opened the door" }],
  ["closeDoor", { kind: "settings", action: "closed the door" }],
  ["approveMcp", { kind: "policy", action: "approved the tools of" }],
  ["removeMcp", { kind: "policy", action: "removed the tools of" }],
  ["approveSkill", { kind: "policy", action: "approved the skill" }],
  ["removeSkill", { kind: "policy", action: "removed the skill" }],
  ["signInLink", { kind: "access", action: "made a sign-in link for" }],
  ["backup", { kind: "backup", action: "made a backup" }],
  ["dailyBackup", { kind: "backup", action: "made a backup" }],
  ["restore", { kind: "backup", action: "restored" }],
  ["restoreBest", { kind: "backup", action: "restored the newest backup" }],
]);

export const auditedAs = (name: CommandName): Audited | null => AUDITED.get(name) ?? null;

/** Members of inputs that say what something was done to. Never values: what a setting is set to may be private. */
const SUBJECTS = ["name", "id", "model", "engine", "backup", "scope"] as const;

/** The name that the input gives; else which members it has. */
export function subjectOf(input: unknown): string {
  if (typeof input !== "object" || input === null) return "";
  const members: Record<string, unknown> = { ...input };
  const named = SUBJECTS.map((member) => members[member]).find((value) => typeof value === "string");
  return named === undefined ? Object.keys(members).toSorted().join(" ") : String(named);
}
