import type { AuditKind } from "../store/index.ts";
import type { CommandName } from "./app.ts";

/** What changes what Kralle may do, or what it keeps: recorded after it was done, with the name of what it was done to. */
const AUDITED = new Map<CommandName, AuditKind>([
  ["setSettings", "settings"],
  ["setDefault", "settings"],
  ["addEngine", "settings"],
  ["removeEngine", "settings"],
  ["openDoor", "settings"],
  ["closeDoor", "settings"],
  ["approveMcp", "policy"],
  ["removeMcp", "policy"],
  ["approveSkill", "policy"],
  ["removeSkill", "policy"],
  ["signInLink", "access"],
  ["backup", "backup"],
  ["dailyBackup", "backup"],
  ["restore", "backup"],
  ["restoreBest", "backup"],
]);

export const auditKindOf = (name: CommandName): AuditKind | null => AUDITED.get(name) ?? null;

/** Members of inputs that say what something was done to. Never values: what a setting is set to may be private. */
const SUBJECTS = ["name", "id", "model", "engine", "backup"] as const;

/** The name that the input gives; else which members it has. */
export function subjectOf(input: unknown): string {
  if (typeof input !== "object" || input === null) return "";
  const members: Record<string, unknown> = { ...input };
  const named = SUBJECTS.map((member) => members[member]).find((value) => typeof value === "string");
  return named === undefined ? Object.keys(members).toSorted().join(" ") : String(named);
}
