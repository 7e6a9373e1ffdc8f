import type { BackupState } from "../../../app/index.ts";

/** Words about `kralle backup`. */
export const backup = {
  about: "make, list or restore backups of conversations, memory and settings",
  help: {
    action: "create, list or restore",
    name: 'restore: name of a backup, its folder, or "newest"',
    to: "create, list: another folder than the one in KRALLE_HOME",
    check: "list: read every byte and compare it",
    force: "restore: also where there is data already; that is moved aside",
    json: "print one JSON document",
  },
  unknownAction: (name: string) => `"kralle backup ${name}" does not exist.`,
  actions: "Use one of: create [--to FOLDER], list [--check], restore NAME|FOLDER|newest [--force].",
  made: (name: string, size: string, folder: string) => `Backup ${name} (${size}) is in ${folder}.`,
  elsewhere: "Keep a copy on another disk: this one does not survive the loss of the machine.",
  withoutEngine: "Kralle is running, so the records of work that is under way are not in it.",
  none: (folder: string) => `There are no backups in ${folder}. \`kralle backup create\` makes one.`,
  headings: ["name", "made", "size", "state"],
  states: { good: "good", damaged: "damaged", newer: "of a newer Kralle", unchecked: "not checked" } satisfies Record<
    BackupState,
    string
  >,
  restored: (name: string, time: string) => `Restored: ${name}, as it was on ${time}.`,
  revoked: (count: number) =>
    `${count} ${count === 1 ? "token or browser" : "tokens or browsers"} of the backup may not come in any more: what was revoked since stays revoked. \`kralle token create\` and \`kralle sign-in\` let in anew.`,
  interrupted: (count: number) =>
    `${count} ${count === 1 ? "message was" : "messages were"} waiting then and ${count === 1 ? "is" : "are"} marked as interrupted: look whether ${count === 1 ? "it was" : "they were"} answered since, then send again what is needed.`,
  aside: (folder: string) => `What stood there before is in ${folder}.`,
  missing: (count: number) => `${count} contents for undoing were not in the backup.`,
  credentials: "Tokens and devices are those of that day: revoke again what was revoked since.",
};
